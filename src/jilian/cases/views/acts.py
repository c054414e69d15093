"""What a reader may do with a case now: the next step first, what ends something last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request
from jilian.accounts.permissions import Permission
from jilian.cases.formats.acts import EFFECTS, VERBS
from jilian.cases.forms.acting import QuickForm
from jilian.cases.models import Matter, MatterStep
from jilian.cases.queries.people import decides, holds, is_of_firm, may_take_over
from jilian.cases.queries.reading import CaseSeen, MatterSeen
from jilian.cases.rules.acts import BY_FIRM, DANGEROUS, kinds_of_matter, kinds_of_step
from jilian.cases.rules.words import ENDED, CaseState, EventKind, PaperState, StepState

P, K = Permission, EventKind
# Those that need nothing but a moment and perhaps a few words.
SIMPLE = frozenset(
    {
        K.PRE_REVIEW_STARTED, K.PRE_REVIEW_ENDED, K.RECEIVED, K.CORRECTION_GIVEN, K.ACCEPTED,
        K.RESUMED, K.BRANCH_STARTED, K.BRANCH_ENDED, K.RETURNED_TO_FIRM, K.FIRM_ANSWERED,
        K.DELIVERED,
    }
)  # fmt: skip
LAST = frozenset({K.PAUSED, K.RETURNED_TO_FIRM, K.WITHDRAWN, K.REDIRECTED, K.NOT_ACCEPTED})


@dataclass(frozen=True)
class Act:
    """Something that can be done: its verb, about what, at which address."""

    verb: str
    subject: str
    url: str
    kind: str = ""
    matter: Matter | None = None
    step: MatterStep | None = None
    danger: bool = False
    of_paper: str = ""

    @property
    def rank(self) -> int:
        """The next step first; what stops or ends something last."""
        if self.kind == K.BRANCH_ENDED:
            return 0
        if not self.kind:
            return 4
        if self.kind in LAST:
            return 3
        return 2 if self.step is not None else 1


def acts_of(request: Request, found: CaseSeen, now: datetime) -> list[Act]:
    """What the reader may do with a case; nothing for who only reads."""
    case, person = found.row, request.person
    is_firm = request.reach.may_somewhere(P.OPEN_CASES) and is_of_firm(person, case)
    is_officer = holds(person, case)
    acts: list[Act] = []
    if case.is_open:
        for one in found.matters:
            acts.extend(_of_matter(request, one, is_officer=is_officer, is_firm=is_firm))
        acts.sort(key=lambda act: act.rank)
        acts.extend(_of_papers(request, found, may=is_officer or is_firm))
    acts.extend(_of_case(request, found, is_officer=is_officer, is_firm=is_firm))
    return acts


def _of_matter(
    request: Request, one: MatterSeen, *, is_officer: bool, is_firm: bool
) -> Iterator[Act]:
    """Events of a matter and of its branches, by who may enter them."""
    matter, code = one.row, request.world.code
    running = sum(step.state in (StepState.OPEN, StepState.RETURNED) for step in one.steps)
    may_all = is_officer or decides(request.person, matter)
    for kind in kinds_of_matter(matter.state, running if one.only is None else 1):
        if may_all or (is_firm and kind in BY_FIRM):
            url = reverse("cases:enter", args=(code, matter.case.key, kind, matter.key))
            yield Act(str(VERBS[kind]), str(matter), url, kind, matter, None, kind in DANGEROUS)
    for step in one.steps:
        may_step = is_officer or decides(request.person, matter, step)
        for kind in kinds_of_step(matter.state, step.state):
            if may_step or (is_firm and kind in BY_FIRM):
                url = reverse("cases:enter", args=(code, matter.case.key, kind, step.key))
                yield Act(str(VERBS[kind]), str(step), url, kind, matter, step)
        if step.state == StepState.WAITING and (may_step or is_firm):
            url = reverse("cases:promise_for", args=(code, matter.case.key, step.key))
            yield Act(_("Promise a paper for it"), str(step), url, step=step)
    if (may_all or is_firm) and matter.state not in ENDED:
        url = reverse("cases:need", args=(code, matter.case.key, matter.key))
        yield Act(_("Add a paper that is needed"), str(matter), url)


def _of_papers(request: Request, found: CaseSeen, *, may: bool) -> Iterator[Act]:
    if not may:
        return
    for one in found.papers:
        if one.state == PaperState.GIVEN:
            continue
        slots = (request.world.code, found.row.key, one.key)
        key = str(one.key)
        yield Act(_("Enter that it was given"), one.kind, reverse("cases:give", args=slots),
                  of_paper=key)  # fmt: skip
        if one.state == PaperState.NEEDED:
            yield Act(_("Promise it"), one.kind, reverse("cases:promise", args=slots),
                      of_paper=key)  # fmt: skip


def _of_case(
    request: Request, found: CaseSeen, *, is_officer: bool, is_firm: bool
) -> Iterator[Act]:
    """What is done with the case as a whole."""
    case = found.row

    def act(verb: str, name: str, *, danger: bool = False) -> Act:
        url = reverse(f"cases:{name}", args=(request.world.code, case.key))
        return Act(verb, "", url, danger=danger)

    if case.is_open:
        if is_officer or is_firm:
            yield act(_("Add a matter"), "add_matter")
        if is_officer:
            yield act(_("Hand the case over"), "hand_over")
            yield act(_("Close the case"), "close")
        elif may_take_over(request.person, case):
            yield act(_("Take the case over"), "take_over")
        return
    if is_firm and case.state == CaseState.CLOSED:
        yield act(_("It is solved"), "solved")
        yield act(_("It is not solved"), "not_solved")
    if is_firm or is_officer:
        yield act(_("Open it again"), "reopen")


def simple(acts: Sequence[Act]) -> list[tuple[str, str]]:
    """What can be entered so, with what will happen: by kind and key of the branch or matter."""
    return [
        (
            f"{one.kind}.{getattr(one.step or one.matter, 'key', '')}",
            _("%(verb)s, %(what)s: %(effect)s") % {
                "verb": one.verb, "what": one.subject, "effect": EFFECTS[one.kind],
            },
        )
        for one in acts
        if one.kind in SIMPLE
    ]  # fmt: skip


def quick_form_of(acts: Sequence[Act], now: datetime) -> QuickForm | None:
    """The form on the page of the case; None where nothing can be entered so."""
    choices = simple(acts)
    minute = timezone.localtime(now).replace(second=0, microsecond=0)
    return QuickForm(acts=choices, initial={"at": minute}) if choices else None
