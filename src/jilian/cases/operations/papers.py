"""Papers: needed, promised by a day, given; one that was given earlier is not asked for again."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.cases.models import Case, Matter, MatterStep, Paper
from jilian.cases.operations.locking import opened_case
from jilian.cases.operations.telling import settle, tell_firm
from jilian.cases.queries.people import check_holds, decides, is_of_firm
from jilian.cases.rules.words import PaperState

LONGEST_KIND = 80


@transaction.atomic
def need_paper(
    *,
    by: Person,
    at: datetime,
    case: Case,
    matter: Matter | None,
    step: MatterStep | None,
    kind: str,
) -> Paper:
    """Note a paper that is needed; one of the same kind that the firm gave already is used."""
    kept = opened_case(case.pk)
    _check_may(by, kept, matter, step)
    words = checked_text(kind, longest=LONGEST_KIND)
    if not words:
        raise Refusal("paper_missing", _("Say which paper."))
    before = (
        Paper.objects.filter(case__firm=kept.firm, kind=words, state=PaperState.GIVEN)
        .order_by("-given_at", "-pk")
        .first()
    )
    made = Paper.objects.create(
        case=kept, matter=matter, step=step, kind=words, entered_by=by.username,
        reused_from=before, number=before.number if before else "",
        state=PaperState.GIVEN if before else PaperState.NEEDED,
        given_at=before.given_at if before else None,
    )  # fmt: skip
    audit.record(
        "case.paper_needed", by=by, at=at, world=kept.world, about=kept,
        after={"paper": made.pk, "kind": words, "reused": before is not None},
    )  # fmt: skip
    return made


@transaction.atomic
def promise_paper(
    *,
    by: Person,
    at: datetime,
    case: Case,
    matter: Matter,
    kind: str,
    due_on: date,
    step: MatterStep | None = None,
) -> Paper:
    """Promise a paper by a day, so that the branch may start before it is there."""
    kept = opened_case(case.pk)
    _check_may(by, kept, matter, step)
    words = checked_text(kind, longest=LONGEST_KIND)
    if not words:
        raise Refusal("paper_missing", _("Say which paper."))
    if due_on < timezone.localdate(at):
        raise Refusal("due_in_the_past", _("Choose a day that has not passed."))
    rows = Paper.objects.filter(case=kept, matter=matter, step=step, kind=words)
    if rows.filter(state=PaperState.GIVEN).exists():
        raise Refusal("paper_given_already", _("This paper is there already."))
    found = rows.first() or Paper(case=kept, matter=matter, step=step, kind=words)
    found.state, found.due_on, found.promised_at = PaperState.PROMISED, due_on, at
    found.entered_by = by.username
    found.save()
    audit.record(
        "case.paper_promised", by=by, at=at, world=kept.world, about=kept,
        after={"paper": found.pk, "kind": words, "due_on": due_on},
    )  # fmt: skip
    tell_firm(
        by=by, at=at, case=kept, kind="paper_promised", key=f"paper:{found.pk}",
        paper=words, day=due_on.isoformat(),
    )  # fmt: skip
    return found


@transaction.atomic
def give_paper(*, by: Person, at: datetime, paper: Paper, number: str = "") -> Paper:
    """Note that a paper is there, by its number where it has one."""
    kept = opened_case(paper.case_id)
    found = Paper.objects.select_related("matter", "step").get(pk=paper.pk, case=kept)
    if not is_of_firm(by, kept):
        _check_may(by, kept, found.matter, found.step)
    if found.state == PaperState.GIVEN:
        raise Refusal("paper_given_already", _("This paper is there already."))
    found.state, found.given_at = PaperState.GIVEN, at
    found.number, found.entered_by = checked_text(number, longest=60), by.username
    found.save()
    audit.record(
        "case.paper_given", by=by, at=at, world=kept.world, about=kept,
        after={"paper": found.pk, "kind": found.kind, "number": found.number},
    )  # fmt: skip
    settle(by=by, at=at, case=kept, key=f"paper:{found.pk}")
    return found


def _check_may(by: Person, case: Case, matter: Matter | None, step: MatterStep | None) -> None:
    """The officer who holds it, the firm itself, or the department whose branch it is."""
    if matter is not None:
        matter.case = case
        if matter.case_id != case.pk or (step is not None and step.matter_id != matter.pk):
            raise Refusal("matter_elsewhere", _("This belongs to another case."))
        if decides(by, matter, step):
            return
    if not is_of_firm(by, case):
        check_holds(by, case)
