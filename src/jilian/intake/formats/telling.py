"""From what a person says of a heading to the field that it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.intake.formats.columns import TableFormat
from jilian.intake.formats.header import LEFT_OUT, fold, take_apart

LEFT_OUT_WORDS = ("", "-", "–", "leave out", "不用")


def base_of(heading: str) -> str:
    """A heading without year, unit, case and signs: under this its meaning is kept."""
    return take_apart(heading).base[:80]


def told_columns(format_: TableFormat[Any], told: Mapping[str, str]) -> dict[str, str]:
    """Return fields by heading from fields or names of columns; refuses a word for no column."""
    return {heading: _field(format_, word) for heading, word in told.items() if base_of(heading)}


def _field(format_: TableFormat[Any], word: str) -> str:
    if word.strip() in LEFT_OUT_WORDS:
        return LEFT_OUT
    if word.strip() in format_.by_field:
        return word.strip()
    wanted = fold(word)
    for column in format_.columns:
        if wanted in {fold(name) for name in (*column.names, column.name_en)}:
            return column.field
    raise Refusal(
        "column_unknown",
        _("There is no column “%(word)s” in this kind of table. Known: %(known)s.")
        % {"word": word, "known": ", ".join(format_.by_field)},
    )


def split_told(words: Iterable[str]) -> dict[str, str]:
    """Read "heading=column" pairs, as the command line and the API give them."""
    found: dict[str, str] = {}
    for word in words:
        heading, sign, column = word.rpartition("=")
        if not sign or not heading.strip():
            raise Refusal(
                "column_told_odd",
                _("“%(word)s” is not heading=column, for example 企业=name.") % {"word": word},
            )
        found[heading.strip()] = column.strip()
    return found
