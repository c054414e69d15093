"""What a step would do to which dates, worked out before it is done.

Asks the same rules as the operation, so that what cannot be done is refused before it is confirmed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from jilian.committees.models import Procedure
from jilian.committees.queries.around import (
    around,
    asked_of,
    check_of,
    standing_body_of,
)
from jilian.committees.rules import (
    PaperFact,
    State,
    Step,
    check_body,
    check_effect,
    exception_used,
    follow,
    refuse_broken,
    reply_due,
    term_of,
)
from jilian.committees.rules.checks import ask_reason
from jilian.organisations.rules import Line
from jilian.organisations.rules.explained import Explained, explain
from jilian.ui.parts import Effect
from jilian.ui.values import day_text
from jilian_engine.rulebook import Check


@dataclass(frozen=True)
class PlannedStep:
    """Which dates a step would move, and what the rules say on the day of effect."""

    effects: tuple[Effect, ...]
    check: Check | None = None
    leaves_years_open: bool = False

    @property
    def rules(self) -> tuple[Explained, ...]:
        """What the rules say, in words."""
        return explain(self.check)


Values = dict[str, Any]


def plan_step(procedure: Procedure, step: Step, paper: PaperFact, values: Values) -> PlannedStep:
    """Return what the step would do; refuses what the rules forbid and what does not follow."""
    follow(procedure.state, step)
    return _PLANS.get(step, _plan_plain)(procedure, step, paper, values)


def _plan_plain(procedure: Procedure, step: Step, paper: PaperFact, values: Values) -> PlannedStep:
    words = {
        Step.RETURNED: _("goes back to be amended"),
        Step.REFUSED: _("is refused; nothing is set up"),
        Step.WITHDRAWN: _("is given up; nothing is set up"),
    }
    return PlannedStep((Effect(procedure.name, words[step], paper.day),))


def _plan_application(
    procedure: Procedure, step: Step, paper: PaperFact, values: Values
) -> PlannedStep:
    asked, check = check_of(procedure, paper.day)
    refuse_broken(check, asked)
    ask_reason(check, paper.reason)
    effects = [
        Effect(procedure.name, _("is applied for"), paper.day),
        Effect(_("The reply"), _("is in general due"), reply_due(paper.day)),
    ]
    return PlannedStep((*effects, *_wanted(procedure)), check)


def _plan_approval(
    procedure: Procedure, step: Step, paper: PaperFact, values: Values
) -> PlannedStep:
    procedure.exception_document = values.get("exception_document") or procedure.exception_document
    asked, check = check_of(procedure, paper.day)
    refuse_broken(check, asked)
    words = _("is approved")
    if exception_used(check, procedure.declared):
        words = _("is approved by exception because of work needs")
    return PlannedStep((Effect(procedure.name, words, paper.day), *_wanted(procedure)), check)


def _plan_election(
    procedure: Procedure, step: Step, paper: PaperFact, values: Values
) -> PlannedStep:
    first = Effect(procedure.name, _("is elected"), paper.day)
    return PlannedStep((first, *_term(procedure, paper.day, None)))


def _plan_filing(procedure: Procedure, step: Step, paper: PaperFact, values: Values) -> PlannedStep:
    procedure.effect_on = check_effect(
        values.get("effect_on") or procedure.effect_on, procedure.approved_on
    )
    asked, check = check_of(procedure, procedure.effect_on)
    refuse_broken(check, asked)
    ask_reason(check, procedure.departure or paper.reason)
    first = Effect(procedure.name, _("is filed"), paper.day)
    then = Effect(procedure.name, _("will stand; until then nothing changes"), procedure.effect_on)
    return PlannedStep((first, then), check)


def _plan_effect(procedure: Procedure, step: Step, paper: PaperFact, values: Values) -> PlannedStep:
    day = procedure.effect_on or paper.day
    asked = asked_of(procedure, day)
    check = check_body(asked, day)
    refuse_broken(check, asked)
    type_words = procedure.get_type_label()
    if procedure.is_exception:
        type_words = _("%(type)s, by exception") % {"type": type_words}
    effects = [
        Effect(procedure.name, _("begins as an organisation of its own"), day),
        Effect(type_words, _("begins to be its type"), day),
    ]
    if procedure.superior is not None:
        line = Line(procedure.superior_line).label
        words = _("begins to be its superior (%(line)s)") % {"line": line}
        effects.append(Effect(procedure.superior.name, words, day))
    earlier = standing_body_of(procedure.cluster)
    if earlier is not None:
        words = _("is the body of the cluster no longer; it stands on")
        effects.append(Effect(earlier.organisation.name, words, day))
    effects.append(Effect(procedure.cluster.name, _("has it as its body"), day))
    effects += _term(procedure, procedure.elected_on or day, values.get("term_years"))
    for _firm, own in around(procedure.cluster, day).own_bodies:
        effects.append(Effect(own.name, _("the leading firm's own body: nothing changes"), day))
    span = term_of(procedure.type, procedure.elected_on or day)
    return PlannedStep(tuple(effects), check, span.least is not None and span.years is None)


def _plan_re_election(
    procedure: Procedure, step: Step, paper: PaperFact, values: Values
) -> PlannedStep:
    return PlannedStep(tuple(_term(procedure, paper.day, values.get("term_years"))))


def _plan_extension(
    procedure: Procedure, step: Step, paper: PaperFact, values: Values
) -> PlannedStep:
    last = procedure.terms.order_by("-number").first()
    due = last.due_on if last else None
    words = _("moves from %(before)s to the day beside") % {"before": day_text(due)}
    return PlannedStep((Effect(_("The last day of the term"), words, values["until"]),))


def _plan_dissolution(
    procedure: Procedure, step: Step, paper: PaperFact, values: Values
) -> PlannedStep:
    after = paper.day + timedelta(1)
    effects = [Effect(procedure.name, _("ends, with all that lasts about it"), after)]
    body = standing_body_of(procedure.cluster)
    if body is not None and body.organisation_id == procedure.organisation_id:
        effects.append(Effect(procedure.cluster.name, _("has no body any more"), after))
    return PlannedStep(tuple(effects))


def _wanted(procedure: Procedure) -> list[Effect]:
    if procedure.effect_on is None:
        return []
    return [Effect(procedure.name, _("is wanted to stand"), procedure.effect_on)]


def _term(procedure: Procedure, start: date, years: int | None) -> list[Effect]:
    span = term_of(procedure.type, start, years)
    effects = [Effect(_("The term"), _("starts"), start)]
    if span.ends_on is not None:
        words = _("ends, by %(rule)s: “%(text)s”") % {
            "rule": span.rule_id, "text": span.rule_text,
        }  # fmt: skip
        effects.append(Effect(_("The term"), words if span.rule_id else _("ends"), span.ends_on))
    elif span.rule_id:
        words = _("%(least)d to %(most)d years by %(rule)s: say how many") % {
            "least": span.least, "most": span.most, "rule": span.rule_id,
        }  # fmt: skip
        effects.append(Effect(_("The end of the term"), words, start))
    else:
        effects.append(Effect(_("The end of the term"), _("is unknown: no rule is known"), start))
    return effects


_Plan = Callable[[Procedure, Step, PaperFact, Values], PlannedStep]
_PLANS: dict[Step, _Plan] = {
    Step.APPLIED: _plan_application,
    Step.APPROVED: _plan_approval,
    Step.ELECTED: _plan_election,
    Step.FILED: _plan_filing,
    Step.TOOK_EFFECT: _plan_effect,
    Step.RE_ELECTED: _plan_re_election,
    Step.EXTENDED: _plan_extension,
    Step.DISSOLVED: _plan_dissolution,
}


def plan_undo(procedure: Procedure) -> tuple[Effect, ...]:
    """What taking the last step back would do."""
    step = procedure.steps.filter(undone_at__isnull=True).order_by("-number").first()
    if step is None or step.kind == Step.DRAFTED:
        return ()
    earlier = step.before.get("state", State.DRAFT)
    words = _("is taken back; it is then: %(state)s") % {"state": State(earlier).label}
    effects = [Effect(step.get_kind_display(), words, step.day)]
    if step.kind == Step.TOOK_EFFECT and procedure.organisation is not None:
        words = _("is removed from the register, as if it had not begun")
        effects.append(Effect(procedure.organisation.name, words, step.day))
    return tuple(effects)
