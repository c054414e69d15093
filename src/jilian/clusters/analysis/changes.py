"""What a run would change of the clusters that stand, and two runs side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from jilian.clusters.analysis.comparing import Compared, FirmChange, Origin, compared
from jilian.clusters.models import FormationRun, ProposedCluster
from jilian.clusters.queries.changes import (
    ClusterChange,
    End,
    FirmRow,
    ProposedRow,
    RunChanges,
    names_of_firms,
    proposed_rows,
    unplaced_firms,
)
from jilian.clusters.queries.standing import standing_clusters, standing_members
from jilian.clusters.rules.changes import KINDS, ChangeKind
from jilian.firms.models import Firm


def changes_of_run(run: FormationRun, day: date) -> RunChanges:
    """Compare what a run proposes with the clusters that stand on the day; seven queries.

    Members that the run did not look at (out of its scope, or without a link) change nothing.
    """
    rows = proposed_rows(run)
    seen = {row.firm for row in rows} | unplaced_firms(run)
    standing = standing_members(run.world, day)
    looked_at = [pair for pair in standing if pair[1] in seen]
    found = compared(looked_at, ((row.number, row.firm) for row in rows))
    before = {pk: End(pk, str(one)) for pk, one in standing_clusters(run.world, day).items()}
    made = _Made(before, _proposed_ends(run), {(row.number, row.firm): row for row in rows})
    return made.changes(found, unseen=len(standing) - len(looked_at), targets=True)


def runs_beside(one: FormationRun, other: FormationRun) -> RunChanges:
    """Compare what two runs propose, the first before the second; six queries."""
    rows = {run.pk: proposed_rows(run) for run in (one, other)}
    found = compared(
        ((row.number, row.firm) for row in rows[one.pk]),
        ((row.number, row.firm) for row in rows[other.pk]),
    )
    after = {(row.number, row.firm): row for row in rows[other.pk]}
    return _Made(_proposed_ends(one), _proposed_ends(other), after).changes(found)


def _proposed_ends(run: FormationRun) -> dict[int, End]:
    rows: Iterable[ProposedCluster] = run.proposals.all()
    return {row.number: End(row.pk, str(row), row.number) for row in rows}


@dataclass(frozen=True)
class _Made:
    """The ends of a comparison by their numbers in it, and what is proposed."""

    before: Mapping[int, End]
    after: Mapping[int, End]
    rows: Mapping[tuple[int, int], ProposedRow]

    def changes(self, found: Compared, *, unseen: int = 0, targets: bool = False) -> RunChanges:
        """The comparison in the words of its page."""
        continued = {one.cluster: one.continues for one in found.origins}
        names = names_of_firms(one.firm for one in found.firms)
        firms = [
            self._row(one, names[one.firm], continued if targets else {})
            for one in found.firms
            if one.firm in names
        ]
        firms.sort(key=lambda row: (KINDS.index(row.kind), row.firm.sort_key, row.firm.pk))
        counts = Counter(str(row.kind) for row in firms)
        return RunChanges(
            self._clusters(found), firms, {str(kind): counts[kind] for kind in KINDS}, unseen,
            found.counts.get("stays", 0),
        )  # fmt: skip

    def _row(self, one: FirmChange, firm: Firm, continued: Mapping[int, int | None]) -> FirmRow:
        heir = continued.get(one.after) if one.after is not None else None
        kind = ChangeKind(one.change)
        if kind is ChangeKind.JOINS and one.because == "new":
            kind = ChangeKind.FOUNDS
        return FirmRow(
            firm=firm,
            kind=kind,
            because=one.because,
            before=None if one.before is None else self.before[one.before],
            after=None if one.after is None else self.after[one.after],
            target=None if heir is None else self.before[heir],
            proposed=None if one.after is None else self.rows.get((one.after, one.firm)),
        )

    def _clusters(self, found: Compared) -> list[ClusterChange]:
        origins = {one.cluster: one for one in found.origins}
        rows = []
        for one in found.fates:
            shared = {other.cluster: other.shared for other in one.overlaps}
            heir = one.continues_as
            others = one.parts + tuple(x for x in one.merges_into if x not in one.parts)
            rows.append(
                ClusterChange(
                    self.before[one.cluster], None if heir is None else self.after[heir],
                    _fate(one.fate, None if heir is None else origins[heir], one.size), one.size,
                    None if heir is None else origins[heir].size,
                    0 if heir is None else shared.get(heir, 0),
                    tuple(self.after[other] for other in others),
                )
            )  # fmt: skip
        rows += [
            ClusterChange(
                None, self.after[one.cluster], "part" if one.part_of else "new", None, one.size, 0,
                tuple(self.before[other] for other in one.part_of),
            )
            for one in found.origins
            if one.continues is None
        ]  # fmt: skip
        return rows


def _fate(fate: str, heir: Origin | None, size: int) -> str:
    """What the engine says, told finer: the very same firms, or others taken in."""
    if fate != "continues" or heir is None:
        return fate
    if heir.merges_from:
        return "gathers"
    shared = next((one.shared for one in heir.overlaps if one.cluster == heir.continues), 0)
    return "unchanged" if shared == size == heir.size else fate


def narrowed_changes(
    found: RunChanges, *, q: str = "", change: str = "", fate: str = ""
) -> tuple[list[ClusterChange], list[FirmRow]]:
    """The clusters and the firms of a comparison that fit what a list is narrowed by."""
    clusters = [one for one in found.clusters if not fate or one.fate == fate]
    firms = [row for row in found.firms if not change or row.kind == change]
    if fate:
        kept = {end for one in clusters for end in (one.before, one.after) if end is not None}
        firms = [row for row in firms if row.before in kept or row.after in kept]
    if q:
        words = q.casefold()
        clusters = [one for one in clusters if any(words in name for name in _names(one))]
        firms = [
            row
            for row in firms
            if words in f"{row.firm.name}\n{row.firm.name_en}\n{row.firm.identifier}".casefold()
            or any(words in end.name.casefold() for end in (row.before, row.after) if end)
        ]
    return clusters, firms


def _names(one: ClusterChange) -> list[str]:
    return [end.name.casefold() for end in (one.before, one.after, *one.others) if end is not None]
