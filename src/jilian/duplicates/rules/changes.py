"""What was judged, as plain values, and what has changed since: a judged pair is asked about again
only when that has changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian_engine.names import normal_form

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class FirmData(TypedDict):
    """What a judgement rests on, of one record: no other row of it counts."""

    name: str
    names: list[str]
    identifiers: list[str]
    division: str


SIDES = ("left", "right")
FIELD_WORDS: Mapping[str, StrPromise] = {
    "name": pgettext_lazy("of a firm", "Name"),
    "names": _("Other names"),
    "identifiers": _("Identified by"),
    "division": _("Main site"),
}


@dataclass(frozen=True)
class Changed:
    """One value that changed since the judgement: of which record, and how."""

    side: str
    field: str
    before: str
    after: str

    @property
    def label(self) -> StrPromise:
        """The value in words."""
        return FIELD_WORDS[self.field]


def same_data(judged: Mapping[str, Any], now: Mapping[str, FirmData]) -> bool:
    """Say whether a pair is as it was judged; other spaces, brackets or width change nothing."""
    return not changes_of(judged, now)


def changes_of(judged: Mapping[str, Any], now: Mapping[str, FirmData]) -> list[Changed]:
    """Return what changed of either record; of lists only what came and went."""
    found: list[Changed] = []
    for side in SIDES:
        before, after = judged.get(side), now.get(side)
        if before is None or after is None:
            continue
        for field in FIELD_WORDS:
            change = _changed(before.get(field, ""), after[field])  # type: ignore[literal-required]
            if change is not None:
                found.append(Changed(side, field, *change))
    return found


def _changed(before: Any, after: Any) -> tuple[str, str] | None:
    if isinstance(after, str):
        same = normal_form(before) == normal_form(after)
        return None if same else (before, after)
    old = {normal_form(one): one for one in before}
    new = {normal_form(one): one for one in after}
    if old.keys() == new.keys():
        return None
    gone = [one for form, one in old.items() if form not in new]
    come = [one for form, one in new.items() if form not in old]
    return "、".join(gone), "、".join(come)
