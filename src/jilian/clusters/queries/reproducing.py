"""What computing a run again gave, with the names of the firms that differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from jilian.clusters.models import FormationRun
from jilian.clusters.queries.keys import names_of_keys
from jilian.clusters.rules import Parameters, run_note
from jilian.ui.values import day_text


def made_with(one: FormationRun, other: FormationRun) -> list[tuple[str, str, str]]:
    """Return what two runs were made with, side by side: words, then the values of each."""
    return [
        (str(words), str(of(one)), str(of(other)))
        for words, of in (
            (_("Network of"), lambda run: day_text(run.snapshot.as_of)),
            (_("Snapshot"), lambda run: run.snapshot.fingerprint[:12]),
            (_("Scope"), _scope),
            (_("Begins at"), _start),
            (_("Resolution"), lambda run: (run.summary or {}).get("resolution", "–")),
            (_("Least number of firms"), lambda run: run.parameters["least_size"]),
            (_("Seed"), lambda run: run.seed),
            (_("Versions"), _versions),
        )
    ]


def _scope(run: FormationRun) -> str:
    scope = Parameters.from_dict(run.parameters).scope
    if scope.is_whole:
        return _("the whole network")
    return "; ".join(
        ", ".join(values)
        for values in (scope.divisions, scope.industries, scope.products)
        if values
    )


def _start(run: FormationRun) -> str:
    if run.parameters.get("from_existing"):
        return _("the clusters that stood on that day")
    return _("single firms")


def _versions(run: FormationRun) -> str:
    versions = (run.summary or {}).get("versions", {})
    return ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))


@dataclass(frozen=True)
class Differing:
    """A firm that stands elsewhere: the number of its proposed cluster then and now."""

    name: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Again:
    """The last reproduction of a run, as its page says it."""

    state: str
    at: datetime | None
    same: bool
    input_same: bool
    note: str
    versions: list[tuple[str, str | None, str | None]]
    firms: list[Differing]
    count: int


def reproduction_of(run: FormationRun) -> Again | None:
    """Return what the last reproduction gave; None where the run was never computed again."""
    kept = run.reproduction
    if not kept:
        return None
    moved = kept.get("moved", [])
    names = names_of_keys(run.world, [key for key, _before, _after in moved]) if moved else {}
    return Again(
        state=kept["state"],
        at=datetime.fromisoformat(kept["at"]) if "at" in kept else None,
        same=kept.get("same", False),
        input_same=kept.get("input_same", True),
        note=run_note(kept.get("code", "")),
        versions=[(name, *pair) for name, pair in sorted(kept.get("versions", {}).items())],
        firms=[Differing(names.get(key, key), before, after) for key, before, after in moved],
        count=kept.get("moved_count", 0),
    )
