"""Sealed fields: what the database holds of them is worth nothing without keys kept outside it.

A sealed value is ``algorithm:key-id:nonce:ciphertext`` (the last two in base64). The algorithm and
the key stand in each value, so that both can be replaced while old values still read: the first
key writes, every key reads, ``jilian rekey`` seals anew with the first. Table and column are bound
in as associated data: a value copied into another column does not open. Algorithms other than
AES-256-GCM (SM4, say) are one more entry in ALGORITHMS.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Cast, Substr
from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal

NONCE_BYTES = 12


class Cipher(Protocol):
    """What an algorithm must offer: sealing and opening with nonce and associated data."""

    def encrypt(self, nonce: bytes, plain: bytes, about: bytes, /) -> bytes: ...  # noqa: D102
    def decrypt(self, nonce: bytes, sealed: bytes, about: bytes, /) -> bytes: ...  # noqa: D102


ALGORITHMS: dict[str, Callable[[bytes], Cipher]] = {"aes256gcm": AESGCM}


@dataclass(frozen=True)
class FieldKey:
    """A key by which fields are sealed; ``name`` stands in each value, the key itself nowhere."""

    name: str
    algorithm: str
    key: bytes

    def __repr__(self) -> str:
        return f"FieldKey({self.name!r}, {self.algorithm!r}, …)"


class CannotOpen(Exception):
    """A sealed value cannot be opened: its key is missing, or it was changed or moved."""


@cache
def _cipher(key: FieldKey) -> Cipher:
    return ALGORITHMS[key.algorithm](key.key)


def field_keys() -> tuple[FieldKey, ...]:
    """Return the keys; the first one writes."""
    return tuple(FieldKey(*one) for one in settings.FIELD_KEYS)


@cache
def _held(stated: tuple[tuple[str, str, bytes], ...]) -> dict[str, FieldKey]:
    return {name: FieldKey(name, algorithm, key) for name, algorithm, key in stated}


def seal(plain: bytes, about: str) -> str:
    """Seal bytes for one place (``table.column``)."""
    name, algorithm, _key = settings.FIELD_KEYS[0]
    nonce = os.urandom(NONCE_BYTES)
    cipher = _cipher(_held(settings.FIELD_KEYS)[name])
    sealed = cipher.encrypt(nonce, plain, about.encode())
    return f"{algorithm}:{name}:{b64encode(nonce).decode()}:{b64encode(sealed).decode()}"


def unseal(text: str, about: str) -> bytes:
    """Open what was sealed for this place. Raises CannotOpen."""
    try:
        algorithm, name, nonce, sealed = text.split(":")
        key = _held(settings.FIELD_KEYS)[name]
        if key.algorithm != algorithm:
            raise CannotOpen(about)
        return _cipher(key).decrypt(b64decode(nonce), b64decode(sealed), about.encode())
    except KeyError:
        raise CannotOpen(f"{about}: the key {name!r} is missing") from None
    except (ValueError, InvalidTag):
        raise CannotOpen(f"{about}: not what was sealed here") from None


def key_of(text: str) -> str:
    """Return the name of the key by which a value was sealed; empty for what is not sealed."""
    parts = text.split(":")
    return parts[1] if len(parts) == 4 and parts[0] in ALGORITHMS else ""


def opened(text: str, about: str) -> bytes:
    """Open a value for people: a missing key is refused in a sentence."""
    try:
        return unseal(text, about)
    except CannotOpen as closed:
        raise Refusal(
            "sealed_value_closed",
            _("A sealed value cannot be opened: its key is missing, or the value was changed."),
        ) from closed


class Sealed(str):
    """A value that is sealed already and goes into the database as it is."""

    __slots__ = ()


def as_stored(model: type[models.Model], column: str) -> str | Cast:
    """Return what reads a column as it is stored: a sealed one without opening it."""
    if isinstance(model._meta.get_field(column), SealedField):
        return Cast(column, models.TextField())
    return column


class SealedField(models.TextField):  # type: ignore[type-arg]
    """A field whose values are sealed in the database; it cannot be filtered or sorted by."""

    description = "sealed value"

    @property
    def about(self) -> str:
        """The place that is bound into each value."""
        return f"{self.model._meta.db_table}.{self.column}"

    def to_bytes(self, value: Any) -> bytes:
        """Return the bytes that are sealed."""
        return str(value).encode()

    def from_bytes(self, plain: bytes) -> Any:
        """Return the value that was sealed."""
        return plain.decode()

    def get_prep_value(self, value: Any) -> str | None:
        """Seal on the way into the database; what is sealed already stays the same text."""
        if value is None or isinstance(value, Sealed):
            return value
        return seal(self.to_bytes(value), self.about)

    def from_db_value(self, value: str | None, *_more: object) -> Any:
        """Open on the way out of the database."""
        return None if value is None else self.from_bytes(opened(value, self.about))

    def get_lookup(self, lookup_name: str) -> Any:
        """Offer no lookup but ``isnull``: each sealing of the same value is another text."""
        if lookup_name != "isnull":
            raise TypeError(f"{self.about} is sealed: it cannot be looked up by {lookup_name}")
        return super().get_lookup(lookup_name)


class SealedTextField(SealedField):
    """Text that is sealed in the database."""

    def to_python(self, value: Any) -> str | None:
        """Return text; what a journal kept sealed stays sealed."""
        return (
            Sealed(value) if isinstance(value, str) and key_of(value) else super().to_python(value)
        )


class SealedDecimalField(SealedField):
    """A number with a fixed count of decimals that is sealed in the database, never below zero."""

    def __init__(self, *args: Any, decimal_places: int = 2, **more: Any) -> None:
        self.decimal_places = decimal_places
        self.step = Decimal(1).scaleb(-decimal_places)
        super().__init__(*args, **more)

    def deconstruct(self) -> Any:
        """Name the decimals in migrations."""
        name, path, args, more = super().deconstruct()
        return name, path, args, {**more, "decimal_places": self.decimal_places}

    def to_python(self, value: Any) -> Decimal | Sealed | None:
        """Return a Decimal; what a journal kept sealed stays sealed."""
        if isinstance(value, str) and key_of(value):
            return Sealed(value)
        return None if value is None or value == "" else Decimal(str(value))

    def to_bytes(self, value: Any) -> bytes:
        """Return the number with its decimals; ValueError below zero."""
        number = Decimal(str(value))
        if number < 0:
            raise ValueError(f"{self.about}: {number} is below zero")
        return str(number.quantize(self.step)).encode()

    def from_bytes(self, plain: bytes) -> Decimal:
        """Return the number that was sealed."""
        return Decimal(plain.decode())


class SealedBytesField(models.BinaryField):  # type: ignore[type-arg]
    """A file that is sealed in the database: ``algorithm:key-id:`` then nonce and ciphertext."""

    @property
    def about(self) -> str:
        """The place that is bound into each value."""
        return f"{self.model._meta.db_table}.{self.column}"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Seal on the way into the database."""
        sealed = None if value is None else seal_bytes(bytes(value), self.about)
        return super().get_db_prep_value(sealed, connection, prepared)

    def key_in_database(self, model: type[models.Model], pk: Any) -> bytes:
        """Return the name of the key that sealed a file, without reading the file."""
        head = Substr(F(self.name), 1, 80, output_field=models.BinaryField())
        kept = model._default_manager.filter(pk=pk).values_list(head, flat=True).first()
        return bytes(kept or b"").split(b":")[1] if kept else b""

    def from_db_value(self, value: Any, *_more: object) -> bytes | None:
        """Open on the way out of the database."""
        return None if value is None else unseal_bytes(bytes(value), self.about)


def seal_bytes(plain: bytes, about: str) -> bytes:
    """Seal a file for one place."""
    name, algorithm, _key = settings.FIELD_KEYS[0]
    nonce = os.urandom(NONCE_BYTES)
    cipher = _cipher(_held(settings.FIELD_KEYS)[name])
    return f"{algorithm}:{name}:".encode() + nonce + cipher.encrypt(nonce, plain, about.encode())


def unseal_bytes(sealed: bytes, about: str) -> bytes:
    """Open a sealed file, or refuse in a sentence."""
    try:
        algorithm, name, rest = sealed.split(b":", 2)
        key = _held(settings.FIELD_KEYS)[name.decode()]
        if key.algorithm.encode() != algorithm:
            raise ValueError(about)
        nonce, text = rest[:NONCE_BYTES], rest[NONCE_BYTES:]
        return _cipher(key).decrypt(nonce, text, about.encode())
    except (KeyError, ValueError, InvalidTag) as closed:
        raise Refusal(
            "sealed_value_closed",
            _("A sealed value cannot be opened: its key is missing, or the value was changed."),
        ) from closed
