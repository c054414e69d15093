"""A made table of firms' monthly figures with planted faults, from a seed.

Every firm and every value is made up. `python tests/platform/returns/planting.py OUT.xlsx [SEED]`
writes the table and prints what was planted where.
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from jilian.returns.formats.templates import Occasion, firm_template
from jilian.returns.rules.forms import form_of
from jilian.returns.rules.tables import Compared, FirmRow
from uploaded_tables import credit_code

FIRMS, SEED, MONTH = 1526, 20260423, date(2026, 4, 1)
FIRST_ROW = 5  # beneath two lines of title and two of heads
MONEY = ("output", "strategic_output", "sales", "exports")
SPREAD = 0.06
TENTH = Decimal("0.1")
Fault = tuple[int, str, str]  # row, code, item


@dataclass
class Made:
    """A made table: the firms before, their rows now, and the faults planted in them."""

    compared: Compared
    rows: list[FirmRow]
    faults: list[Fault]

    def numbered(self) -> list[FirmRow]:
        """The rows as they stand in the file."""
        return [replace(row, row=FIRST_ROW + n) for n, row in enumerate(self.rows)]

    def as_file(self) -> bytes:
        """The table as a workbook, with its sheet to compare with."""
        occasion = Occasion(
            form_of("industry", MONTH), "虚构街镇", MONTH, False, "2026年5月16日12时"
        )
        rows = [(row.code, row.name, row.values, row.note) for row in self.rows]
        return firm_template(occasion, self.compared, rows)


def made_table(seed: int = SEED, firms: int = FIRMS, *, planted: bool = True) -> Made:
    """Make the firms and their values, then plant thirty faults."""
    chance = random.Random(seed)
    names, last, year, rows = {}, {}, {}, []
    for number in range(firms):
        code, name = credit_code(number + 1), f"虚构企业{number + 1:04d}"
        names[code] = name
        before, now, year_before = _firm(chance)
        last[code], year[code] = before, year_before
        rows.append(FirmRow(0, code, name, now))
    made = Made(Compared(names, last=last, year=year), rows, [])
    if planted:
        _Planting(chance, made).plant()
    return made


def _firm(chance: random.Random) -> tuple[dict, dict, dict]:
    size = math.exp(chance.gauss(9.5, 0.9))
    strategic = chance.choice((0, 0, 0.2, 0.35, 0.6))
    exports = chance.choice((0, 0, 0, 0.15, 0.4))
    people = max(25, round(size / 90))
    parts = {"output": 1.0, "strategic_output": strategic, "sales": 0.97, "exports": exports}
    last, year, now = {}, {}, {}
    for item in MONEY:
        base = size * parts[item]
        month = _noisy(chance, base)
        earlier = _noisy(chance, base * 1.9)
        last[item, "month"], last[item, "cumulative"] = month, earlier + month
        year[item, "month"] = _noisy(chance, base / 1.07)
        year[item, "cumulative"] = _noisy(chance, base * 3.8 / 1.07)
        value = _noisy(chance, float(month) * 1.03)
        if value == month and value:
            value += TENTH  # never the same by chance
        now[item, "month"], now[item, "cumulative"] = value, earlier + month + value
    last["people", "as_of"] = Decimal(people)
    year["people", "as_of"] = Decimal(round(people * 0.97))
    now["people", "as_of"] = Decimal(round(people + chance.gauss(0, 0.35 * math.sqrt(people))))
    return last, now, year


def _noisy(chance: random.Random, base: float) -> Decimal:
    return Decimal(str(round(base * math.exp(chance.gauss(0, SPREAD)), 1)))


class _Planting:
    """Thirty faults of thirteen kinds, each in a row of its own."""

    def __init__(self, chance: random.Random, made: Made) -> None:
        self.made, self.chance = made, chance
        plain = [
            n for n, row in enumerate(made.rows)
            if not row.values["exports", "month"] and row.values["strategic_output", "month"]
        ]  # fmt: skip
        self.free = chance.sample(plain, 60)

    def plant(self) -> None:
        """Plant faults of values, then those of rows (which move the numbers of rows)."""
        self._each(3, "not_cumulative", "sales", self._wrong_sum)
        self._each(3, "unit_slip", "output", lambda now, _last: _times(now, "output", 10_000))
        self._each(2, "unit_slip", "sales", self._in_hundred_millions)
        self._each(2, "unit_slip", "sales", lambda now, _last: _times(now, "sales", 10))
        self._each(3, "part_over_total", "strategic_output", self._part)
        self._each(2, "changed_by_half", "sales", _by("1.8"))
        self._each(3, "zero_or_missing", "sales", _by("0"))
        self._each(2, "missing", "sales", self._blank)
        self._each(2, "same_as_last_month", "sales", self._same)
        self._each(2, "unlike_the_others", "sales", _by("1.45"))
        self._each(1, "unlike_the_others", "sales", _by("0.62"))
        self._rows()

    def _each(self, times: int, code: str, item: str, spoil: Callable[[dict, dict], None]) -> None:
        for _ in range(times):
            place = self.free.pop()
            row = self.made.rows[place]
            values = dict(row.values)
            spoil(values, self.made.compared.last[row.code])
            self.made.rows[place] = replace(row, values=values)
            self.made.faults.append((place, code, item))

    def _rows(self) -> None:
        """Two firms left out, two twice, one that is not on the list; rows are counted last."""
        rows = self.made.rows
        kept = {rows[place].code: (code, item) for place, code, item in self.made.faults}
        gone = [rows[self.free.pop()].code for _ in range(2)]
        again = [rows[self.free.pop()] for _ in range(2)]
        stranger = replace(again[0], code=credit_code(900_001), name="虚构企业（未列入）")
        self.made.rows = [row for row in rows if row.code not in gone] + [*again, stranger]
        where = {}
        for number, row in enumerate(self.made.rows, start=FIRST_ROW):
            where.setdefault(row.code, number)
        self.made.faults = [(where[firm], *fault) for firm, fault in kept.items()]
        self.made.faults += [(0, "row_missing", self.made.compared.names[code]) for code in gone]
        end = FIRST_ROW + len(self.made.rows) - 3
        self.made.faults += [(end, "row_twice", ""), (end + 1, "row_twice", "")]
        self.made.faults += [(end + 2, "firm_not_on_list", "")]

    @staticmethod
    def _wrong_sum(now: dict, _last: dict) -> None:
        now["sales", "cumulative"] += Decimal("1000")

    @staticmethod
    def _in_hundred_millions(now: dict, _last: dict) -> None:
        for column in ("month", "cumulative"):
            now["sales", column] = max(TENTH, (now["sales", column] / 10_000).quantize(TENTH))

    @staticmethod
    def _part(now: dict, last: dict) -> None:
        key = ("strategic_output", "month")
        now[key] = now["output", "month"] + 5
        now["strategic_output", "cumulative"] = last["strategic_output", "cumulative"] + now[key]

    @staticmethod
    def _blank(now: dict, _last: dict) -> None:
        now["sales", "month"] = None

    @staticmethod
    def _same(now: dict, last: dict) -> None:
        now["sales", "month"] = last["sales", "month"]
        now["sales", "cumulative"] = last["sales", "cumulative"] + last["sales", "month"]


def _times(now: dict, item: str, factor: int) -> None:
    for column in ("month", "cumulative"):
        now[item, column] *= factor


def _by(factor: str) -> Callable[[dict, dict], None]:
    """Sales of the month so many times last month's, and the sum after it."""

    def spoil(now: dict, last: dict) -> None:
        now["sales", "month"] = (last["sales", "month"] * Decimal(factor)).quantize(TENTH)
        now["sales", "cumulative"] = last["sales", "cumulative"] + now["sales", "month"]

    return spoil


def found_as_faults(findings: object) -> list[Fault]:
    """Findings in the form in which faults are planted."""
    return [
        (one.row, one.code, one.unit if one.code == "row_missing" else one.item)
        for one in findings  # type: ignore[attr-defined]
    ]


if __name__ == "__main__":
    table = made_table(int(sys.argv[2]) if len(sys.argv) > 2 else SEED)
    Path(sys.argv[1]).write_bytes(table.as_file())
    for place, fault, what in sorted(table.faults):
        sys.stdout.write(f"row {place}  {fault}  {what}\n")
