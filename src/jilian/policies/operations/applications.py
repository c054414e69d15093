"""Applications as firms handed them in, and what the authority decided; granted: a dated title."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.accounts.queries import system_person
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.firms.models import Firm, Title
from jilian.firms.operations import save_titles
from jilian.firms.rules import TitleRow
from jilian.jobs.later import WORKER
from jilian.policies import analysis
from jilian.policies.models import Application
from jilian.policies.queries.places import region_of
from jilian.policies.rules.sets import TITLES, checked_rule_set, choose_version, title_end
from jilian.policies.rules.words import ApplicationState
from jilian.sources.models import Source
from jilian.sources.operations import record_source

P = Permission
LONGEST_BATCH, LONGEST_DOCUMENT = 40, 200


@transaction.atomic
def record_application(
    *, by: Person, at: datetime, firm: Firm, qualification: str, procedure: str, applied_on: date,
    batch: str = "",
) -> Application:  # fmt: skip
    """Record that a firm applied; the rule set follows from procedure, day, region and batch."""
    allow(by, P.KEEP_POLICIES, world_code=firm.world.code)
    root, today = firm.root, timezone.localdate(at)
    if qualification not in TITLES:
        raise Refusal("nobody_applies", _("Nobody applies for this qualification."))
    if applied_on > today:
        raise Refusal("day_ahead", _("This day has not come yet."))
    called = checked_text(batch, longest=LONGEST_BATCH)
    chosen = choose_version(qualification, procedure, applied_on, region_of(root), called)
    check = analysis.check_firm(root, chosen, applied_on)
    try:
        with transaction.atomic():
            made = Application.objects.create(
                world=root.world, firm=root, qualification=qualification, procedure=procedure,
                rule_set=chosen.rule_set.id, batch=called, applied_on=applied_on,
                checked=check.plain, entered_at=at, entered_by=by.username,
            )  # fmt: skip
    except IntegrityError as twice:
        raise Refusal(
            "application_twice", _("An application of this firm is still open.")
        ) from twice
    audit.record(
        "application.recorded", by=by, at=at, world=root.world, about=made,
        after={"firm": root.pk, "qualification": qualification, "procedure": procedure,
               "on": applied_on, "rule_set": made.rule_set, "batch": called},
    )  # fmt: skip
    return made


@transaction.atomic
def grant_application(
    *, by: Person, at: datetime, application: Application, on: date, document: str,
    level: int | None = None, until: date | None = None,
) -> Application:  # fmt: skip
    """Record that the authority granted it, by which document: the firm then holds the title.

    ``until`` is the last day of the title, where the document says another than the rules.
    Entering a title is the register's own act: whoever records the document need not hold the
    right to change titles.
    """
    kept = _open(by, application)
    paper = checked_text(document, longest=LONGEST_DOCUMENT)
    _check_day(kept, on, timezone.localdate(at))
    if not paper:
        raise Refusal("document_missing", _("Name the document by which it was granted."))
    if until is not None and until < on:
        raise Refusal("title_ends_first", _("The title would end before it starts."))
    rule_set = checked_rule_set(kept.rule_set)
    end = _day_after(until) if until else title_end(rule_set, on)
    title = TITLES[kept.qualification]
    source = record_source(
        by=by, at=at, key=f"application:{kept.world.code}:{kept.pk}", kind=Source.Kind.PERSON,
        title=paper, issued_on=on,
    )  # fmt: skip
    row = TitleRow(
        kind=title.kind, level=title.level if level is None else level,
        firm=(kept.firm.scheme, kept.firm.identifier), document=paper, valid_from=on, known_by=on,
        valid_to=end,
    )  # fmt: skip
    save_titles(by=system_person(WORKER), at=at, world=kept.world, source=source, rows=[row])
    held = Title.objects.filter(
        firm=kept.firm, kind=row.kind, level=row.level, document=paper
    ).order_by("-known_by", "-pk")
    kept.title = held.first()
    return _decided(by, at, kept, ApplicationState.GRANTED, on, document=paper)


@transaction.atomic
def refuse_application(
    *, by: Person, at: datetime, application: Application, on: date, reason: str,
    document: str = "",
) -> Application:  # fmt: skip
    """Record that the authority refused it, and why."""
    kept = _open(by, application)
    why = checked_text(reason)
    _check_day(kept, on, timezone.localdate(at))
    if not why:
        raise Refusal("reason_missing", _("Say why."))
    paper = checked_text(document, longest=LONGEST_DOCUMENT)
    return _decided(by, at, kept, ApplicationState.REFUSED, on, document=paper, reason=why)


@transaction.atomic
def withdraw_application(
    *, by: Person, at: datetime, application: Application, on: date, reason: str = ""
) -> Application:
    """Record that the firm took it back, or that it was entered by mistake."""
    kept = _open(by, application)
    _check_day(kept, on, timezone.localdate(at))
    return _decided(by, at, kept, ApplicationState.WITHDRAWN, on, reason=checked_text(reason))


def _open(by: Person, application: Application) -> Application:
    allow(by, P.KEEP_POLICIES, world_code=application.world.code)
    rows = Application.objects.select_for_update(of=("self",))
    kept = rows.select_related("world", "firm__world").get(pk=application.pk)
    if kept.state != ApplicationState.RECORDED:
        raise Refusal("application_decided", _("This application has been decided already."))
    return kept


def _check_day(kept: Application, on: date, today: date) -> None:
    if on < kept.applied_on:
        raise Refusal("decided_before_applied", _("It cannot be decided before it was handed in."))
    if on > today:
        raise Refusal("day_ahead", _("This day has not come yet."))


def _day_after(last: date) -> date:
    return date.fromordinal(last.toordinal() + 1)


def _decided(
    by: Person, at: datetime, kept: Application, state: ApplicationState, on: date, *,
    document: str = "", reason: str = "",
) -> Application:  # fmt: skip
    kept.state, kept.decided_on, kept.document, kept.reason = state, on, document, reason
    kept.decided_at, kept.decided_by = at, by.username
    kept.save(
        update_fields=["state", "decided_on", "document", "reason", "title", "decided_at",
                       "decided_by"]
    )  # fmt: skip
    audit.record(
        f"application.{state.value}", by=by, at=at, world=kept.world, about=kept,
        after={"on": on, "document": document, "reason": reason, "title": kept.title_id},
    )  # fmt: skip
    return kept
