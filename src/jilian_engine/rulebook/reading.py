"""Rule sets read from YAML; `valid_to` there is the last day in force, here the day after."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, cast, get_args

import yaml

from jilian_engine.errors import RuleError
from jilian_engine.figures import Band
from jilian_engine.rulebook.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Literal_,
    Not,
    Operator,
)
from jilian_engine.rulebook.rules import Rule, RuleSet, Source

_RULE_KEYS = frozenset(
    {"id", "kinds", "about", "text", "quoted", "confirmation", "sources", "valid_from"}
    | {"valid_to", "known_by", "when", "require", "exception", "years"}
)


@lru_cache
def load(name: str) -> RuleSet:
    """The rule set that comes with the engine under this name; `rule_set_unknown` if none does."""
    path = files("jilian_engine.rulebook").joinpath(f"{name}.yaml")
    if not name.isidentifier() or not path.is_file():
        raise RuleError("rule_set_unknown", f"there is no rule set {name!r}")
    return parse(path.read_text(encoding="utf-8"))


def parse(text: str) -> RuleSet:
    """A rule set from YAML text; a slip in it raises RuleError with the rule's id."""
    content = yaml.safe_load(text)
    try:
        sources = {key: Source(id=key, **row) for key, row in content["sources"].items()}
        facts = {key: (row["zh"], row["en"]) for key, row in content["facts"].items()}
        rules = tuple(_rule(row, sources, facts) for row in content["rules"])
        found = RuleSet(
            name=content["name"],
            title_zh=content["title"]["zh"],
            title_en=content["title"]["en"],
            checked_on=content["checked_on"],
            fingerprint=_fingerprint(content),
            rules=rules,
            sources=MappingProxyType(sources),
            fact_names=MappingProxyType(facts),
            bands=tuple(Band(**row) for row in content.get("bands", ())),
            definitions=_frozen(content.get("definitions", {})),
        )
    except (AttributeError, KeyError, TypeError) as slip:
        raise RuleError("rule_set_malformed", f"not a rule set: {slip}") from slip
    ids = [rule.id for rule in found.rules]
    if len(set(ids)) != len(ids):
        raise RuleError("rule_set_malformed", f"{found.name} has two rules with one id")
    return found


def _fingerprint(content: Any) -> str:
    """Of what the file states, so that comments, layout and line ends do not matter."""
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()


def _rule(row: Mapping[str, Any], sources: Mapping[str, Source], facts: Mapping[str, Any]) -> Rule:
    rule_id = row["id"]
    strange = sorted(set(row) - _RULE_KEYS)
    missing = sorted(set(row["sources"]) - set(sources))
    if strange or missing:
        raise RuleError("rule_malformed", f"{rule_id}: unknown {', '.join(strange + missing)}")
    if not row["sources"]:
        raise RuleError("rule_without_source", f"{rule_id} rests on no source")
    last_day: date | None = row.get("valid_to")
    years = row.get("years")
    return Rule(
        id=rule_id,
        kinds=tuple(row["kinds"]),
        about=row["about"],
        text_zh=row["text"]["zh"],
        text_en=row["text"]["en"],
        sources=tuple(sources[key] for key in row["sources"]),
        quoted=row.get("quoted", False),
        confirmation=row.get("confirmation", "confirmed"),
        valid_from=row.get("valid_from"),
        valid_to=None if last_day is None else last_day + timedelta(days=1),
        known_by=row.get("known_by"),
        when=_condition(row.get("when"), rule_id, facts),
        require=_condition(row.get("require"), rule_id, facts),
        exception=_condition(row.get("exception"), rule_id, facts),
        years=None if years is None else (years["least"], years["most"]),
    )


def _condition(row: Any, rule_id: str, facts: Mapping[str, Any]) -> Condition | None:
    return None if row is None else _read(row, rule_id, facts)


def _read(row: Mapping[str, Any], rule_id: str, facts: Mapping[str, Any]) -> Condition:
    match row:
        case {"all": list(parts), **rest} if not rest:
            return AllOf(tuple(_read(part, rule_id, facts) for part in parts))
        case {"any": list(parts), **rest} if not rest:
            return AnyOf(tuple(_read(part, rule_id, facts) for part in parts))
        case {"not": part, **rest} if not rest:
            return Not(_read(part, rule_id, facts))
        case {"fact": str(fact), "op": str(op), "value": value, **rest} if not rest:
            return _compare(fact, op, value, rule_id, facts)
    raise RuleError("rule_malformed", f"{rule_id}: no condition is written {row!r}")


def _compare(fact: str, op: str, value: Any, rule_id: str, facts: Mapping[str, Any]) -> Compare:
    if fact not in facts:
        raise RuleError("rule_malformed", f"{rule_id}: unknown fact {fact}")
    if op not in get_args(Operator):
        raise RuleError("rule_malformed", f"{rule_id}: unknown operator {op}")
    if isinstance(value, (bool, str)) and op not in ("==", "!="):
        raise RuleError("rule_malformed", f"{rule_id}: {value!r} has no order")
    if isinstance(value, list) != (op == "in"):
        raise RuleError("rule_malformed", f"{rule_id}: 'in' goes with a list, and a list with 'in'")
    return Compare(fact, cast(Operator, op), _literal(value, rule_id))


def _literal(value: Any, rule_id: str) -> Literal_:
    match value:
        case bool() | int() | str():
            return value
        case float():
            return Decimal(str(value))
        case list():
            return tuple(str(each) for each in value)
    raise RuleError("rule_malformed", f"{rule_id}: cannot compare with {value!r}")


def _frozen(value: Any) -> Any:
    match value:
        case dict():
            return MappingProxyType({key: _frozen(each) for key, each in value.items()})
        case list():
            return tuple(_frozen(each) for each in value)
    return value
