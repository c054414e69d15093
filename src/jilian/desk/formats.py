"""What left the house, as lines of a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from jilian.audit.models import Trace
from jilian.audit.rules import action_words
from jilian.base.sheets import CONTENT_TYPES, as_file

__all__ = ["CONTENT_TYPES", "as_file", "taken_lines"]


def taken_lines(
    traces: Iterable[Trace], people: Mapping[str, str], worlds: Mapping[str, str]
) -> list[tuple[object, ...]]:
    """The head and one line an export."""
    head = (
        _("number"), _("When"), _("Who took it"), _("What"), _("World"), _("Rows"),
        _("What for"), _("Who got it"), _("Filters"),
    )  # fmt: skip
    return [head, *(_cells(one, people, worlds) for one in traces)]


def _cells(one: Trace, people: Mapping[str, str], worlds: Mapping[str, str]) -> tuple[object, ...]:
    after = one.after or {}
    asked = after.get("asked") or {}
    return (
        one.number, one.at.isoformat(), people.get(one.by, one.by), action_words(one.action),
        worlds.get(one.world, one.world), after.get("rows"), one.purpose, one.recipient,
        "; ".join(f"{name}={value}" for name, value in asked.items()),
    )  # fmt: skip
