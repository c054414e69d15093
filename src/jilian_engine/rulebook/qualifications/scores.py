"""Score tables read from the rule file, and the check that they add up and leave no gap."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from jilian_engine.errors import RuleError
from jilian_engine.rulebook.qualifications.lines import read_line
from jilian_engine.rulebook.qualifications.model import Bound, Case, Compare, Item, Part
from jilian_engine.rulebook.qualifications.rows import number, taken

_BANDS: Mapping[str, Bound] = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}
_OPPOSITE: Mapping[str, str] = {">=": "<", ">": "<=", "<=": ">", "<": ">="}
_HOW = ("bands", "cases", "count", "best_of", "expert")


def read_score(row: Any, where: str) -> tuple[Part, ...]:
    """The parts of a score table; `score_table_off` where it does not add up."""
    taken(row, where, ("max", "parts"))
    parts = tuple(_part(part, where) for part in row["parts"])
    whole = sum((part.most for part in parts), Fraction(0))
    if whole != number(row["max"], where):
        raise RuleError("score_table_off", f"{where}: the parts make {whole}, not {row['max']}")
    return parts


def _part(row: Any, where: str) -> Part:
    taken(row, where, ("id", "zh", "en", "max", "items"))
    here = f"{where}/{row['id']}"
    items = tuple(_item(item, here) for item in row["items"])
    most = number(row["max"], here)
    whole = sum((item.most for item in items if not item.extra), Fraction(0))
    if whole != most:
        raise RuleError("score_table_off", f"{here}: the items make {whole}, not {most}")
    return Part(row["id"], row["zh"], row["en"], most, items)


def _item(row: Any, where: str) -> Item:
    found = [how for how in _HOW if how in row]
    if len(found) != 1:
        raise RuleError("rule_set_malformed", f"{where}: an item is filled in one way")
    how, here = found[0], f"{where}/{row.get('id')}"
    goes_with = {"bands": ("field",), "count": ("each",)}.get(how, ())
    taken(row, here, ("id", "max", how, *goes_with), ("extra",))
    most, extra = number(row["max"], here), row.get("extra", False)
    match how:
        case "expert":
            return Item(row["id"], most, expert=row[how], extra=extra)
        case "count":
            each = number(row["each"], here)
            item = Item(row["id"], most, count=tuple(row[how]), each=each, extra=extra)
            reached = each * len(item.count) >= most
        case "best_of":
            ways = tuple(_bands(way, here) for way in row[how])
            item = Item(row["id"], most, ways=ways, extra=extra)
            reached = all(max(case.most for case in way) == most for way in ways)
        case _:
            way = _bands(row, here) if how == "bands" else _cases(row[how], here)
            item = Item(row["id"], most, ways=(way,), extra=extra)
            reached = max(case.most for case in way) == most
    if not reached:
        raise RuleError("score_table_off", f"{here}: its rows do not reach {most}")
    return item


def _cases(rows: Any, where: str) -> tuple[Case, ...]:
    cases = []
    for at, row in enumerate(rows):
        last = at == len(rows) - 1
        taken(row, where, ("else" if last else "when", "score"))
        when = None if last else read_line(row["when"], f"{where}/{at}")
        cases.append(Case(when, *_points(row["score"], where)))
    return tuple(cases)


def _bands(row: Mapping[str, Any], where: str) -> tuple[Case, ...]:
    """Bands of a field, the last one being all that the one before it left."""
    field, found = row["field"], []
    for band in row["bands"]:
        bounds = [key for key in _BANDS if key in band]
        if len(bounds) != 1:
            raise RuleError("rule_set_malformed", f"{where}: a band has one bound")
        taken(band, where, (bounds[0], "score"))
        found.append((_BANDS[bounds[0]], number(band[bounds[0]], where), band["score"]))
    _check_bands([(op, limit) for op, limit, _points in found], where)
    cases = [
        Case(Compare(f"{where}/{at}", field, op, limit), *_points(score, where))
        for at, (op, limit, score) in enumerate(found[:-1])
    ]
    return (*cases, Case(None, *_points(found[-1][2], where)))


def _check_bands(bands: list[tuple[Bound, Fraction]], where: str) -> None:
    (before, last) = bands[-2:]
    if last[0] != _OPPOSITE[before[0]] or last[1] != before[1]:
        raise RuleError("score_bands_gap", f"{where}: the last band is not what the others leave")
    limits = [limit for _op, limit in bands[:-1]]
    upward = bands[0][0] in (">=", ">")
    directed = all((op in (">=", ">")) == upward for op, _limit in bands[:-1])
    if not directed or limits != sorted(set(limits), reverse=upward):
        raise RuleError("score_bands_gap", f"{where}: the bands are not in order")


def _points(score: Any, where: str) -> tuple[Fraction, Fraction]:
    least, most = score if isinstance(score, list) else (score, score)
    if least > most or least < 0:
        raise RuleError("score_table_off", f"{where}: points from {least} to {most}")
    return number(least, where), number(most, where)
