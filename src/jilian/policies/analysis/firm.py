"""One firm, or a page of firms, against a rule set: each line with its reasons, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import get_language, gettext as _, pgettext

from jilian.base.errors import Refusal
from jilian.firms.models import Firm
from jilian.policies.queries.evidence import decided_lines, stated_of_many
from jilian.policies.queries.places import region_of
from jilian.policies.rules import fields
from jilian.policies.rules.checking import Check, Decided, Line, Points
from jilian.policies.rules.lines import over_words, shown_note
from jilian.policies.rules.sets import Chosen, checked_rule_set, set_words, why_version
from jilian.policies.rules.values import Key, Stated, Value, counted
from jilian.policies.rules.wanted import has_review
from jilian.policies.rules.words import Origin, Procedure
from jilian_engine.figures import Interval
from jilian_engine.rulebook.qualifications import (
    Evidence,
    LineResult,
    Score,
    evaluate_firm,
    load_rulebook,
    use_rule_set,
)

SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}
PLACES = Decimal("0.000001")


def check_firm(firm: Firm, chosen: Chosen, day: date) -> Check:
    """Check one firm by a version that was chosen, with what it says of itself."""
    return check_many([firm], [chosen], day)[firm.root_id][0]


def check_many(
    firms: Sequence[Firm], chosen: Sequence[Chosen], day: date, *, own_words: bool = True
) -> dict[int, list[Check]]:
    """Check firms by several versions each; eight queries for any number of firms."""
    stated = stated_of_many(firms, day)
    decided = decided_lines(firms, day)
    found = {}
    for root, rows in stated.items():
        evidence = _usable(rows, own_words=own_words)
        found[root] = [_check(one, evidence, decided[root], day) for one in chosen]
    return found


def check_for_benefit(firm: Firm, rule_set: str, day: date) -> Check:
    """Check a firm for a benefit: by the rule set that the policy names, without its own word."""
    chosen = Chosen(
        use_rule_set(checked_rule_set(rule_set), day, Procedure.NEW.value, region_of(firm))
    )
    return check_many([firm], [chosen], day, own_words=False)[firm.root_id][0]


def by_hand(rule_set: str, day: date, procedure: str, region: str, batch: str) -> Chosen:
    """A version that somebody asked for, whatever the day says."""
    return Chosen(use_rule_set(checked_rule_set(rule_set), day, procedure, region, batch))


def lines_for_people(firm: Firm, rule_set: str, day: date) -> frozenset[str]:
    """Return the lines of a rule set that a person decides: those with a matter of judgement."""
    return frozenset(line.id for line in checked_rule_set(rule_set).lines if has_review(line))


def _usable(rows: Iterable[Stated], *, own_words: bool) -> Mapping[Key, Stated]:
    """What counts of each field and year, as far as a rule can read it.

    A value that cannot be, such as a negative revenue in the register, is left out: unknown.
    """
    found = {}
    for key, held in counted(rows, own_words=own_words).items():
        try:
            field = fields.checked_field(held.stated.field)
            fields.checked_value(field, held.stated.value)
        except Refusal:
            continue
        if field.yearly == (held.stated.year is not None):
            found[key] = held.stated
    return found


def as_evidence(stated: Stated) -> Evidence:
    """A statement as the engine reads it; an office saw the paper that a proof asks for."""
    proof = load_rulebook().fields[stated.field].proof
    return Evidence(
        field=stated.field, value=stated.value, year=stated.year, source=stated.source,
        on=stated.day, proof=proof if stated.origin == Origin.OFFICE else "",
    )  # fmt: skip


def _check(
    chosen: Chosen,
    stated: Mapping[Key, Stated],
    decided: Mapping[tuple[str, str], Decided],
    day: date,
) -> Check:
    choice = chosen.choice
    result = evaluate_firm(choice, [as_evidence(one) for one in stated.values()])
    rule_set = choice.rule_set
    judged = {line.id for line in rule_set.lines if has_review(line)}
    lines = tuple(
        _line(one, stated, decided.get((rule_set.id, one.id)) if one.id in judged else None,
              one.id in judged)
        for one in result.lines
    )  # fmt: skip
    return Check(
        rule_set=rule_set.id, words=set_words(rule_set), day=day, lines=lines,
        why_version=why_version(choice), procedure=choice.procedure,
        flags=tuple(_line(one, stated, None, False) for one in result.flags),
        score=_score(result.score),
    )  # fmt: skip


def _score(score: Score | None) -> tuple[Points, ...]:
    if score is None:
        return ()
    is_english = get_language() == "en"
    return tuple(
        Points(part.en if is_english else part.zh, _bare(part.least), _bare(part.most),
               _bare(part.top), part.unknown)
        for part in score.parts
    )  # fmt: skip


def _bare(number: Fraction) -> str:
    return _plain(Decimal(number.numerator) / Decimal(number.denominator))


def _line(
    one: LineResult, stated: Mapping[Key, Stated], decided: Decided | None, judged: bool
) -> Line:
    used = tuple(stated[key] for each in one.evidence if (key := (each.field, each.year)) in stated)
    parts = () if one.op == "by_band" and not one.parts else one.parts
    return Line(
        id=one.id, words=one.en if get_language() == "en" else one.zh,
        outcome=str(one.outcome), needed=_needed(one), value=_value(one),
        missing_by=_amount(one.missing_by, one.unit, up=True) if one.missing_by else "",
        year=one.year if one.value is not None else None, note=shown_note(one.note),
        why=_why(one), evidence=tuple(dict.fromkeys(used)),
        parts=tuple(_line(part, stated, None, False) for part in parts), decided=decided,
        is_judged=judged,
    )  # fmt: skip


def _needed(one: LineResult) -> str:
    """What is asked, in words; empty for a group, whose parts say it."""
    asked = one.needed
    if one.parts and asked is not None:
        return f"{_needed(one.parts[0])}{over_words(one.id, len(one.parts))}"
    if asked is None:
        return ""
    if isinstance(asked, bool):
        return _yes_no(asked)
    if isinstance(asked, tuple):
        return _("one of: %s") % _(", ").join(str(fields.WORDS.get(word, word)) for word in asked)
    if isinstance(asked, str):
        return str(fields.WORDS.get(asked, asked))
    return f"{SIGNS.get(one.op, one.op)} {_amount(asked, one.unit)}"


def _value(one: LineResult) -> str:
    value = one.value
    if value is None:
        return ""
    if isinstance(value, Interval):
        low, high = value.low, value.high
        if low == high and low is not None:
            return fields.number_words(low, "points")
        return _("%(low)s to %(high)s points") % {"low": _plain(low), "high": _plain(high)}
    if isinstance(value, Fraction):
        return _amount(value, one.unit)
    return fields.value_words(one.field, _kept(value))


def _kept(value: bool | str | date) -> Value:
    return value


def _plain(number: Decimal | None) -> str:
    return "–" if number is None else f"{number.normalize():f}"


def _amount(number: Fraction, unit: str, *, up: bool = False) -> str:
    """A number with its unit, cut and not rounded: what misses 3 % never reads as 3 %.

    ``up``: what is missing is never read as nothing.
    """
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    kept = exact.quantize(PLACES, "ROUND_CEILING" if up else "ROUND_FLOOR")
    return fields.number_words(kept, unit)


def _yes_no(answer: bool) -> str:
    return _("yes") if answer else _("no")


def _why(one: LineResult) -> str:
    """Why a line is open, or does not apply, in words."""
    return {
        "not_stated": _("nobody has stated it"),
        "not_proved": _("the paper of who alone can state it is missing"),
        "sources_disagree": _("two sources say different things"),
        "base_not_positive": _("the base of the ratio is not above zero"),
        "base_negative": _("the base is negative, of which the guide says nothing"),
        "no_full_year": _("no full year yet"),
        "not_at_recheck": _("not asked at a recheck"),
        "judged_by_people": _("a matter of judgement: people decide"),
        "points_unknown": _("points depend on values that are missing"),
        "points_of_experts": pgettext("score", "points are given by experts"),
    }.get(one.why, "")
