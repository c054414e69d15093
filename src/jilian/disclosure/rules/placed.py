"""A firm as tables count it."""

from __future__ import annotations

from dataclasses import dataclass

from jilian.disclosure.rules.recipes import (
    ELSEWHERE,
    INDUSTRY,
    INDUSTRY_SECTIONS,
    MANUFACTURING,
    NONE,
    NOT_MANUFACTURING,
    OUTSIDE,
    SEVERAL,
    UNKNOWN,
)


@dataclass(frozen=True)
class Placed:
    """A firm with its town, section, division ("" where unknown) and its clusters."""

    firm: int
    town: str
    section: str
    division: str
    clusters: tuple[str, ...] = ()

    @property
    def town_member(self) -> str:
        """The town, or that there is none."""
        return self.town or ELSEWHERE

    @property
    def cluster_member(self) -> str:
        """The one cluster, or that there are several or none: a firm stands in one line."""
        if len(self.clusters) > 1:
            return SEVERAL
        return self.clusters[0] if self.clusters else NONE

    @property
    def trade_chain(self) -> tuple[str, ...]:
        """The industry with the wholes into which it adds up, finest first, without the total.

        Mining, manufacturing, power and water stand together under industry, all else outside it;
        a firm of which only the section is known has a line of its own in it.
        """
        if not self.section:
            return (UNKNOWN, OUTSIDE)
        division = self.division or f"{self.section}-"
        return (division, *section_chain(self.section))

    @property
    def section_chain(self) -> tuple[str, ...]:
        """The same without the division."""
        return section_chain(self.section) if self.section else (UNKNOWN, OUTSIDE)


def section_chain(section: str) -> tuple[str, ...]:
    """The section with the wholes above it: of industry, manufacturing and all else of it."""
    if section not in INDUSTRY_SECTIONS:
        return (section, OUTSIDE)
    beside = () if section == MANUFACTURING else (NOT_MANUFACTURING,)
    return (section, *beside, INDUSTRY)
