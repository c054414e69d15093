"""What becomes of each pair that a search found or no longer finds; written in sets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from jilian.accounts.models import Person
from jilian.audit import operations as audit
from jilian.audit.rules import exact_text
from jilian.base.bulk import set_values
from jilian.base.search import among
from jilian.duplicates.models import DuplicatePair, Judgement
from jilian.duplicates.queries.found import FoundPair
from jilian.duplicates.queries.judged import judged_names, judgements_in_force
from jilian.duplicates.queries.register import data_of
from jilian.duplicates.rules import OPEN, PairState, Verdict, changes_of, knots_of
from jilian.firms.models import Firm
from jilian.firms.queries import merged_firms
from jilian.places.models import World

BATCH = 2_000
Key = tuple[int, int]
_ORDER = (PairState.DIFFERENT, PairState.SAME, PairState.WAITING, PairState.LATER,
          PairState.WITHDRAWN)  # fmt: skip


class Keeping:
    """Brings the pairs of a world up to date with what a search found, and counts what it did.

    Runs within the search's transaction, which lets no merge happen meanwhile.
    """

    def __init__(self, world: World, *, by: Person, at: datetime) -> None:
        self.world, self.by, self.at = world, by, at
        self.merged = merged_firms(world)
        held = DuplicatePair.objects.filter(world=world).order_by("pk")
        self.pairs = list(held)
        self.by_roots: defaultdict[Key, list[DuplicatePair]] = defaultdict(list)
        for pair in self.pairs:
            if pair.left_id is not None and pair.right_id is not None:
                self.by_roots[self._roots(pair.left_id, pair.right_id)].append(pair)
        self.changed: dict[int, dict[str, Any]] = {}
        self.traces: defaultdict[str, list[tuple[int, str, str, str]]] = defaultdict(list)
        self.counts: Counter[str] = Counter(fresh=0, again=0, withdrawn=0, judged=0)

    def take(self, found: Sequence[FoundPair]) -> None:
        """Keep everything that was found, withdraw what was not."""
        seen: set[int] = set()
        fresh: list[FoundPair] = []
        judged: list[tuple[DuplicatePair, FoundPair]] = []
        for one in self._standing(found):
            known = self._known(one)
            if known is None:
                fresh.append(one)
                continue
            seen.add(known.pk)
            if known.state == PairState.DIFFERENT:
                judged.append((known, one))
                continue
            self._refresh(known, one)
            if known.state == PairState.WITHDRAWN:
                self._set(known, state=PairState.WAITING.value)
                self._trace("pair.proposed", known, {"state": "withdrawn"})
                self.counts["fresh"] += 1
        self._ask_again(judged)
        self._withdraw(seen)
        set_values(DuplicatePair, self.changed)
        seen_again = DuplicatePair.objects.filter(pk__in=among(seen))
        if seen:
            seen_again.update(last_seen_at=self.at)
        self._add(fresh)
        self._knot()
        for action, rows in self.traces.items():
            audit.record_many(
                action, by=self.by, at=self.at, world=self.world, about=DuplicatePair, rows=rows
            )

    def _roots(self, one: int, other: int) -> Key:
        left, right = sorted((self.merged.get(one, one), self.merged.get(other, other)))
        return left, right

    def _standing(self, found: Sequence[FoundPair]) -> Iterable[FoundPair]:
        """What was found of firms that are still there and still two."""
        asked = {pk for one in found for pk in (one.left, one.right)}
        rows = Firm.objects.filter(pk__in=among(asked), world=self.world).order_by()
        there = set(rows.values_list("pk", flat=True)) if asked else set()
        taken: set[Key] = set()
        for one in found:
            roots = self._roots(one.left, one.right)
            if roots[0] == roots[1] or roots in taken or not {one.left, one.right} <= there:
                continue
            taken.add(roots)
            yield one if roots == (one.left, one.right) else self._rooted(one, roots)

    def _rooted(self, one: FoundPair, roots: Key) -> FoundPair:
        turned = self.merged.get(one.left, one.left) != roots[0]
        names = (one.right_name, one.left_name) if turned else (one.left_name, one.right_name)
        return one._replace(left=roots[0], right=roots[1], left_name=names[0], right_name=names[1])

    def _known(self, one: FoundPair) -> DuplicatePair | None:
        """The pair of these two firms, by any of their records: what was judged speaks for all."""
        known = self.by_roots.get((one.left, one.right), ())
        exact = (one.left, one.right)
        return min(
            known,
            key=lambda pair: (_ORDER.index(PairState(pair.state)),
                              (pair.left_id, pair.right_id) != exact, pair.pk),
            default=None,
        )  # fmt: skip

    def _set(self, pair: DuplicatePair, **values: Any) -> None:
        self.changed.setdefault(pair.pk, {}).update(values)
        for name, value in values.items():
            setattr(pair, name, value)

    def _trace(
        self, action: str, pair: DuplicatePair, before: Mapping[str, object] | None = None,
        after: Mapping[str, object] | None = None,
    ) -> None:  # fmt: skip
        told: Mapping[str, object] = after or {
            "likelihood": pair.likelihood,
            "reasons": pair.reason_codes,
        }
        was = exact_text(before) if before else ""
        self.traces[action].append((pair.pk, str(pair), was, exact_text(told)))

    def _refresh(self, pair: DuplicatePair, one: FoundPair) -> None:
        """The names stay with their sides, whichever record of a group they were found by."""
        turned = self.merged.get(pair.left_id or 0, pair.left_id) != one.left
        names = (one.right_name, one.left_name) if turned else (one.left_name, one.right_name)
        now = {"likelihood": one.likelihood, "reasons": one.reasons,
               "left_name": names[0], "right_name": names[1]}  # fmt: skip
        if any(getattr(pair, name) != value for name, value in now.items()):
            self._set(pair, **now)

    def _ask_again(self, judged: Sequence[tuple[DuplicatePair, FoundPair]]) -> None:
        """Pairs judged different come back if what was judged has changed."""
        judgements = judgements_in_force(pair for pair, _found in judged)
        data = data_of(pk for pair, _found in judged for pk in (pair.left_id, pair.right_id) if pk)
        for pair, one in judged:
            judgement = judgements.get(pair.pk)
            if judgement is None or pair.left_id is None or pair.right_id is None:
                continue
            now = {"left": data[pair.left_id], "right": data[pair.right_id]}
            if found := changes_of(judgement.judged_on, now):
                self._refresh(pair, one)
                self._set(pair, state=PairState.WAITING.value, judged_at=None)
                before = {change.field: change.before for change in found}
                after = {change.field: change.after for change in found}
                self._trace("pair.asked_again", pair, before, after)
                self.counts["again"] += 1

    def _withdraw(self, seen: set[int]) -> None:
        for pair in self.pairs:
            if pair.state in OPEN and pair.pk not in seen:
                self._set(pair, state=PairState.WITHDRAWN.value)
                self._trace("pair.withdrawn", pair)
                self.counts["withdrawn"] += 1

    def _add(self, fresh: Sequence[FoundPair]) -> None:
        """New pairs wait, but for those whose name was judged before it had a record."""
        if not fresh:
            return
        told = judged_names(self.world, [(one.left, one.right) for one in fresh], self.merged)
        made = DuplicatePair.objects.bulk_create(
            (
                DuplicatePair(
                    world=self.world, left_id=one.left, right_id=one.right,
                    left_name=one.left_name, right_name=one.right_name,
                    likelihood=one.likelihood, reasons=one.reasons,
                    state=PairState.DIFFERENT if (one.left, one.right) in told
                    else PairState.WAITING,
                    proposed_at=self.at, last_seen_at=self.at,
                    judged_at=self.at if (one.left, one.right) in told else None,
                )
                for one in fresh
            ),
            batch_size=BATCH,
        )  # fmt: skip
        self.pairs += made
        data = data_of(pk for key in told for pk in key)
        carried = [(pair, told[pair.left_id or 0, pair.right_id or 0]) for pair in made
                   if (pair.left_id, pair.right_id) in told]  # fmt: skip
        Judgement.objects.bulk_create(
            Judgement(
                pair=pair, verdict=Verdict.DIFFERENT, reason=name.reason, implied=True,
                before=PairState.WAITING, judged_at=name.judged_at, judged_by=name.judged_by,
                judged_on={"left": data[pair.left_id or 0], "right": data[pair.right_id or 0]},
            )
            for pair, name in carried
        )  # fmt: skip
        self.counts["judged"] = len(carried)
        self.counts["fresh"] += len(made) - len(carried)
        for pair in made:
            self._trace("pair.proposed", pair)

    def _knot(self) -> None:
        """Write down which open pairs hang together, and how good the best of each group is."""
        waiting = [
            (pair.pk, *self._roots(pair.left_id, pair.right_id), pair.likelihood)
            for pair in self.pairs
            if pair.state in OPEN and pair.left_id is not None and pair.right_id is not None
        ]
        by_key = {pair.pk: pair for pair in self.pairs}
        set_values(
            DuplicatePair,
            {
                pk: {"knot": knot, "knot_best": best}
                for pk, (knot, best) in knots_of(waiting).items()
                if (by_key[pk].knot, by_key[pk].knot_best) != (knot, best)
            },
        )
