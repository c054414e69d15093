"""The rule file read strictly: a key that nobody knows, a gap or a sum that is off is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, cast, get_args

import yaml

from jilian_engine.errors import RuleError
from jilian_engine.rulebook.qualifications import lines, scores
from jilian_engine.rulebook.qualifications.checking import check_rulebook
from jilian_engine.rulebook.qualifications.model import (
    Exempted,
    Field,
    Formula,
    Kind,
    Line,
    Rulebook,
    RuleSet,
)
from jilian_engine.rulebook.qualifications.rows import taken
from jilian_engine.rulebook.rules import Source

#: The loader in C is nine times as fast; it comes with most builds of PyYAML.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SET_NEEDS = ("id", "qualification", "zh", "en", "kind", "source", "lines")
_SET_MAY = ("valid_from", "valid_to", "certain_from", "confirmation", "tier", "valid_years")
_SET_MORE = ("renew_by", "approver", "note", "shared", "flags", "score", "history", "grant")
_FIELD_MAY = ("kind", "unit", "yearly", "least", "most", "whole", "words", "proof", "formula")


@lru_cache
def load_rulebook() -> Rulebook:
    """The rule file that comes with the engine."""
    path = files("jilian_engine.rulebook") / "qualifications.yaml"
    return parse_rulebook(path.read_text(encoding="utf-8"))


def load_rule_sets() -> tuple[RuleSet, ...]:
    """Return the rule sets that come with the engine."""
    return load_rulebook().rule_sets


def parse_rulebook(text: str) -> Rulebook:
    """A rule file from YAML text; a slip in it raises RuleError with the place."""
    content = yaml.load(text, _LOADER)  # noqa: S506 - a safe loader either way
    needs = ("schema_version", "name", "checked_on", "sources", "fields", "rule_sets")
    try:
        taken(content, "the file", needs, ("shared_lines", "exceptions", "definitions"))
        sources = {key: Source(id=key, **row) for key, row in content["sources"].items()}
        shared = {
            key: _lines(taken(row, key, ("source", "lines"))["lines"])
            for key, row in content.get("shared_lines", {}).items()
        }
        book = Rulebook(
            checked_on=content["checked_on"],
            fingerprint=_fingerprint(content),
            fields=MappingProxyType(
                {name: _field(name, row) for name, row in content["fields"].items()}
            ),
            rule_sets=tuple(_rule_set(row, sources, shared) for row in content["rule_sets"]),
            exceptions=tuple(_exception(row, sources) for row in content.get("exceptions", ())),
            sources=MappingProxyType(sources),
            definitions=MappingProxyType(content.get("definitions", {})),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as slip:
        raise RuleError("rule_set_malformed", f"not a rule file: {slip!r}") from slip
    check_rulebook(book)
    return book


def _fingerprint(content: Any) -> str:
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()


def _field(name: str, row: Mapping[str, Any]) -> Field:
    taken(row, name, ("zh", "en"), _FIELD_MAY)
    kind = row.get("kind", "number")
    if kind not in get_args(Kind):
        raise RuleError("rule_set_malformed", f"{name}: there is no kind {kind!r}")
    return Field(
        name=name,
        zh=row["zh"],
        en=row["en"],
        kind=cast(Kind, kind),
        unit=row.get("unit", ""),
        yearly=row.get("yearly", False),
        least=_limit(row.get("least")),
        most=_limit(row.get("most")),
        whole=row.get("whole", False),
        words=tuple(row.get("words", ())),
        proof=row.get("proof", ""),
        formula=_formula(name, row["formula"]) if "formula" in row else None,
    )


def _limit(value: Any) -> Fraction | None:
    return None if value is None else Fraction(str(value))


def _formula(name: str, row: Mapping[str, Any]) -> Formula:
    found = dict(row)
    years, short = found.pop("years", 1), found.pop("short_history", False)
    if len(found) != 1:
        raise RuleError("rule_set_malformed", f"{name}: a formula has one name")
    ((how, fields),) = found.items()
    return Formula(how, (fields,) if isinstance(fields, str) else tuple(fields), years, short)


def _lines(rows: Any) -> tuple[Line, ...]:
    return tuple(lines.read_line(row) for row in rows)


def _rule_set(
    row: Mapping[str, Any], sources: Mapping[str, Source], shared: Mapping[str, tuple[Line, ...]]
) -> RuleSet:
    taken(row, str(row.get("id")), _SET_NEEDS, _SET_MAY + _SET_MORE)
    last: date | None = row.get("valid_to")
    renewal = row.get("renew_by")
    return RuleSet(
        id=row["id"],
        qualification=row["qualification"],
        zh=row["zh"],
        en=row["en"],
        kind=row["kind"],
        sources=tuple(sources[key] for key in row["source"]),
        lines=_lines(row["lines"])
        + tuple(line for key in row.get("shared", ()) for line in shared[key]),
        flags=_lines(row.get("flags", ())),
        score=scores.read_score(row["score"], row["id"]) if "score" in row else (),
        valid_from=row.get("valid_from"),
        valid_to=None if last is None else last + timedelta(days=1),
        certain_from=row.get("certain_from"),
        confirmation=row.get("confirmation", "confirmed"),
        tier=row.get("tier"),
        valid_years=row.get("valid_years"),
        renew_by=None if renewal is None else (renewal["month"], renewal["day"]),
        approver=row.get("approver", ""),
        note=row.get("note", ""),
    )


def _exception(row: Mapping[str, Any], sources: Mapping[str, Source]) -> Exempted:
    may = ("procedure", "region", "batch", "year")
    found = dict(taken(row, "an exception", ("qualification", "use", "source"), may))
    return Exempted(**(found | {"source": sources[row["source"]]}))
