"""All rules over one text: per figure what was read, what records hold, and a verdict with why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jilian.statements.rules import compounds, growths, multiples, sets
from jilian.statements.rules.amounts import limits_words
from jilian.statements.rules.growths import Text
from jilian.statements.rules.measures import with_measures
from jilian.statements.rules.records import Record, compare, known_levels, records_of
from jilian.statements.rules.said import Finding, Said, Verdict
from jilian.statements.rules.words import kind_words, period_words

Rule = Callable[[Text], Iterable[Finding]]
RULES: tuple[Rule, ...] = (
    growths.implied_bases,
    multiples.multiples,
    compounds.compound_growths,
    compounds.pairs,
    sets.parts,
    sets.sums,
    sets.shares,
    sets.changes,
    sets.runs,
    sets.ranks,
    sets.twice,
)
MOST_RECORDS = 4
_ORDER = (Verdict.CONTRADICTORY, Verdict.AMBIGUOUS, Verdict.CONSISTENT, Verdict.UNCHECKABLE)


@dataclass(frozen=True)
class Line:
    """A figure of the text with all that is found about it."""

    said: Said
    verdict: Verdict
    findings: tuple[Finding, ...]
    records: tuple[Record, ...]

    @property
    def kind_words(self) -> str:
        """What kind of figure it is."""
        return kind_words(self.said.kind)

    @property
    def limits_words(self) -> str:
        """The value or its limits with the unit."""
        return limits_words(self.said)

    @property
    def period_words(self) -> str:
        """The period, or that none is named."""
        return period_words(self.said.period)

    @property
    def why(self) -> str:
        """The findings as sentences, the deciding one first."""
        if not self.findings:
            return _("Nothing in the text or in the records speaks to it.")
        first = sorted(self.findings, key=lambda one: _ORDER.index(one.verdict))
        return " ".join(dict.fromkeys(one.why for one in first))


@dataclass(frozen=True)
class Checked:
    """A text whose figures are checked."""

    text: str
    lines: tuple[Line, ...]

    def count(self, verdict: Verdict) -> int:
        """How many figures have the verdict."""
        return sum(line.verdict is verdict for line in self.lines)


def check(
    words: str,
    figures: Sequence[Said],
    *,
    written: tuple[int, int] | None = None,
    held: Sequence[Record] = (),
) -> Checked:
    """Check the figures of a text against one another and against what records hold."""
    known = tuple(with_measures(words, figures))
    text = Text(words, known, written, known_levels(held))
    findings = [finding for rule in RULES for finding in rule(text)]
    lines = []
    for place, said in enumerate(known):
        about = [one for one in findings if one.figures[0] == place]
        records = records_of(said, held)
        recorded = compare(place, said, records)
        lines.append(_line(said, [*about, *([recorded] if recorded else [])], records))
    return Checked(words, tuple(lines))


def _line(said: Said, findings: Sequence[Finding], records: Sequence[Record]) -> Line:
    verdicts = {one.verdict for one in findings}
    verdict = next((one for one in _ORDER if one in verdicts), Verdict.UNCHECKABLE)
    return Line(said, verdict, tuple(findings), tuple(records[:MOST_RECORDS]))
