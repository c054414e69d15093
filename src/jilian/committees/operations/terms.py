"""What becomes of a body at the end of its term: re-elected, extended, dissolved."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.base.errors import Refusal
from jilian.base.journal import journaling
from jilian.clusters.operations.bodies import end_body
from jilian.committees.models import Procedure, Term
from jilian.committees.operations.deciding import begin_term
from jilian.committees.operations.steps import begin, keep
from jilian.committees.operations.telling import settle_term, tell_next
from jilian.committees.queries.around import standing_body_of
from jilian.committees.rules import PaperFact, Step, check_change_of_term, term_of
from jilian.organisations import operations as organisations


@transaction.atomic
def re_elect(
    *,
    by: Person,
    at: datetime,
    procedure: Procedure,
    paper: PaperFact,
    term_years: int | None = None,
) -> Procedure:
    """Begin the next term with the election of this day; its length is that of the rule then.

    An election long before the end of the term needs the superior's paper and a reason.
    """
    last = latest_term(procedure)
    begun = begin(
        procedure, Step.RE_ELECTED, by=by, at=at, paper=paper, after=last.starts_on + timedelta(1)
    )
    due = last.due_on
    if due is not None and begun.paper.day < due:
        check_change_of_term(due, begun.paper.day, begun.paper.words, begun.paper.reason)
    span = term_of(begun.procedure.type, begun.paper.day, term_years)
    made = begin_term(begun.procedure, last.number + 1, span)
    keep(begun, {}, also={"term": made.number})
    settle_term(by=by, at=at, term=last)
    tell_next(by=by, at=at, procedure=begun.procedure)
    return begun.procedure


@transaction.atomic
def extend(
    *, by: Person, at: datetime, procedure: Procedure, paper: PaperFact, until: date
) -> Procedure:
    """Extend the term to a later last day, by the superior's paper.

    By more than the rule leaves in general only with a recorded reason.
    """
    last = latest_term(procedure)
    begun = begin(procedure, Step.EXTENDED, by=by, at=at, paper=paper, after=last.starts_on)
    if last.ends_on is None or last.due_on is None:
        raise Refusal("term_unknown", _("How long this term lasts is not known."))
    if until <= last.due_on:
        raise Refusal("not_later", _("The new last day is no later than the present one."))
    check_change_of_term(last.ends_on, until, begun.paper.words, begun.paper.reason)
    before, last.extended_to = last.extended_to, until
    last.save(update_fields=["extended_to"])
    keep(begun, {}, also={"term": last.number, "extended_to": before, "until": until})
    settle_term(by=by, at=at, term=last)
    tell_next(by=by, at=at, procedure=begun.procedure)
    return begun.procedure


@transaction.atomic
def dissolve(*, by: Person, at: datetime, procedure: Procedure, paper: PaperFact) -> Procedure:
    """End the body after the paper's day; refuses while others stand under it."""
    begun = begin(procedure, Step.DISSOLVED, by=by, at=at, paper=paper, after=procedure.effect_on)
    kept, last_day = begun.procedure, begun.paper.day
    if not begun.paper.reason or not begun.paper.words:
        raise Refusal("paper_missing", _("A dissolution has its paper and its reason."))
    assert kept.organisation is not None
    body = standing_body_of(kept.cluster)
    is_body = body is not None and body.organisation_id == kept.organisation_id
    with journaling() as journal:
        organisations.end_organisation(
            by=by, at=at, organisation=kept.organisation, last_day=last_day,
            document=begun.paper.words,
        )  # fmt: skip
    if is_body:
        end_body(
            by=by, at=at, cluster=kept.cluster, organisation=kept.organisation,
            valid_to=last_day + timedelta(1),
        )  # fmt: skip
    keep(begun, {}, journal=journal.packed(), also={"was_body": is_body})
    settle_term(by=by, at=at, term=latest_term(kept))
    tell_next(by=by, at=at, procedure=kept)
    return kept


def latest_term(procedure: Procedure) -> Term:
    """The last term of a body; refuses where it has none yet."""
    found = procedure.terms.order_by("-number").first()
    if found is None:
        raise Refusal("no_term", _("The body does not stand yet."))
    return found
