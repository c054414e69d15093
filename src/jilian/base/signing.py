"""Signing with a key that stands in a file outside the database: Ed25519."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from jilian.base.errors import Refusal

KEY_FILE = "signing.pem"
FORMER_KEYS = "former"


class SigningKey:
    """The key of this installation. Its file is written when it is absent, for its owner alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        file = folder / KEY_FILE
        if not file.exists():
            _write_private(file, _fresh())
        key = load_pem_private_key(file.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise Refusal("signing_key_odd", f"{file} holds no Ed25519 key.")
        self._key = key

    @property
    def public(self) -> str:
        """The public key: 64 hexadecimal digits."""
        return self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()

    def sign(self, content: bytes) -> str:
        """Return the signature: 128 hexadecimal digits."""
        return self._key.sign(content).hex()

    def replace(self) -> SigningKey:
        """Put a fresh key in its place; the public half of the old one is kept beside it."""
        former = self._folder / FORMER_KEYS
        former.mkdir(exist_ok=True)
        (former / f"{self.public}.pub").write_text(f"{self.public}\n")
        fresh = self._folder / f"{KEY_FILE}.fresh"
        fresh.unlink(missing_ok=True)
        _write_private(fresh, _fresh())
        fresh.replace(self._folder / KEY_FILE)
        return SigningKey(self._folder)


def known_public_keys(folder: Path) -> frozenset[str]:
    """Return the public keys that this installation signs or has signed with."""
    former = {file.stem for file in (folder / FORMER_KEYS).glob("*.pub")}
    return frozenset({SigningKey(folder).public, *former})


def is_signed(content: bytes, signature: str, public_key: str) -> bool:
    """Say whether the content was signed with the private half of this key."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _fresh() -> bytes:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write_private(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as written:
        written.write(content)
