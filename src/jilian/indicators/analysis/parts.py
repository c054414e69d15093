"""The records that a value is made of: the list adds up to the printed number, or says that not."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.indicators.analysis.behind import KINDS, seen_records
from jilian.indicators.analysis.measuring import evaluated_rows, longest_lag
from jilian.indicators.analysis.published import made_of_items
from jilian.indicators.analysis.tables import build_tables
from jilian.indicators.models import Value
from jilian.indicators.rules import SourceKind
from jilian.indicators.rules.definitions import DEFINITIONS, Definition
from jilian.indicators.rules.published import published_value
from jilian.returns.queries import released_values, units_of_returns
from jilian.sources.models import PublishedFact
from jilian_engine.indicators import BY_KEY, Indicator, Select, month_number
from jilian_engine.indicators.evaluate import Evaluation
from jilian_engine.indicators.records import HUNDREDTHS, Tables

NOTHING = Decimal(0)


@dataclass(frozen=True)
class PartRow:
    """A record with what it counts; without name and address where it may not be seen."""

    kind: str
    pk: int | None
    name: str
    amount: Decimal | None
    note: str
    url: str


@dataclass(frozen=True)
class PartList:
    """Records that count together. ``unseen`` of them the person may not see; all are in the total.

    ``total`` is the sum of their amounts, or their median where the indicator is one.
    """

    words: str
    rows: tuple[PartRow, ...]
    total: Decimal | None
    unseen: int


@dataclass(frozen=True)
class Parts:
    """What a value is made of. ``agrees``: the records, read anew, still give the stored value.

    ``factor`` turns numerator over denominator into the unit of a ratio or a growth.
    """

    value: Value
    definition: Definition
    numerator: PartList
    denominator: PartList | None
    recipe: str
    recomputed: Decimal | None
    factor: Decimal = Decimal(1)

    @property
    def agrees(self) -> bool:
        """Whether the records add up to the value."""
        return self.recomputed == self.value.value

    @property
    def difference(self) -> Decimal | None:
        """What the records now give more (or less) than was measured."""
        if self.recomputed is None or self.value.value is None:
            return None
        return self.recomputed - self.value.value


def parts_of(person: Person, value: Value) -> Parts:
    """The records behind a value that the person may open; ask ``openable_by`` before.

    Read as of the value's last day, with the merges that were in force when it was measured, so
    that a merge since then changes nothing.
    """
    definition = DEFINITIONS[value.indicator]
    one = BY_KEY[value.indicator]
    if value.source_kind == SourceKind.RETURNED:
        return _from_returns(person, value, definition, one)
    if value.source_kind != SourceKind.COMPUTED or one.select is None:
        return _published(value, definition)
    month = month_number(value.period_first)
    tables = build_tables(
        value.world, value.period_last, value.measured_at, one.tables, told=False,
        since=month - longest_lag([one]),
    )  # fmt: skip
    numbers = {(unit.kind, unit.key): place for place, unit in enumerate(tables.units)}
    unit = numbers.get((value.unit_kind, value.unit_key), -1)
    evaluation = Evaluation(tables)
    factor = one.factor if one.of is None else Decimal(1)
    words = definition.numerator or definition.name
    top = _list(person, value, evaluation, one.select, unit, month, words, factor)
    below = None
    if one.of is not None:
        below = _list(person, value, evaluation, one.of, unit, month, definition.denominator)
    return Parts(
        value, definition, top, below, definition.recipe, _recomputed(tables, one, value, month),
        one.factor,
    )  # fmt: skip


def _list(
    person: Person, value: Value, evaluation: Evaluation, select: Select, unit: int, month: int,
    words: str, factor: Decimal = Decimal(1),
) -> PartList:  # fmt: skip
    found = evaluation.records_behind(select, unit, month)
    named = seen_records(person, value.world, select.table, set(found["holder"].to_list()))
    scale = 1 if select.how == "count" else HUNDREDTHS
    rows, total, unseen = [], NOTHING, 0
    amounts: list[Decimal] = []
    for _record, holder, _firm, whole in found.iter_rows():
        amount = None if whole is None else Decimal(whole) / scale * factor
        if amount is not None:
            amounts.append(amount)
            total += amount
        if holder in named:
            name, url = named[holder]
            rows.append(PartRow(KINDS[select.table].name, holder, name, amount, "", url))
        else:
            unseen += 1
    if select.how == "median":
        return PartList(words, tuple(rows), _median(amounts), unseen)
    rows.sort(key=lambda row: (-(row.amount or NOTHING), row.name))
    return PartList(words, tuple(rows), total, unseen)


def _median(amounts: list[Decimal]) -> Decimal | None:
    if not amounts:
        return None
    ordered, count = sorted(amounts), len(amounts)
    return (ordered[(count - 1) // 2] + ordered[count // 2]) / 2


def _recomputed(tables: Tables, one: Indicator, value: Value, month: int) -> Decimal | None:
    rows = evaluated_rows(tables, [one], month, month)
    wanted = (value.unit_kind, value.unit_key)
    return next((row.value for row in rows if (row.unit_kind, row.unit_key) == wanted), None)


def _from_returns(person: Person, value: Value, definition: Definition, one: Indicator) -> Parts:
    """A value that units returned, made anew from the released returns."""
    top = _returned(person, value, one.items[0], definition.numerator or _("released returns"))
    below = None
    if len(one.items) > 1:
        below = _returned(person, value, one.items[1], definition.denominator)
    made = None
    if top.total is not None and (below is None or below.total is not None):
        made = made_of_items(one, top.total, below.total if below else None)
    recipe = "sum" if below is None else "ratio"
    return Parts(value, definition, top, below, recipe, made, one.factor)


def _published(value: Value, definition: Definition) -> Parts:
    """A value that was published elsewhere, held against the figure as it stands in its source."""
    fact = PublishedFact.objects.filter(world=value.world, key=value.record_key).first()
    stands = None
    if fact is not None and fact.value is not None:
        stands = published_value(fact.value, fact.unit, definition.unit)
    name = value.source.title if value.source else ""
    note = (fact.quote or fact.unclear) if fact else value.replaced_reason
    row = PartRow(
        "fact", fact.pk if fact else None, name, stands, note,
        reverse("world:source", args=[value.world.code, value.source_id]) if value.source else "",
    )  # fmt: skip
    stated = PartList(_("as the source states it"), (row,), stands, 0)
    return Parts(value, definition, stated, None, "stated", stands)


def _returned(person: Person, value: Value, item: tuple[str, str, str], words: str) -> PartList:
    """The returned values behind one; of the whole, those of all units."""
    form, key, column = item
    found = []
    for one in released_values(value.world, value.period_last.replace(day=1), form=form):
        own = (one.unit_kind, one.unit_key) == (value.unit_kind, value.unit_key)
        whole = value.unit_kind == "world" and one.unit_kind == "town"
        if (one.item, one.column) == (key, column) and (own or whole):
            found.append(one)
    shown = units_of_returns(person, value.world, [one.return_id for one in found])
    rows = [
        PartRow(
            "return", one.return_id, shown[one.return_id].name, one.value, "",
            reverse("returns:detail", args=[value.world.code, one.return_id])
            if shown[one.return_id].may_look
            else "",
        )
        for one in found
    ]  # fmt: skip
    known = [row.amount for row in rows if row.amount is not None]
    total = sum(known, NOTHING) if known else None
    return PartList(words, tuple(rows), total, 0)
