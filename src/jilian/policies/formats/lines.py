"""Lists of this area as the lines of a file."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _, pgettext

from jilian.policies.models import Application, Benefit, CheckResult
from jilian.policies.rules.lines import line_words
from jilian.policies.rules.sets import qualification_words, set_words
from jilian.policies.rules.words import Outcome

Lines = list[tuple[object, ...]]


def result_lines(rows: Iterable[CheckResult]) -> Lines:
    """The head and one line a firm; a pre-check, which the head says."""
    head = (
        _("Firm"), _("identifier"), _("Rule set"), _("How near (a pre-check, no recognition)"),
        pgettext("lines of a rule set", "Lines met"), _("Lines unmet"), _("Lines unknown"),
        _("Lines for people"), _("The line that is missing"), _("Lines that are open"),
        _("as of"),
    )  # fmt: skip
    return [head, *(_result(row) for row in rows)]


def _result(row: CheckResult) -> tuple[object, ...]:
    still = [
        line_words(row.rule_set, line)
        for line, outcome in row.lines.items()
        if outcome in (Outcome.UNMET, Outcome.UNKNOWN, Outcome.MANUAL)
    ]
    return (
        str(row.firm), row.firm.identifier, set_words(row.rule_set),
        str(row.get_standing_display()), row.met, row.unmet, row.unknown, row.manual,
        line_words(row.rule_set, row.short_line) if row.short_line else "", "；".join(still),
        row.run.as_of,
    )  # fmt: skip


def application_lines(rows: Iterable[Application]) -> Lines:
    """The head and one line an application."""
    head = (
        _("Firm"), _("Qualification"), _("Procedure"), _("Rule set"), _("Batch"), _("Applied on"),
        pgettext("application", "State"), _("Decided on"), _("Document"), _("Reason"),
    )  # fmt: skip
    return [
        head,
        *(
            (
                str(row.firm.root), qualification_words(row.qualification),
                str(row.get_procedure_display()), set_words(row.rule_set), row.batch,
                row.applied_on, str(row.get_state_display()), row.decided_on, row.document,
                row.reason,
            )
            for row in rows
        ),
    ]  # fmt: skip


def benefit_lines(rows: Iterable[Benefit]) -> Lines:
    """The head and one line a benefit."""
    head = (
        _("Policy"), _("Document"), _("Firm"), _("What a firm gets"),
        pgettext("benefit", "State"), _("Announced on"), _("Objections until"), _("Decided on"),
        _("Paid on"),
    )  # fmt: skip
    return [
        head,
        *(
            (
                row.policy.name, row.policy.document, str(row.firm.root), row.policy.amount_words,
                str(row.get_state_display()), row.announced_on, row.objection_until,
                row.decided_on, row.paid_on,
            )
            for row in rows
        ),
    ]  # fmt: skip
