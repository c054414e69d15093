"""Opening a case for a firm and adding its matters."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.cases.models import (
    Case,
    CaseEvent,
    Department,
    Hall,
    Holding,
    Matter,
    MatterStep,
    TemplateVersion,
)
from jilian.cases.operations.answering import fill_form
from jilian.cases.operations.locking import opened_case
from jilian.cases.operations.papers import need_paper
from jilian.cases.operations.telling import tell_commission, tell_officer
from jilian.cases.queries.offices import template_of
from jilian.cases.queries.people import (
    check_holds,
    is_of_firm,
    least_burdened,
    may_take_over,
    scopes_of_firm,
    scopes_of_town,
)
from jilian.cases.queries.prefilled import town_of
from jilian.cases.rules.dues import choose_limits
from jilian.cases.rules.words import FIRM, EventKind, HandOverReason
from jilian.firms.models import Firm
from jilian_engine.rulebook.processes import ProcessTemplate

LONGEST_TITLE = 120
APPLICANT = "applicant"


@transaction.atomic
def open_case(
    *,
    by: Person,
    at: datetime,
    firm: Firm,
    title: str,
    hall: Hall | None = None,
    is_urgent: bool = False,
    is_kept: bool = False,
    answers: Mapping[str, str] | None = None,
) -> Case:
    """Open a case for a firm (OPEN_CASES for the firm, or for its town).

    An officer who opens it holds it; otherwise the officer of the firm's town with the fewest open
    cases does. ``answers`` are fields that the form still asked for; all others are filled in
    beforehand from the register and from what was given earlier. ``is_kept`` keeps the case to the
    firm and the officers of its town, out of figures and logs.
    """
    root = firm.root
    town = town_of(root, timezone.localdate(at))
    allow(
        by, Permission.OPEN_CASES, world_code=root.world.code,
        scopes=(*scopes_of_firm(root), *scopes_of_town(town)),
    )  # fmt: skip
    words = checked_text(title, longest=LONGEST_TITLE)
    if not words:
        raise Refusal("title_missing", _("Say in a few words what the case is about."))
    if hall is not None and hall.world_id != root.world_id:
        raise Refusal("hall_unknown", _("Choose a hall of this district."))
    case = Case.objects.create(
        world=root.world, firm=root, title=words, town=town, hall=hall, is_urgent=is_urgent,
        is_kept=is_kept,
        opened_at=at, opened_by=by.username, last_event_at=at,
    )  # fmt: skip
    CaseEvent.objects.create(
        case=case, at=at, event=EventKind.OPENED, by=by.username, recorded_at=at
    )
    fill_form(by=by, at=at, case=case, answers=answers or {})
    _give_to_officer(by, at, case)
    audit.record(
        "case.opened", by=by, at=at, world=case.world, about=case,
        after={"firm": root.pk, "town": town, "urgent": is_urgent},
    )  # fmt: skip
    return case


def _give_to_officer(by: Person, at: datetime, case: Case) -> None:
    """The officer who opened it holds it, else the least burdened one of the town."""
    is_own = not by.is_system and not is_of_firm(by, case) and may_take_over(by, case)
    officer = by if is_own else least_burdened(case.town, case.world)
    if officer is None:
        tell_commission(by=by, at=at, case=case, kind="case_unheld", key="unheld")
        return
    case.officer = officer.username
    case.save(update_fields=["officer"])
    reason = HandOverReason.OPENED if is_own else HandOverReason.ASSIGNED
    Holding.objects.create(
        case=case, officer=officer.username, since=at, reason=reason, given_by=by.username
    )
    tell_officer(by=by, at=at, case=case, kind="case_given", key="given")


@transaction.atomic
def add_matter(
    *,
    by: Person,
    at: datetime,
    case: Case,
    template: TemplateVersion,
    department: Department | None = None,
    departments: Mapping[str, Department] | None = None,
    name: str = "",
    variant: str = "",
    parent: Matter | None = None,
    hall: Hall | None = None,
    steps: Collection[str] | None = None,
    papers: Sequence[str] = (),
) -> Matter:
    """Add a matter by a template version, which it keeps whatever versions follow.

    ``departments`` names the office of each step by the step's key; ``steps`` are those the case
    goes through (all by default); ``variant`` is a limit's key or a kind of document.
    """
    kept = opened_case(case.pk)
    if not is_of_firm(by, kept):
        check_holds(by, kept)
    if template.world_id not in (None, kept.world_id):
        raise Refusal("template_unknown", _("Choose a template of this district."))
    if parent is not None and parent.case_id != kept.pk:
        raise Refusal("parent_elsewhere", _("The matter that this is part of is another case's."))
    plan = template_of(template)
    chosen = set(steps) if steps is not None else {one.key for one in plan.steps}
    if unknown := chosen - {one.key for one in plan.steps}:
        raise Refusal(
            "step_unknown", _("The template has no step %(step)s.") % {"step": min(unknown)}
        )
    statutory, promised = choose_limits(plan, variant)
    matter = Matter.objects.create(
        case=kept, template_version=template, department=department, parent=parent, hall=hall,
        name=checked_text(name, longest=LONGEST_TITLE) or template.name,
        name_en="" if name.strip() else template.name_en,
        variant=checked_text(variant, longest=60), statutory_key=statutory, promised_key=promised,
    )  # fmt: skip
    MatterStep.objects.bulk_create(steps_of(matter, plan, chosen, departments or {}))
    for kind in papers:
        need_paper(by=by, at=at, case=kept, matter=matter, step=None, kind=kind)
    audit.record(
        "case.matter_added", by=by, at=at, world=kept.world, about=kept,
        after={
            "matter": matter.pk, "template": template.key, "version": template.version,
            "department": department.key if department else None,
        },
    )  # fmt: skip
    return matter


def steps_of(
    matter: Matter,
    plan: ProcessTemplate,
    chosen: Collection[str],
    departments: Mapping[str, Department],
) -> list[MatterStep]:
    """Return the steps of a matter, not saved; a step of the applicant is held by the firm."""
    found = []
    for order, step in enumerate(plan.steps):
        if step.key not in chosen:
            continue
        office = departments.get(step.key)
        actor = FIRM if step.actor == APPLICANT else step.actor
        found.append(
            MatterStep(
                matter=matter, step=step.key, order=order, name=step.zh, name_en=step.en,
                department=office, holder=office.key if office else actor,
            )
        )  # fmt: skip
    return found


@transaction.atomic
def mark_urgent(*, by: Person, at: datetime, case: Case, is_urgent: bool) -> Case:
    """Say whether the case is urgent: late steps of an urgent case go up at night too."""
    kept = opened_case(case.pk)
    check_holds(by, kept)
    if kept.is_urgent == is_urgent:
        return kept
    kept.is_urgent = is_urgent
    kept.save(update_fields=["is_urgent"])
    audit.record(
        "case.urgency_changed", by=by, at=at, world=kept.world, about=kept,
        before={"urgent": not is_urgent}, after={"urgent": is_urgent},
    )  # fmt: skip
    return kept
