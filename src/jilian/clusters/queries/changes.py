"""What a comparison of runs and standing clusters reads: members and names, in few queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models.functions import Coalesce

from jilian.base.search import among
from jilian.clusters.models import FormationRun, ProposedMember
from jilian.clusters.queries.keys import firms_of_keys
from jilian.clusters.rules import Position
from jilian.clusters.rules.changes import ChangeKind, Fate, why
from jilian.firms.models import Firm
from jilian.firms.queries.groups import merged_firms


@dataclass(frozen=True)
class ProposedRow:
    """A firm in a proposed cluster; ``firm`` is the record that stands for it today."""

    number: int
    firm: int
    position: str
    inside_share: float | None
    stable_share: float | None

    @property
    def position_word(self) -> str:
        """The position in words."""
        return str(Position(self.position).label)


@dataclass(frozen=True)
class End:
    """A cluster on one side of a comparison; ``number`` of a proposed one, else None."""

    pk: int
    name: str
    number: int | None = None


@dataclass(frozen=True)
class ClusterChange:
    """What becomes of a cluster; ``others`` are what it splits into, goes into or comes from.

    ``shared`` firms are on both sides; ``joins`` and ``leaves`` are counted where it continues.
    """

    before: End | None
    after: End | None
    fate: str
    before_size: int | None
    after_size: int | None
    shared: int
    others: tuple[End, ...] = ()

    @property
    def joins(self) -> int | None:
        """How many firms come to a cluster that continues."""
        if self.before is None or self.after is None or self.after_size is None:
            return None
        return self.after_size - self.shared

    @property
    def leaves(self) -> int | None:
        """How many firms leave a cluster that continues."""
        if self.before is None or self.after is None or self.before_size is None:
            return None
        return self.before_size - self.shared

    @property
    def fate_word(self) -> str:
        """What becomes of it, in words."""
        return str(Fate(self.fate).label)

    @property
    def name(self) -> str:
        """What the row is listed by."""
        end = self.before or self.after
        return end.name if end else ""


@dataclass(frozen=True)
class FirmRow:
    """One firm that a run would put elsewhere.

    ``target``: the standing cluster that the proposed one continues, which it would join.
    """

    firm: Firm
    kind: ChangeKind
    because: str
    before: End | None
    after: End | None
    target: End | None = None
    proposed: ProposedRow | None = None

    @property
    def pick(self) -> str:
        """How a form names the change: firm, cluster left, cluster joined (0: none)."""
        left = self.before.pk if self.before and self.before.number is None else 0
        return f"{self.firm.pk}-{left}-{self.target.pk if self.target else 0}"

    @property
    def reason_word(self) -> str:
        """Why it would, in words; nothing where the firm does so by itself."""
        return why(self.because) if self.because in ("split", "merge", "dissolved") else ""

    @property
    def can_be_taken(self) -> bool:
        """Whether it changes a standing cluster; a new cluster is adopted as a whole."""
        return not self.pick.endswith("-0-0")


@dataclass(frozen=True)
class RunChanges:
    """What a run would change as of a day; ``unseen``: memberships that it says nothing about."""

    clusters: list[ClusterChange]
    firms: list[FirmRow]
    counts: Mapping[str, int] = field(default_factory=dict)
    unseen: int = 0
    stays: int = 0


def proposed_rows(run: FormationRun) -> list[ProposedRow]:
    """Return who is proposed where, each firm once in a cluster; one query."""
    rows = ProposedMember.objects.filter(proposal__run=run).order_by("pk")
    stands = Coalesce("firm__merged_into", "firm")
    columns = ("proposal__number", "stands", "position", "inside_share", "stable_share")
    found: dict[tuple[int, int], ProposedRow] = {}
    for values in rows.annotate(stands=stands).values_list(*columns):
        row = ProposedRow(*values)
        found.setdefault((row.number, row.firm), row)
    return list(found.values())


def unplaced_firms(run: FormationRun) -> set[int]:
    """Return the firms that had a link and came into no cluster, as the records that stand."""
    found = firms_of_keys(run.world, run.unplaced or ())
    merged = merged_firms(run.world)
    return {merged.get(pk, pk) for pk in found.values()}


def names_of_firms(pks: Iterable[int]) -> dict[int, Firm]:
    """Return the firms by their keys, with what a list says of them; one query."""
    only = ("pk", "name", "name_en", "scheme", "identifier", "sort_key", "merged_into_id")
    rows = Firm.objects.filter(pk__in=among(set(pks))).order_by()
    return {firm.pk: firm for firm in rows.only(*only)}
