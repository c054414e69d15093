"""Files sealed with a passphrase: AES-256-GCM in pieces, the key by scrypt.

After the first line stands one line of JSON with the parameters of scrypt and a value by which a
wrong passphrase is told from a broken file; then pieces of 1 MiB, each with its own tag. The number
of a piece and whether it is the last are part of what its tag covers, so pieces can neither be
exchanged nor cut off unnoticed. Sources: RFC 7914 (scrypt), NIST SP 800-38D (GCM), and the STREAM
construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015).
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import secrets
from typing import IO, TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

if TYPE_CHECKING:
    from typing_extensions import Buffer

FIRST_LINE = b"JILIAN-SEALED 1\n"
PIECE = 2**20
TAG = 16
COST = {"n": 2**15, "r": 8, "p": 1}
MOST_COST = 2**20
LONGEST_LINE = 4096


class WrongKey(Exception):
    """The passphrase is not the one with which the file was sealed."""


class Broken(Exception):
    """The file is not whole, or was changed after it had been sealed."""


def is_sealed(file: IO[bytes]) -> bool:
    """Say whether the file begins like a sealed one; reads from its start and goes back there."""
    file.seek(0)
    first = file.read(len(FIRST_LINE))
    file.seek(0)
    return first == FIRST_LINE


def _derived(passphrase: str, cost: dict[str, int], salt: bytes) -> tuple[bytes, bytes]:
    """Return the key and the value that tells a wrong passphrase."""
    made = hashlib.scrypt(
        passphrase.encode(), salt=salt, n=cost["n"], r=cost["r"], p=cost["p"],
        maxmem=256 * cost["n"] * cost["r"], dklen=64,
    )  # fmt: skip
    return made[:32], made[32:48]


class SealingFile(io.RawIOBase):
    """Takes what is written and writes it sealed; close() writes the last piece."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        salt = secrets.token_bytes(16)
        key, check = _derived(passphrase, COST, salt)
        stated = {"kdf": "scrypt", **COST, "salt": salt.hex(), "check": check.hex(),
                  "cipher": "AES-256-GCM", "piece": PIECE}  # fmt: skip
        self.head = FIRST_LINE + json.dumps(stated, sort_keys=True).encode() + b"\n"
        self.file, self.cipher = file, AESGCM(key)
        self.number, self.kept, self.written = 0, bytearray(), 0
        file.write(self.head)

    def writable(self) -> bool:
        """Say yes."""
        return True

    def write(self, given: Buffer) -> int:
        """Keep what is given, and write every full piece."""
        self.kept += given
        while len(self.kept) > PIECE:
            self._piece(bytes(self.kept[:PIECE]), last=False)
            del self.kept[:PIECE]
        size = memoryview(given).nbytes
        self.written += size
        return size

    def tell(self) -> int:
        """Return how many bytes were given."""
        return self.written

    def close(self) -> None:
        """Write the last piece; the file beneath stays open."""
        if not self.closed:
            self._piece(bytes(self.kept), last=True)
        super().close()

    def _piece(self, plain: bytes, *, last: bool) -> None:
        nonce, about = _nonce(self.number), _about(self.head, last)
        self.file.write(self.cipher.encrypt(nonce, plain, about))
        self.number += 1


def _nonce(number: int) -> bytes:
    """Each file has its own key, so that the number of a piece is never used twice with one."""
    return number.to_bytes(12, "big")


def _about(head: bytes, last: bool) -> bytes:
    return hashlib.sha256(head).digest() + (b"last" if last else b"more")


class OpenedFile(io.RawIOBase):
    """Reads a sealed file at any place. Raises WrongKey or Broken."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        file.seek(0)
        first, line = file.readline(LONGEST_LINE), file.readline(LONGEST_LINE)
        self.head = first + line
        stated = _stated(first, line)
        key, check = _derived(passphrase, stated, bytes.fromhex(stated["salt"]))
        if not hmac.compare_digest(check, bytes.fromhex(stated["check"])):
            raise WrongKey
        self.file, self.cipher = file, AESGCM(key)
        sealed = file.seek(0, io.SEEK_END) - len(self.head)
        self.pieces = -(-sealed // (PIECE + TAG))
        if sealed < TAG or sealed - (self.pieces - 1) * (PIECE + TAG) < TAG:
            raise Broken
        self.size = sealed - self.pieces * TAG
        self.at, self.read_number, self.plain = 0, -1, b""

    def readable(self) -> bool:
        """Say yes."""
        return True

    def seekable(self) -> bool:
        """Say yes."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a place in the plain bytes."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise OSError("before the start")
        self.at = base + offset
        return self.at

    def tell(self) -> int:
        """Return the place in the plain bytes."""
        return self.at

    def readinto(self, into: Any) -> int:
        """Read at most to the end of the present piece."""
        if self.at >= self.size:
            return 0
        number, start = divmod(self.at, PIECE)
        if number != self.read_number:
            self.plain, self.read_number = self._piece(number), number
        found = self.plain[start : start + len(into)]
        into[: len(found)] = found
        self.at += len(found)
        return len(found)

    def _piece(self, number: int) -> bytes:
        self.file.seek(len(self.head) + number * (PIECE + TAG))
        last = number == self.pieces - 1
        try:
            sealed = self.file.read(PIECE + TAG)
            return self.cipher.decrypt(_nonce(number), sealed, _about(self.head, last))
        except InvalidTag:
            raise Broken from None


def _stated(first: bytes, line: bytes) -> dict[str, Any]:
    try:
        stated = json.loads(line)
        known = first == FIRST_LINE and stated["kdf"] == "scrypt" and stated["piece"] == PIECE
        cost = all(0 < int(stated[name]) <= MOST_COST for name in COST)
        bytes.fromhex(stated["salt"] + stated["check"])
    except (ValueError, KeyError, TypeError):
        raise Broken from None
    if not known or not cost or stated["n"] * stated["r"] * 128 > 2**30:
        raise Broken
    return dict(stated)
