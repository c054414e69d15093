"""Merged cells beneath the header, and formulas without a result: filled, or named as problems.

A town merged over ten rows is the town of each of them; an amount merged over ten rows is nobody
knows whose. Neither is left to be read as nine empty cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from jilian.base.reading.sheets import Range, Row, Sheet, text_of
from jilian.intake.formats.header import Found, Header
from jilian.intake.rules import Problem

LONGEST_VALUE = 200


def settle(sheet: Sheet, header: Header) -> tuple[Sheet, tuple[Problem, ...], int]:
    """Return the sheet with merged cells filled, what cannot be filled, and how many were."""
    known = {one.at: one for one in header.found}
    problems = [_unsaved(at, known[at[1]]) for at in sorted(sheet.unsaved)
                if at[1] in known and at[0] > header.last]  # fmt: skip
    beneath = [one for one in sheet.merged if one[1][0] > header.last]
    if not beneath:
        return sheet, tuple(problems), 0
    rows = list(sheet.rows)
    filled = 0
    for one in beneath:
        if found := list(_faults(rows, one, known)):
            problems += found
        else:
            filled += _fill(rows, one, known)
    return replace(sheet, rows=rows), tuple(problems), filled


def _unsaved(at: tuple[int, int], found: Found) -> Problem:
    return Problem(at[0] + 1, found.heading, "", "formula_unsaved")


def _faults(rows: list[Row], merged: Range, known: Mapping[int, Found]) -> Iterator[Problem]:
    """What is wrong with a merged cell that holds something; nothing where it can be filled."""
    (top, left), (bottom, right) = merged
    bottom = min(bottom, len(rows) - 1)
    if top >= len(rows) or left >= len(rows[top]) or rows[top][left] == "":
        return
    touched = [known[at] for at in range(left, right + 1) if at in known]
    if not touched:
        return
    value = text_of(rows[top][left])[:LONGEST_VALUE]
    details = {"first": top + 1, "last": bottom + 1}
    for row in range(top, bottom + 1):
        if right > left:
            yield Problem(row + 1, touched[0].heading, value, "merged_across", details)
        elif touched[0].column.yearly or not touched[0].column.shared:
            yield Problem(row + 1, touched[0].heading, value, "merged_figure", details)


def _fill(rows: list[Row], merged: Range, known: Mapping[int, Found]) -> int:
    (top, left), (bottom, _right) = merged
    if left not in known or top >= len(rows) or left >= len(rows[top]) or rows[top][left] == "":
        return 0
    below = range(top + 1, min(bottom, len(rows) - 1) + 1)
    for row in below:
        cells = list(rows[row])
        cells += [""] * (left + 1 - len(cells))
        cells[left] = rows[top][left]
        rows[row] = cells
    return len(below)
