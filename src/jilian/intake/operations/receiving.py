"""What is looked at before a table is kept."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.intake.formats import Table, format_of, open_table
from jilian.intake.models import Upload

LONGEST_NAME = 200


def fingerprint_of(content: bytes) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()


def tidy_name(file_name: str) -> str:
    """The last part of a path, printable, not too long, its ending kept."""
    name = PurePosixPath(PureWindowsPath(file_name).name).name
    name = "".join(sign for sign in name if sign.isprintable()).strip() or "table"
    stem, dot, ending = name.rpartition(".")
    return name if len(name) <= LONGEST_NAME else stem[: LONGEST_NAME - 10] + dot + ending[:9]


def read_at_once(kind: str, name: str, content: bytes, sheet: str, *, limit_mb: int) -> Table[Any]:
    """Open the table; raises TableRefusal where it cannot be taken whole."""
    return open_table(format_of(kind), name, content, limit_mb=limit_mb, sheet=sheet)


def already_received(earlier: Upload) -> Refusal:
    """The refusal that names the earlier upload of the same table."""
    words = {
        "name": earlier.file_name,
        "number": earlier.pk,
        "day": timezone.localdate(earlier.received_at).isoformat(),
        "state": earlier.get_state_display(),
    }
    return Refusal(
        "table_uploaded_before",
        _(
            "This very table was uploaded on %(day)s as “%(name)s” (upload %(number)s,"
            " %(state)s). It is not taken twice."
        )
        % words,
    )
