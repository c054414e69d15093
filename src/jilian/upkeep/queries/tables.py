"""Which tables are kept in a backup, and their fingerprints."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from django.apps import apps
from django.db import models

from jilian.base.portable import present_reader, tables_of

# Who is signed in is not kept: nobody wakes up signed in after a restore.
LEFT_OUT = frozenset({"sessions.session", "usersessions.usersession"})


def kept_models() -> list[type[models.Model]]:
    """Return the models whose tables are kept in a backup."""
    every = apps.get_models(include_auto_created=True)
    return [one for one in every if one._meta.managed and one._meta.label_lower not in LEFT_OUT]


def fingerprint_of(chosen: Iterable[type[models.Model]] | None = None) -> dict[str, str]:
    """Return SHA-256 of each table over its rows in the order of their key.

    The same rows have the same fingerprint on SQLite and PostgreSQL. Without models: all tables
    that a backup keeps. Reads what the present transaction sees.
    """
    reader = present_reader()
    wanted = kept_models() if chosen is None else chosen
    return {table.name: reader.fingerprint(table)[1] for table in tables_of(wanted)}


def whole_fingerprint(tables: Mapping[str, str]) -> str:
    """Return one fingerprint over those of the tables."""
    lines = "".join(f"{name} {digest}\n" for name, digest in sorted(tables.items()))
    return hashlib.sha256(lines.encode()).hexdigest()
