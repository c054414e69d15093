"""The superior's reply, the election, the filing, and the day on which the body stands."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.base.errors import Refusal
from jilian.base.journal import journaling
from jilian.clusters import operations as clusters
from jilian.clusters.rules import Spell
from jilian.committees.models import Procedure, Term
from jilian.committees.operations.steps import Begun, begin, keep, locked, may_step, next_number
from jilian.committees.operations.telling import tell_next
from jilian.committees.queries.around import check_of, standing_body_of
from jilian.committees.rules import (
    PaperFact,
    State,
    Step,
    TermSpan,
    check_effect,
    exception_used,
    refuse_broken,
    term_of,
)
from jilian.committees.rules.checks import ask_reason
from jilian.organisations import operations as organisations
from jilian.organisations.models import Organisation
from jilian.organisations.rules import OrganisationRow
from jilian.sources import operations as sources
from jilian.sources.models import Source

LONGEST_DOCUMENT = 200


@transaction.atomic
def approve(
    *,
    by: Person,
    at: datetime,
    procedure: Procedure,
    paper: PaperFact,
    exception_document: str = "",
) -> Procedure:
    """Approve the application; the paper's number is the number of the approval.

    ``exception_document`` names the approval because of work needs where it comes with the reply.
    The rules are asked again, for the day of effect.
    """
    begun = begin(procedure, Step.APPROVED, by=by, at=at, paper=paper, after=procedure.applied_on)
    kept = begun.procedure
    if not begun.paper.number:
        raise Refusal("approval_number_missing", _("An approval has a number: give it."))
    before = kept.exception_document
    kept.exception_document = exception_document.strip() or before
    asked, check = check_of(kept, begun.paper.day)
    refuse_broken(check, asked)
    changes = {
        "approved_on": begun.paper.day,
        "approval_number": begun.paper.number,
        "is_exception": exception_used(check, kept.declared),
        "exception_document": kept.exception_document,
    }
    kept.exception_document = before
    keep(begun, changes, check=check)
    tell_next(by=by, at=at, procedure=kept)
    return kept


@transaction.atomic
def refuse(*, by: Person, at: datetime, procedure: Procedure, paper: PaperFact) -> Procedure:
    """Refuse the application for a reason; nothing is set up."""
    return _replied(procedure, Step.REFUSED, by=by, at=at, paper=paper)


@transaction.atomic
def return_to_amend(
    *, by: Person, at: datetime, procedure: Procedure, paper: PaperFact
) -> Procedure:
    """Return the application for a reason; it can be amended and handed in again."""
    return _replied(procedure, Step.RETURNED, by=by, at=at, paper=paper)


def _replied(
    procedure: Procedure, step: Step, *, by: Person, at: datetime, paper: PaperFact
) -> Procedure:
    begun = begin(procedure, step, by=by, at=at, paper=paper, after=procedure.applied_on)
    if not begun.paper.reason:
        raise Refusal("reason_missing", _("Give the reason."))
    keep(begun, {})
    tell_next(by=by, at=at, procedure=begun.procedure)
    return begun.procedure


@transaction.atomic
def record_election(
    *, by: Person, at: datetime, procedure: Procedure, paper: PaperFact
) -> Procedure:
    """Record that the committee was elected; the first term starts on that day."""
    begun = begin(procedure, Step.ELECTED, by=by, at=at, paper=paper, after=procedure.approved_on)
    keep(begun, {"elected_on": begun.paper.day})
    tell_next(by=by, at=at, procedure=begun.procedure)
    return begun.procedure


@transaction.atomic
def file_result(
    *,
    by: Person,
    at: datetime,
    procedure: Procedure,
    paper: PaperFact,
    effect_on: date | None = None,
) -> Procedure:
    """File reply and result; fixes the day of effect, for which the rules are asked once more."""
    begun = begin(procedure, Step.FILED, by=by, at=at, paper=paper, after=procedure.elected_on)
    kept = begun.procedure
    fixed = check_effect(effect_on or kept.effect_on, kept.approved_on)
    before, kept.effect_on = kept.effect_on, fixed
    asked, check = check_of(kept, fixed)
    refuse_broken(check, asked)
    ask_reason(check, kept.departure or begun.paper.reason)
    changes = {
        "effect_on": fixed,
        "is_exception": exception_used(check, kept.declared),
        "departure": kept.departure or begun.paper.reason,
    }
    kept.effect_on = before
    keep(begun, changes, check=check)
    tell_next(by=by, at=at, procedure=kept)
    return kept


@transaction.atomic
def take_effect(
    *, by: Person, at: datetime, procedure: Procedure, term_years: int | None = None
) -> Procedure:
    """Let the body stand from its day of effect on; refuses before that day has come.

    Makes a new organisation, the body of the cluster: the leading firm's own organisation and the
    bodies under it are not touched. Answers about earlier days do not change. ``term_years``
    chooses where the rule of the day leaves a range.
    """
    may_step(by, procedure, Step.TOOK_EFFECT)
    effect_on = locked(procedure).effect_on
    today = timezone.localdate(at)
    if effect_on is not None and effect_on > today:
        raise Refusal("effect_ahead", _("The day of effect has not come yet."))
    paper = PaperFact(effect_on or today)
    begun = begin(procedure, Step.TOOK_EFFECT, by=by, at=at, paper=paper)
    kept = begun.procedure
    asked, check = check_of(kept, paper.day)
    refuse_broken(check, asked)
    earlier = standing_body_of(kept.cluster)
    with journaling() as journal:
        organisation, source = _found(begun)
    span = term_of(kept.type, kept.elected_on or paper.day, term_years)
    begin_term(kept, 1, span)
    also = {"source": source.pk, "earlier_body": earlier.pk if earlier else None}
    keep(
        begun,
        {"organisation_id": organisation.pk},
        check=check,
        journal=journal.packed(),
        also=also,
    )
    tell_next(by=by, at=at, procedure=kept)
    return kept


def _found(begun: Begun) -> tuple[Organisation, Source]:
    """Make the organisation with name, type, superior, and make it the body of the cluster."""
    kept, day, by, at = begun.procedure, begun.paper.day, begun.by, begun.at
    document = _document(kept)
    source = sources.record_source(
        by=by, at=at, key=f"body-{kept.pk}-{next_number(kept)}", kind=Source.Kind.PERSON,
        title=f"{kept.name} {document}".strip(), issued_on=kept.approved_on,
    )  # fmt: skip
    key = f"{kept.cluster.key[:40]}-body-{kept.pk}"
    host = kept.cluster.host_division
    row = OrganisationRow(
        key=key, name=kept.name, valid_from=day, known_by=day, is_cluster_body=True,
        division_code=host.code if host else None,
    )  # fmt: skip
    organisations.save_organisations(by=by, at=at, world=kept.world, source=source, rows=[row])
    made = Organisation.objects.select_related("division", "world").get(world=kept.world, key=key)
    organisations.set_type(
        by=by, at=at, organisation=made, type=kept.type, from_day=day,
        document=f"{document}；{kept.exception_document}"[:LONGEST_DOCUMENT]
        if kept.is_exception else document[:LONGEST_DOCUMENT],
        because_of_work_needs=kept.is_exception, source=source,
    )  # fmt: skip
    if kept.superior is not None:
        organisations.change_superior(
            by=by, at=at, organisation=made, line=kept.superior_line, superior=kept.superior,
            from_day=day, document=document[:LONGEST_DOCUMENT], source=source,
        )  # fmt: skip
    clusters.set_body(
        by=by, at=at, cluster=kept.cluster, organisation=made, source=source,
        spell=Spell(known_by=day, valid_from=day),
    )  # fmt: skip
    return made, source


def _document(procedure: Procedure) -> str:
    approval = procedure.steps.filter(kind=Step.APPROVED, undone_at__isnull=True).last()
    return approval.document if approval else ""


def begin_term(procedure: Procedure, number: int, span: TermSpan) -> Term:
    """Keep a term of office as the rule of its first day has it."""
    return Term.objects.create(
        procedure=procedure, number=number, starts_on=span.starts_on, ends_on=span.ends_on,
        years=span.years, rule_id=span.rule_id,
    )  # fmt: skip


def take_effect_due(*, by: Person, at: datetime) -> int:
    """Let every filed body stand whose day of effect has come; returns how many stand now.

    One that is refused stays filed and waits for the office.
    """
    due = Procedure.objects.filter(state=State.FILED, effect_on__lte=timezone.localdate(at))
    done = 0
    for procedure in due.select_related("world", "cluster").order_by("effect_on", "pk"):
        try:
            take_effect(by=by, at=at, procedure=procedure)
            done += 1
        except Refusal:
            continue
    return done
