"""What a revised report says otherwise than the one that was published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from jilian.growth.rules.words import Part
from jilian.organisations.rules import OrganisationType

Plain = str | int | bool | None
SECTIONS = {
    "organisations": _("Organisations"),
    "types": _("By type"),
    "lines": _("By line"),
    "towns": _("By town"),
    "clusters": _("By cluster"),
    "movements": _("Movements"),
    "coverage": _("Coverage"),
}
FIELDS = {
    "standing": pgettext_lazy("report", "standing at the end of the month"),
    "before": pgettext_lazy("report", "at the end of the month before"),
    "after": pgettext_lazy("report", "at the end of the month"),
    "founding_unknown": pgettext_lazy("report", "founding unknown"),
    "territory": pgettext_lazy("report", "under a superior in the territory line"),
    "cluster": pgettext_lazy("report", "in the line of a cluster"),
    "both": pgettext_lazy("report", "in both"),
    "neither": pgettext_lazy("report", "in neither"),
    "several_clusters": pgettext_lazy("report", "in the lines of several clusters"),
    "absorbed": pgettext_lazy("growth", "absorbed"),
    "left": pgettext_lazy("growth", "left to another superior"),
    "type": pgettext_lazy("report", "type changed"),
    "superior": pgettext_lazy("report", "superior of the territory line changed"),
    "types": _("By type"),
    "name": _("name"),
    "body": _("body of the cluster"),
    "day": pgettext_lazy("report", "day"),
    "organisation": _("organisation"),
    "firms": _("firms"),
    "covered": pgettext_lazy("report", "covered"),
    "own": _("own organisation"),
    "joint": _("joint organisation"),
    "area_or_trade": _("area or trade organisation"),
    "unknown": pgettext_lazy("report", "unknown"),
    "none": pgettext_lazy("report", "none recorded"),
    "whole": pgettext_lazy("report", "whole"),
    "places": _("By town"),
}


@dataclass(frozen=True)
class Differing:
    """One value as published and as revised; None where it did not stand in one of them."""

    path: tuple[str, ...]
    before: Plain
    after: Plain

    @property
    def words(self) -> str:
        """Where it stands in the report, in words."""
        return " · ".join(word_of(one, at) for at, one in enumerate(self.path))


def word_of(name: str, depth: int = 1) -> str:
    """A name of the content in words; keys and codes as they are."""
    known: Any = SECTIONS.get(name) if depth == 0 else None
    if known is None and name in Part.values:
        known = Part(name).label
    if known is None and name in OrganisationType.values:
        known = OrganisationType(name).label
    return str(known or FIELDS.get(name) or name)


def differing(published: Mapping[str, Any], revised: Mapping[str, Any]) -> list[Differing]:
    """Every value that the two say differently, in the order of the content."""
    before, after = dict(_flat(published)), dict(_flat(revised))
    paths = list(dict.fromkeys((*before, *after)))
    return [
        Differing(path, before.get(path), after.get(path))
        for path in paths
        if before.get(path) != after.get(path)
    ]


def value_words(value: Plain) -> str:
    """A value in words; "–" where there is none."""
    if value == "withheld":
        return gettext("withheld")
    if isinstance(value, str):
        return word_of(value)
    return "–" if value is None else f"{value:,}"


def _flat(
    content: Mapping[str, Any], path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Plain]]:
    for name, value in content.items():
        if isinstance(value, Mapping):
            yield from _flat(value, (*path, name))
        else:
            yield (*path, name), value
