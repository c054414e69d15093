"""One firm against one rule set, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from jilian_engine.amounts import exact_decimal
from jilian_engine.figures import Interval
from jilian_engine.rulebook.qualifications.choosing import RuleSetChoice
from jilian_engine.rulebook.qualifications.deciding import (
    TRUTH,
    any_one,
    compared,
    every,
    missing,
    outcome_of,
)
from jilian_engine.rulebook.qualifications.evidence import Evidence, Found, Statements
from jilian_engine.rulebook.qualifications.formulas import compute
from jilian_engine.rulebook.qualifications.model import (
    ByBand,
    Case,
    Compare,
    Group,
    Item,
    Line,
    Outcome,
    Part,
    Points,
    Review,
    Rulebook,
)
from jilian_engine.rulebook.qualifications.reading import load_rulebook
from jilian_engine.rulebook.qualifications.results import (
    ItemScore,
    LineResult,
    PartScore,
    RuleSetResult,
    Score,
)


def evaluate_firm(
    choice: RuleSetChoice, evidence: Iterable[Evidence], book: Rulebook | None = None
) -> RuleSetResult:
    """What the evidence says of each line of the rule set; missing evidence is unknown.

    Raises EngineError where evidence cannot be stated so: `field_unknown`, `field_computed`,
    `evidence_year_odd`, `evidence_of_wrong_kind`, `evidence_number_odd`, `evidence_out_of_range`,
    `evidence_unit_odd`.
    """
    rules = book or load_rulebook()
    firm = _Firm(choice, Statements.of(rules.fields, evidence))
    lines = tuple(firm.line(line) for line in choice.rule_set.lines)
    outcome = every(line.outcome for line in lines)
    flags = tuple(firm.line(line) for line in choice.rule_set.flags)
    return RuleSetResult(choice, outcome, lines, flags, firm.score)


class _Firm:
    """One firm asked about one rule set."""

    def __init__(self, choice: RuleSetChoice, stated: Statements) -> None:
        self.choice, self.stated, self.fields = choice, stated, stated.fields
        parts = choice.rule_set.score
        self.score = Score(tuple(self._part(part) for part in parts)) if parts else None

    def find(self, name: str, year: int) -> Found:
        asked = self.fields[name]
        if asked.formula is not None:
            return compute(asked.formula, year, self.stated, self.choice.applied_on)
        return self.stated.find(name, year if asked.yearly else None)

    def line(self, line: Line) -> LineResult:
        match line:
            case Compare():
                return self._compare(line)
            case Review():
                return self._review(line)
            case Points():
                return self._points(line)
            case Group():
                return self._group(line)
            case ByBand():
                return self._by_band(line)

    def truth(self, line: Line | None) -> bool | None:
        """Whether a case of a score table holds; the last case does where no other did."""
        return True if line is None else TRUTH.get(self.line(line).outcome)

    # --- lines ------------------------------------------------------------------------------
    def _compare(self, line: Compare) -> LineResult:
        over = line.over
        if self.choice.procedure == "recheck":
            if not line.recheck_applies:
                blank = self._one_year(line, self.choice.year0)
                return replace(
                    blank, outcome=Outcome.NOT_APPLICABLE, missing_by=None, why="not_at_recheck"
                )
            over = line.recheck or over
        years = [self.choice.year0 - back for back in range(over.years)]
        parts = tuple(self._one_year(line, year) for year in years)
        if len(parts) == 1:
            return parts[0]
        outcome = (every if over.each else any_one)(part.outcome for part in parts)
        deciding = _deciding(parts, outcome, each=over.each)
        named = tuple(replace(part, id=f"{line.id}:{part.year}") for part in parts)
        evidence = tuple(one for part in parts for one in part.evidence)
        return replace(deciding, outcome=outcome, evidence=evidence, parts=named)

    def _one_year(self, line: Compare, year: int) -> LineResult:
        asked, found = self.fields[line.field], self.find(line.field, year)
        value = None if found.value is None else compared(found.value, line.op, line.asked)
        open_to = Outcome.MANUAL_REVIEW if asked.proof else Outcome.UNKNOWN
        outcome = outcome_of(value, open_to)
        return LineResult(
            id=line.id,
            outcome=outcome,
            zh=asked.zh,
            en=asked.en,
            field=line.field,
            op=line.op,
            needed=line.asked,
            unit=asked.unit,
            value=found.value,
            missing_by=missing(found.value, line) if outcome is Outcome.UNMET else None,
            year=year if asked.yearly or asked.formula is not None else None,
            why=found.why,
            note=line.note,
            evidence=found.used,
        )

    def _review(self, line: Review) -> LineResult:
        asked, found = self.fields[line.field], self.find(line.field, self.choice.year0)
        return LineResult(
            id=line.id,
            outcome=Outcome.MANUAL_REVIEW,
            zh=asked.zh,
            en=asked.en,
            field=line.field,
            value=found.value,
            why="judged_by_people",
            note=line.note,
            evidence=found.used,
        )

    def _points(self, line: Points) -> LineResult:
        assert self.score is not None
        if line.stated_in:
            stated = Compare(line.id, line.stated_in, line.op, line.asked, note=line.note)
            result = self._one_year(stated, self.choice.year0)
            if result.value is not None:
                return result
            return replace(result, value=_interval(self.score.least, self.score.most))
        part = next((one for one in self.score.parts if one.id == line.part), None)
        held: Score | PartScore = self.score if part is None else part
        interval = _interval(held.least, held.most)
        unknown = any(one.unknown for one in (self.score.parts if part is None else (part,)))
        open_to = Outcome.UNKNOWN if unknown else Outcome.MANUAL_REVIEW
        assert line.op != "in"
        outcome = outcome_of(interval.compare(line.op, _decimal(line.asked)), open_to)
        unmet = outcome is Outcome.UNMET
        why = {Outcome.UNKNOWN: "points_unknown", Outcome.MANUAL_REVIEW: "points_of_experts"}
        return LineResult(
            id=line.id,
            outcome=outcome,
            zh="总分" if part is None else part.zh,
            en="points in total" if part is None else part.en,
            field=f"score:{line.part}",
            op=line.op,
            needed=line.asked,
            unit="points",
            value=interval,
            missing_by=line.asked - held.most if unmet else None,
            why=why.get(outcome, ""),
            note=line.note,
        )

    def _group(self, line: Group) -> LineResult:
        parts = tuple(self.line(part) for part in line.parts)
        outcome = (every if line.every else any_one)(part.outcome for part in parts)
        op = "all_of" if line.every else "any_of"
        return LineResult(line.id, outcome, line.zh, line.en, op=op, note=line.note, parts=parts)

    def _by_band(self, line: ByBand) -> LineResult:
        found = self.find(line.field, self.choice.year0)
        blank = LineResult(
            id=line.id,
            outcome=Outcome.UNKNOWN,
            zh=line.zh,
            en=line.en,
            field=line.field,
            op="by_band",
            unit=self.fields[line.field].unit,
            year=self.choice.year0,
            why=found.why,
            note=line.note,
            evidence=found.used,
        )
        value = found.value
        if not isinstance(value, Fraction):
            return blank
        band = next(one for one in line.bands if compared(value, one.op, one.limit))
        part = self.line(band.ask)
        return replace(
            blank, outcome=part.outcome, value=value, missing_by=part.missing_by, parts=(part,)
        )

    # --- score table ------------------------------------------------------------------------
    def _part(self, part: Part) -> PartScore:
        items = tuple(self._item(item) for item in part.items)
        least = min(part.most, sum((item.least for item in items), Fraction(0)))
        most = min(part.most, sum((item.most for item in items), Fraction(0)))
        return PartScore(part.id, part.zh, part.en, least, most, part.most, items)

    def _item(self, item: Item) -> ItemScore:
        if item.expert:
            stated = self.find(item.expert, self.choice.year0).value
            if isinstance(stated, Fraction):
                return ItemScore(item.id, stated, stated, item.most)
            return ItemScore(item.id, Fraction(0), item.most, item.most)
        if item.count:
            truths = [self.find(name, self.choice.year0).value for name in item.count]
            least = min(item.most, item.each * truths.count(True))
            most = min(item.most, item.each * (len(truths) - truths.count(False)))
            return ItemScore(item.id, least, most, item.most, least < most)
        ways = [self._way(way) for way in item.ways]
        least, most = max(way[0] for way in ways), max(way[1] for way in ways)
        unknown = least < most and any(way[2] for way in ways)
        return ItemScore(item.id, least, most, item.most, unknown)

    def _way(self, way: Sequence[Case]) -> tuple[Fraction, Fraction, bool]:
        """Least and most of the cases that are possible, and whether one of them is open."""
        possible, unknown = [], False
        for case in way:
            truth = self.truth(case.when)
            if truth is not False:
                possible.append(case)
                unknown = unknown or truth is None
            if truth is True:
                break
        least = min(case.least for case in possible)
        return least, max(case.most for case in possible), unknown


def _deciding(parts: tuple[LineResult, ...], outcome: Outcome, *, each: bool) -> LineResult:
    """The year that decides: of those with the outcome the one that misses most, or least."""
    same = [part for part in parts if part.outcome is outcome] or list(parts)
    misses = [part for part in same if part.missing_by is not None]
    if not misses:
        return same[0]
    return (max if each else min)(misses, key=lambda part: part.missing_by or Fraction(0))


def _interval(least: Fraction, most: Fraction) -> Interval:
    return Interval(_decimal(least), _decimal(most))


def _decimal(number: Fraction) -> Decimal:
    return exact_decimal(number)
