"""Asking firms to help, and what they answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.firms.models import Firm
from jilian.shortages.models import Call, Helper
from jilian.shortages.operations.locking import opened
from jilian.shortages.operations.telling import settle, settle_leads, tell_caller, tell_helper
from jilian.shortages.queries.people import check_raised_or_led, raised, scopes_of_firm
from jilian.shortages.queries.placing import circles_of
from jilian.shortages.rules.amounts import in_unit
from jilian.shortages.rules.answering import check_lowered, checked_answer
from jilian.shortages.rules.words import USEFUL, Circle

MOST_ASKED_AT_ONCE = 50


@transaction.atomic
def ask_helpers(
    *,
    by: Person,
    at: datetime,
    call: Call,
    firms: Sequence[Firm],
    ranks: Mapping[int, int] | None = None,
) -> list[Helper]:
    """Ask firms within the call's circle: by the caller, her secretary, or the district's office.

    ``ranks``: place in the proposal by firm. Who was asked already stays as it is. Refuses the
    caller itself, firms not to be asked, and firms beyond the circle. An office that asks the
    caller, whom it does not know, is not told so: the row is kept, and nobody hears of it.
    """
    kept = opened(by=by, at=at, call_id=call.pk)
    check_raised_or_led(by, kept)
    if len(firms) > MOST_ASKED_AT_ONCE:
        raise Refusal("too_many_asked", _("Ask fifty firms at most at once."))
    roots = {one.root_id: one.root for one in firms if one.world_id == kept.world_id}
    asked = set(kept.helpers.values_list("firm_id", flat=True))
    left_out = set(kept.not_asked.values_list("pk", flat=True))
    if raised(by, kept):
        left_out.add(kept.firm_id)
    if left_out.intersection(roots):
        raise Refusal(
            "not_to_be_asked", _("One of these firms is not to be asked: take it off the list.")
        )
    circles = circles_of(kept.firm, kept.cluster, roots.values(), timezone.localdate(at))
    if any(circles[pk] > kept.circle for pk in roots):
        raise Refusal(
            "beyond_the_circle",
            _("One of these firms is beyond the circle that is being asked: widen it first."),
        )
    made = [
        _asked(by, at, kept, firm, circles[pk], (ranks or {}).get(pk))
        for pk, firm in roots.items()
        if pk not in asked
    ]
    if made:
        audit.record(
            "call.helpers_asked", by=by, at=at, world=kept.world, about=kept,
            after={"firms": [one.firm_id for one in made], "circle": kept.circle},
        )  # fmt: skip
    return made


def _asked(
    by: Person, at: datetime, call: Call, firm: Firm, circle: Circle, rank: int | None
) -> Helper:
    helper = Helper.objects.create(
        call=call, firm=firm, circle=circle, rank=rank, asked_at=at, asked_by=by.username
    )
    if firm.pk != call.firm_id:
        tell_helper(by=by, at=at, helper=helper, kind="call_asked", key=f"asked:{helper.pk}")
    return helper


@transaction.atomic
def answer_call(
    *,
    by: Person,
    at: datetime,
    helper: Helper,
    answer: str,
    offered: Decimal | None = None,
    unit: str = "",
    lead_hours: int | None = None,
    papers: Collection[str] = (),
    paper_numbers: str = "",
    cannot_reason: str = "",
    words: str = "",
) -> Helper:
    """Answer for the own firm: can, in part (amount, lead time), or cannot with a reason.

    ``unit`` other than the call's is converted exactly. May be answered anew while the call is
    open, but never below what was accepted of it.
    """
    world = helper.call.world
    scopes = scopes_of_firm(helper.firm)
    allow(by, Permission.ANSWER_CALLS, world_code=world.code, scopes=scopes)
    call = opened(by=by, at=at, call_id=helper.call_id)
    kept = (
        Helper.objects.select_for_update(of=("self",))
        .select_related("firm__world")
        .get(pk=helper.pk)
    )
    kept.call = call
    amount = None if offered is None else in_unit(offered, unit, call.unit, call.density)
    said = checked_answer(answer, amount, lead_hours, papers, paper_numbers, cannot_reason, words)
    check_lowered(said.offered, kept.reserved)
    before = {"answer": kept.answer, "offered": kept.offered, "lead_hours": kept.lead_hours}
    kept.answer, kept.offered, kept.lead_hours = said.answer, said.offered, said.lead_hours
    kept.papers, kept.paper_numbers = list(said.papers), said.paper_numbers
    kept.cannot_reason, kept.words = said.cannot_reason, said.words
    kept.answered_at, kept.answered_by = at, by.username
    kept.first_answered_at = kept.first_answered_at or at
    if said.answer in USEFUL:
        kept.first_useful_at = kept.first_useful_at or at
    kept.save()
    audit.record(
        "call.answered", by=by, at=at, world=world, about=call, before=before,
        after={
            "firm": kept.firm_id, "answer": said.answer, "offered": said.offered,
            "lead_hours": said.lead_hours,
        },
    )  # fmt: skip
    if before["answer"] in USEFUL and not call.helpers.filter(answer__in=USEFUL).exists():
        call.circle_since = at  # nobody helps any more: the circle's clock begins anew
        call.save(update_fields=["circle_since"])
    settle(by=by, at=at, call=call, key=f"asked:{kept.pk}")
    if said.answer in USEFUL:
        settle_leads(by=by, at=at, call=call)
        key = f"answer:{kept.pk}:{at.isoformat()}"
        tell_caller(by=by, at=at, call=call, kind="call_answered", key=key)
    return kept
