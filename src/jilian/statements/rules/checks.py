"""The article's figures checked against each other and against what is in the register.

Every check is a row of `checks_table`: which facts, which function. The functions compute; a
verdict is only ever what a function answers. A check whose facts are missing is uncheckable.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, gettext_lazy

from jilian.statements.rules.checks_facts import Fact, FactMissing, Found, Given, fact_from_row
from jilian.statements.rules.checks_table import CHECKS, Check

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

__all__ = [
    "VERDICTS",
    "CheckResult",
    "Fact",
    "checks_about",
    "checks_of",
    "fact_from_row",
    "verdict_words",
]

UNCHECKABLE = "uncheckable"
VERDICTS: Mapping[str, StrPromise] = {
    "consistent": gettext_lazy("consistent"),
    "contradiction": gettext_lazy("contradiction"),
    "contradiction_if_stop_is_deal": gettext_lazy("contradiction if the clock stops at the deal"),
    "not_reached": gettext_lazy("not reached"),
    "upper_bound": gettext_lazy("gives an upper bound"),
    "lower_bound": gettext_lazy("gives a lower bound"),
    "derived": gettext_lazy("derived"),
    "plausible": gettext_lazy("plausible"),
    "ratio_of_bounds": gettext_lazy("ratio of two bounds"),
    "series_break": gettext_lazy("crosses a break of the series"),
    "scope_unstable": gettext_lazy("the boundary changed"),
    "check_basis": gettext_lazy("the basis must be asked for"),
    "faster_than_limit": gettext_lazy("faster than the limit"),
    "slower_than_limit": gettext_lazy("slower than the limit"),
    UNCHECKABLE: gettext_lazy("cannot be checked"),
}


@dataclass(frozen=True)
class CheckResult:
    """One check: the article's facts, what was asked, the sum, its result, and the verdict."""

    check_id: str
    facts: tuple[str, ...]
    test: str
    formula: str
    result: str
    verdict: str
    note: str

    @property
    def verdict_words(self) -> str:
        """The verdict in the reader's language."""
        return verdict_words(self.verdict)


def verdict_words(verdict: str) -> str:
    """A verdict in the reader's language."""
    return str(VERDICTS[verdict])


def checks_of(facts: Mapping[str, Fact]) -> list[CheckResult]:
    """Every check on these facts (by their keys), in the reader's language."""
    return [_result(check, facts) for check in CHECKS]


def checks_about(facts: Mapping[str, Fact], keys: Collection[str]) -> list[CheckResult]:
    """The checks that are about any of these facts of the article."""
    return [_result(check, facts) for check in CHECKS if set(check.facts) & set(keys)]


def _result(check: Check, facts: Mapping[str, Fact]) -> CheckResult:
    try:
        found = check.look(Given(facts, check.parts, check.settings))
    except FactMissing as missing:
        note = _("the register lacks: %(name)s") % {"name": missing.name}
        found = Found("", "", UNCHECKABLE, note)
    return CheckResult(
        check_id=check.check_id,
        facts=check.facts,
        test=str(check.test),
        formula=found.formula,
        result=found.result,
        verdict=found.verdict,
        note=found.note,
    )
