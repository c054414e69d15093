"""Entry checks of one unit's or one firm's values against each other, last month and last year.

One cause is said once: where a value slipped by a power of ten its sums and changes are not
complained of as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from jilian.returns.rules.findings import Finding, Key, Level, Values
from jilian.returns.rules.forms import Item
from jilian.returns.rules.words import Column

HALF = Decimal("0.5")
POWERS = (1, 2, 3, 4, 5, 6, 7, 8)
UNIT_POWERS = frozenset({3, 4, 8})  # 元 against 千元, 万元 or 亿元, and 万元 against 亿元
NEAR = (Decimal("0.5"), Decimal(2))  # how near to a power of ten a slip of the unit comes
CLOSE = (Decimal("0.7"), Decimal("1.4"))  # and one of the decimal point, which is less of a leap
AGAINST_BOTH = 2


@dataclass(frozen=True)
class Before:
    """What values are compared with. Missing tables are empty; nothing is compared with nothing.

    ``last`` and ``year`` hold the values of the month before and of the same month of last year.
    ``alike`` says whether the month's value may be compared with that of the month before (not
    where one of them covers two months); ``starts_year`` that nothing counts into cumulative yet.
    """

    last: Values = field(default_factory=dict)
    year: Values = field(default_factory=dict)
    alike: bool = True
    starts_year: bool = False


def check_values(
    items: Sequence[Item],
    values: Values,
    before: Before,
    noted: Mapping[str, str] | str = "",
) -> list[Finding]:
    """All findings of one reporter; soft ones only where no note stands by the item.

    ``noted`` is a note for each item, or one for all of them.
    """
    notes = {one.key: noted for one in items} if isinstance(noted, str) else noted
    explained = {key for key, note in notes.items() if note.strip()}
    found = _Checking(items, values, before, explained).found()
    return [one for one in found if one.level == Level.HARD or one.item not in explained]


class _Checking:
    """One pass over the items; ``silent`` are those of which nothing more is said.

    A slip that a note explains is none: then everything else is checked.
    """

    def __init__(
        self, items: Sequence[Item], values: Values, before: Before, explained: Collection[str]
    ) -> None:
        self.items, self.values, self.before = items, values, before
        self.explained = explained
        self.silent: set[str] = set()

    def found(self) -> list[Finding]:
        """Run the checks in the order in which one cause hides another."""
        found: list[Finding] = []
        for check in (
            self._forms,
            self._sure_slips,
            self._parts,
            self._slips,
            self._sums,
            self._single,
        ):
            for item in self.items:
                if item.key not in self.silent:
                    found += check(item)
        return found

    def _now(self, item: Item, column: str) -> Decimal | None:
        return self.values.get((item.key, column))

    def _last(self, item: Item, column: str) -> Decimal | None:
        if column == Column.MONTH and not self.before.alike:
            return None
        return self.before.last.get((item.key, column))

    def _forms(self, item: Item) -> list[Finding]:
        """Below zero, not whole, too many decimals."""
        found = []
        for column in item.columns:
            value = self._now(item, column)
            if value is None:
                continue
            if value < 0 and not item.may_be_negative:
                found.append(_hard("negative", item, column, value=value))
            elif item.places == 0 and value != value.to_integral_value():
                found.append(_hard("not_whole", item, column, value=value))
            elif decimals(value) > item.places:
                found.append(
                    _hard("too_many_places", item, column, value=value, places=item.places)
                )
        if found:
            self.silent.add(item.key)
        return found

    def _sure_slips(self, item: Item) -> list[Finding]:
        """The distance of one unit of money from another, against last month and last year."""
        return self._slips(item, is_sure=True)

    def _slips(self, item: Item, *, is_sure: bool = False) -> list[Finding]:
        """A power of ten away from all it is compared with: at most one finding an item."""
        if not is_sure and item.key in self.explained:
            return []
        for column in item.columns:
            references = self._references(item, column)
            power = slip_of(self._now(item, column), references)
            if power is None:
                continue
            known_twice = len(references) >= AGAINST_BOTH and abs(power) in UNIT_POWERS
            if is_sure and not (known_twice and item.is_money):
                continue
            self.silent.add(item.key)
            level = Level.HARD if is_sure else Level.SOFT
            details = {
                "value": self._now(item, column), "reference": references[0],
                "times": _times(power),
            }  # fmt: skip
            return [Finding("unit_slip", level, item.key, column, details)]
        return []

    def _references(self, item: Item, column: str) -> list[Decimal]:
        """What a value of this column should be about as large as."""
        known = [self._last(item, column), self.before.year.get((item.key, column))]
        if column == Column.CUMULATIVE:
            month, last = self._now(item, Column.MONTH), self._last(item, column)
            known[0] = month + last if month is not None and last is not None else None
        return [one for one in known if one is not None and one > 0]

    def _parts(self, item: Item) -> list[Finding]:
        """More than that of which it is a part."""
        if not item.part_of or item.part_of in self.silent:
            return []
        whole = next((one for one in self.items if one.key == item.part_of), None)
        if whole is None:
            return []
        for column in item.columns:
            part, total = self._now(item, column), self._now(whole, column)
            if part is not None and total is not None and part > total:
                self.silent.add(item.key)
                return [
                    _hard("part_over_total", item, column, value=part, reference=total, whole=whole)
                ]
        return []

    def _sums(self, item: Item) -> list[Finding]:
        """Month and cumulative agree, to the last decimal that is stated."""
        if Column.CUMULATIVE not in item.columns:
            return []
        month, total = self._now(item, Column.MONTH), self._now(item, Column.CUMULATIVE)
        earlier = Decimal(0)
        if not self.before.starts_year:
            known = self.before.last.get((item.key, Column.CUMULATIVE))
            if known is None:
                return []
            earlier = known
        if month is None or total is None:
            return []
        rounding = Decimal(1).scaleb(-item.places) if earlier else Decimal(0)
        if abs(total - month - earlier) <= rounding:
            return []
        return [_hard("not_cumulative", item, Column.CUMULATIVE, value=total, sum=month + earlier)]

    def _single(self, item: Item) -> list[Finding]:
        """Missing; zero where something stood; the same again; half as much more or less."""
        found = []
        for column in item.columns:
            now, last = self._now(item, column), self._last(item, column)
            if now is None:
                found.append(_soft("missing", item, column))
                break
            if column == Column.CUMULATIVE:
                continue
            year = self.before.year.get((item.key, column))
            known = [one for one in (last, year) if one is not None and one > 0]
            if now == 0 and known:
                found.append(_soft("zero_or_missing", item, column, reference=known[0]))
            elif last is not None and is_repeated(item, now, last):
                found.append(_soft("same_as_last_month", item, column, value=now))
            elif last is not None and is_far(now, last):
                found.append(_soft("changed_by_half", item, column, value=now, reference=last))
        return found


def slip_of(value: Decimal | None, references: Sequence[Decimal]) -> int | None:
    """The power of ten by which a value is away from all it is compared with; None for none.

    A value is near a power of units where it is between half and twice of it.
    """
    if value is None or value <= 0 or not references:
        return None
    powers = {_power(value, one) for one in references}
    return powers.pop() if len(powers) == 1 else None


def _power(value: Decimal, reference: Decimal) -> int | None:
    ratio = value / reference
    for power in POWERS:
        least, most = NEAR if power in UNIT_POWERS else CLOSE
        for signed in (power, -power):
            if least <= ratio.scaleb(-signed) <= most:
                return signed
    return None


def is_far(now: Decimal, last: Decimal) -> bool:
    """Whether a value is more than half of last month's away from it."""
    return abs(now - last) > HALF * abs(last)


def is_repeated(item: Item, now: Decimal, last: Decimal) -> bool:
    """Whether last month's value stands again, where it is large enough not to do so by chance."""
    return item.least_repeat is not None and now == last and abs(now) >= item.least_repeat


def decimals(value: Decimal) -> int:
    """How many decimals a value states, noughts at its end not counted."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _times(power: int) -> str:
    if power > 0:
        return f"{10**power:,}"
    return f"1/{10**-power:,}"


def _hard(code: str, item: Item, column: str, **details: object) -> Finding:
    return Finding(code, Level.HARD, item.key, column, details)


def _soft(code: str, item: Item, column: str, **details: object) -> Finding:
    return Finding(code, Level.SOFT, item.key, column, details)


def cells_of(findings: Iterable[Finding]) -> set[Key]:
    """The items and columns that are complained of."""
    return {(one.item, one.column) for one in findings}
