"""All formats of tables. Adding one is a new file and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.intake.formats import (
    carrier_table,
    firm_table,
    link_table,
    organisation_table,
    title_table,
)
from jilian.intake.formats.columns import TableFormat

FORMATS: tuple[TableFormat[Any], ...] = (
    firm_table.FORMAT,
    link_table.FORMAT,
    organisation_table.FORMAT,
    carrier_table.FORMAT,
    title_table.FORMAT,
)
CATALOGUE: Mapping[str, TableFormat[Any]] = {one.kind.value: one for one in FORMATS}


def format_of(kind: str) -> TableFormat[Any]:
    """Return the format of a kind of table; refuses a kind that does not exist."""
    found = CATALOGUE.get(kind)
    if found is None:
        raise Refusal(
            "table_kind_unknown",
            _("There is no kind of table “%(kind)s”. Known: %(known)s.")
            % {"kind": kind, "known": ", ".join(CATALOGUE)},
        )
    return found
