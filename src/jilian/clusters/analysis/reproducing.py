"""Computing a run again from what was frozen, and what differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jilian.clusters.analysis.comparing import compared
from jilian.clusters.analysis.forming import form_snapshot, present_versions
from jilian.clusters.analysis.printing import fingerprint_of_input, fingerprint_of_outcome
from jilian.clusters.analysis.results import Formed
from jilian.clusters.models import FormationRun
from jilian.clusters.queries.runs import kept_members
from jilian.clusters.rules import Parameters

MOST_FIRMS = 200  # listed by name; the number of all is said


@dataclass(frozen=True)
class Reproduction:
    """Whether a run came out the same to the last byte; else which firms stand elsewhere.

    ``versions``: what the run was made with and what is there now, where they differ. ``moved``:
    firm by key, its cluster then and now (None: none), at most MOST_FIRMS of ``moved_count``.
    """

    same: bool
    input_same: bool
    outcome: str
    versions: Mapping[str, tuple[str | None, str | None]]
    moved: tuple[tuple[str, int | None, int | None], ...]
    moved_count: int

    def as_dict(self) -> dict[str, Any]:
        """The same as plain values, to be kept and printed."""
        return {
            "same": self.same,
            "input_same": self.input_same,
            "outcome": self.outcome,
            "versions": {name: list(pair) for name, pair in self.versions.items()},
            "moved": [list(row) for row in self.moved],
            "moved_count": self.moved_count,
        }


def reproduce(run: FormationRun) -> Reproduction:
    """Form the clusters of a finished run anew and compare them with what was kept."""
    asked = Parameters.from_dict(run.parameters)
    formed = form_snapshot(run.snapshot, asked, run.given)
    outcome = fingerprint_of_outcome(formed)
    marked = fingerprint_of_input(run.snapshot.fingerprint, asked, run.given)
    moved = _moved(kept_members(run), formed)
    kept_whole = not moved
    return Reproduction(
        same=outcome == run.outcome and marked == run.fingerprint and kept_whole,
        input_same=marked == run.fingerprint,
        outcome=outcome,
        versions=_differing((run.summary or {}).get("versions", {}), present_versions()),
        moved=tuple(moved[:MOST_FIRMS]),
        moved_count=len(moved),
    )


def _differing(
    then: Mapping[str, str], now: Mapping[str, str]
) -> dict[str, tuple[str | None, str | None]]:
    return {
        name: (then.get(name), now.get(name))
        for name in sorted({*then, *now})
        if then.get(name) != now.get(name)
    }


def _moved(kept: Mapping[str, int], formed: Formed) -> list[tuple[str, int | None, int | None]]:
    """Firms that stand in another cluster than before, whatever its number."""
    now = {member.firm: cluster.number for cluster in formed.clusters for member in cluster.members}
    place = {firm: at for at, firm in enumerate(sorted({*kept, *now}))}
    firms = {at: firm for firm, at in place.items()}
    found = compared(
        ((number, place[firm]) for firm, number in kept.items()),
        ((number, place[firm]) for firm, number in now.items()),
    )
    return sorted((firms[one.firm], one.before, one.after) for one in found.firms)
