"""Lines of rule sets read from the rule file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast, get_args

from jilian_engine.errors import RuleError
from jilian_engine.rulebook.qualifications.model import (
    Asked,
    Band,
    Bound,
    ByBand,
    Compare,
    Group,
    Line,
    Operator,
    Over,
    Points,
    Review,
)
from jilian_engine.rulebook.qualifications.rows import number, taken

OVERS: Mapping[str, Over] = {
    "year0": Over(),
    "each_2y": Over(each=True, years=2),
    "each_3y": Over(each=True, years=3),
    "any_2y": Over(each=False, years=2),
}
_BOUNDS: Mapping[str, Bound] = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<"}


def read_line(row: Any, inside: str = "") -> Line:
    """A line; parts of a condition of a score table may go without an id."""
    if not isinstance(row, Mapping):
        raise RuleError("rule_set_malformed", f"{inside or 'a line'}: {row!r} is no line")
    found: Mapping[str, Any] = row if "id" in row or not inside else {"id": inside, **row}
    where = str(found.get("id", "a line"))
    if "any_of" in found or "all_of" in found:
        return _group(found, where, named=not inside)
    if "by" in found:
        return _by_band(found, where)
    if "score" in found:
        return _points(found, where)
    if "review" in found:
        taken(found, where, ("id", "field", "review"), ("note",))
        return Review(where, found["field"], found.get("note", ""))
    return _compare(found, where)


def _group(row: Mapping[str, Any], where: str, named: bool) -> Group:
    how = "all_of" if "all_of" in row else "any_of"
    taken(row, where, ("id", how, "zh", "en") if named else ("id", how), ("note",))
    inside = "" if named else where
    parts = tuple(
        read_line(part, f"{inside}.{at}" if inside else "") for at, part in enumerate(row[how])
    )
    words = (row.get("zh", ""), row.get("en", ""), row.get("note", ""))
    return Group(where, how == "all_of", parts, *words)


def _by_band(row: Mapping[str, Any], where: str) -> ByBand:
    taken(row, where, ("id", "zh", "en", "by", "bands"), ("note",))
    bands = []
    for band in row["bands"]:
        bounds = [key for key in _BOUNDS if key in band]
        if len(bounds) != 1:
            raise RuleError("rule_set_malformed", f"{where}: a band has one bound")
        taken(band, where, (bounds[0], "ask"))
        limit = number(band[bounds[0]], where)
        bands.append(Band(_BOUNDS[bounds[0]], limit, read_line(band["ask"])))
    return ByBand(where, row["by"], tuple(bands), row["zh"], row["en"], row.get("note", ""))


def _points(row: Mapping[str, Any], where: str) -> Points:
    taken(row, where, ("id", "score", "op", "value"), ("stated_in", "note"))
    asked = number(row["value"], where)
    more = (row.get("stated_in", ""), row.get("note", ""))
    return Points(where, row["score"], _operator(row["op"], where), asked, *more)


def _compare(row: Mapping[str, Any], where: str) -> Compare:
    taken(row, where, ("id", "field", "op", "value"), ("over", "recheck", "note"))
    op = _operator(row["op"], where)
    recheck = row.get("recheck")
    return Compare(
        id=where,
        field=row["field"],
        op=op,
        asked=_asked(row["value"], op, where),
        over=_over(row.get("over", "year0"), where),
        recheck=None if recheck in (None, "not_applicable") else _over(recheck, where),
        recheck_applies=recheck != "not_applicable",
        note=row.get("note", ""),
    )


def _over(word: Any, where: str) -> Over:
    if word not in OVERS:
        raise RuleError("rule_set_malformed", f"{where}: no years are written {word!r}")
    return OVERS[word]


def _operator(word: Any, where: str) -> Operator:
    if word not in get_args(Operator):
        raise RuleError("rule_set_malformed", f"{where}: unknown operator {word!r}")
    return cast(Operator, word)


def _asked(value: Any, op: Operator, where: str) -> Asked:
    if isinstance(value, list) != (op == "in"):
        raise RuleError("rule_set_malformed", f"{where}: 'in' goes with a list, a list with 'in'")
    if isinstance(value, list):
        return tuple(str(each) for each in value)
    if isinstance(value, (bool, str)):
        if op not in ("==", "!="):
            raise RuleError("rule_set_malformed", f"{where}: {value!r} has no order")
        return value
    return number(value, where)
