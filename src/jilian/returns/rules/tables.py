"""Checks of a table of many firms: rows, each firm's values, and who moves unlike the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from jilian.base.reading.cells import fits_check_digit
from jilian.returns.rules.checks import Before, cells_of, check_values
from jilian.returns.rules.findings import Finding, Key, Level, Values
from jilian.returns.rules.forms import Item
from jilian.returns.rules.outliers import changes, limit_for, robust_scores
from jilian.returns.rules.words import Column

CODE_LENGTH = 18
SHOWN_Z = Decimal("0.1")


@dataclass(frozen=True)
class FirmRow:
    """A row of a table: its number, the firm's code and name, values, note, odd cells."""

    row: int
    code: str
    name: str
    values: Values
    note: str = ""
    odd: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Compared:
    """The firms that report here with their names, and their values before, by code.

    ``also`` are firms that lie here and did not report before: they may, and need not.
    """

    names: Mapping[str, str]
    also: Mapping[str, str] = field(default_factory=dict)
    last: Mapping[str, Values] = field(default_factory=dict)
    year: Mapping[str, Values] = field(default_factory=dict)
    alike: bool = True
    starts_year: bool = False

    def before(self, code: str) -> Before:
        """What one firm's values are compared with."""
        return Before(
            self.last.get(code, {}), self.year.get(code, {}), self.alike, self.starts_year
        )


@dataclass(frozen=True)
class Checked:
    """What a table holds and what was found in it, by row; ``firms`` are the rows to be kept."""

    firms: tuple[FirmRow, ...]
    findings: tuple[Finding, ...]
    expected: int

    def of(self, level: Level) -> list[Finding]:
        """The findings of a level."""
        return [one for one in self.findings if one.level == level]


def check_table(
    items: Sequence[Item],
    rows: Sequence[FirmRow],
    compared: Compared,
    headings: Mapping[Key | str, str],
) -> Checked:
    """Check a table of firms; ``headings`` says for an item and column what its head is called."""
    kept, found = _known_rows(rows, compared, headings)
    for row in kept:
        found += list(row.odd)
        values = check_values(items, row.values, compared.before(row.code), row.note)
        told = cells_of(row.odd)
        found += [
            one.at(row.row, _heading(headings, one), row.name)
            for one in values
            if (one.item, one.column) not in told
        ]
    found += _unlike_the_others(items, kept, compared, headings, found)
    found += _missing_rows(kept, compared, headings)
    ordered = sorted(found, key=lambda one: (one.row == 0, one.row))
    return Checked(tuple(kept), tuple(ordered), len(compared.names))


def _heading(headings: Mapping[Key | str, str], finding: Finding) -> str:
    return headings.get((finding.item, finding.column), finding.item)


def _known_rows(
    rows: Sequence[FirmRow], compared: Compared, headings: Mapping[Key | str, str]
) -> tuple[list[FirmRow], list[Finding]]:
    """The first row of each firm on the list, and what is wrong with the others."""
    first: dict[str, int] = {}
    kept, found = [], []
    for row in rows:
        code: str = ""
        details: dict[str, object] = {}
        if row.code in first:
            code, details = "row_twice", {"first": first[row.code]}
        elif row.code not in compared.names and row.code not in compared.also:
            code = "firm_not_on_list" if is_code(row.code) else "code_wrong"
            details = {"code": row.code}
        if code:
            finding = Finding(code, Level.HARD, details=details)
            found.append(finding.at(row.row, headings["code"], row.name))
            continue
        first[row.code] = row.row
        kept.append(row)
    return kept, found


def is_code(code: str) -> bool:
    """Whether it is a unified social credit code with its check digit."""
    return len(code) == CODE_LENGTH and fits_check_digit(code)


def _missing_rows(
    kept: Sequence[FirmRow], compared: Compared, headings: Mapping[Key | str, str]
) -> list[Finding]:
    there = {row.code for row in kept}
    return [
        Finding("row_missing", Level.SOFT, details={"firm": f"{name}（{code}）"}).at(
            0, headings["code"], name
        )
        for code, name in compared.names.items()
        if code not in there
    ]


def _unlike_the_others(
    items: Sequence[Item],
    kept: Sequence[FirmRow],
    compared: Compared,
    headings: Mapping[Key | str, str],
    found: Sequence[Finding],
) -> list[Finding]:
    """The follow-up list: one line a firm and item, for what is not complained of already."""
    told = {(one.row, one.item) for one in found}
    cells = [(item, column) for item in items for column in item.columns]
    moved = {
        (item.key, column): _moves(item, column, kept, compared)
        for item, column in cells
        if (column == Column.MONTH and compared.alike) or column == Column.AS_OF
    }
    least = limit_for(sum(len(ones) for ones in moved.values()))
    by_row = {row.row: row for row in kept}
    listed = []
    for (item, column), ones in moved.items():
        for row, z in robust_scores(ones).items():
            if abs(z) > least and (row, item) not in told:
                listed.append(_follow_up(item, column, by_row[row], compared, z, least, headings))
    return listed


def _moves(
    item: Item, column: str, kept: Sequence[FirmRow], compared: Compared
) -> dict[int, Decimal]:
    key = (item.key, column)
    now = {row.row: row.values.get(key) for row in kept}
    last = {row.row: compared.last.get(row.code, {}).get(key) for row in kept}
    return changes(now, last, counts=bool(item.count))


def _follow_up(
    item: str,
    column: str,
    row: FirmRow,
    compared: Compared,
    z: Decimal,
    least: Decimal,
    headings: Mapping[Key | str, str],
) -> Finding:
    details = {
        "value": row.values[item, column],
        "reference": compared.last[row.code][item, column],
        "z": z.quantize(SHOWN_Z),
        "least": least,
    }
    finding = Finding("unlike_the_others", Level.FOLLOW_UP, item, column, details)
    return finding.at(row.row, headings[item, column], row.name)
