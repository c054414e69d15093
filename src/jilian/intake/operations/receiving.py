"""What is looked at before a table is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.intake.formats import HEADER_REFUSALS, format_of, open_table, unclear_table
from jilian.intake.models import Upload
from jilian.intake.rules import TableRefusal

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


@dataclass(frozen=True)
class Read:
    """How a table was read; an unclear one has no rows yet."""

    how: dict[str, object]
    rows: int | None

    @property
    def is_unclear(self) -> bool:
        """Whether a person must first say what its headings mean."""
        return self.rows is None


def read_at_once(
    kind: str,
    name: str,
    content: bytes,
    sheet: str,
    *,
    limit_mb: int,
    meanings: Mapping[str, str],
    may_be_unclear: bool = True,
) -> Read:
    """Open the table; raises TableRefusal where it cannot be taken whole."""
    format_ = format_of(kind)
    opening: dict[str, Any] = {"limit_mb": limit_mb, "sheet": sheet, "meanings": meanings}
    try:
        table = open_table(format_, name, content, **opening)
    except TableRefusal as refusal:
        if refusal.code not in HEADER_REFUSALS or not may_be_unclear:
            raise
        return Read(unclear_table(format_, name, content, **opening), None)
    return Read(table.how, table.row_count)


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
