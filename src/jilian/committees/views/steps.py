"""Taking a step: what its paper says, which dates it moves, and then it happens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.committees import operations, queries
from jilian.committees.forms import StepForm, UndoForm, plain
from jilian.committees.models import Procedure
from jilian.committees.rules import PERMISSION_OF, PaperFact, Step, next_steps
from jilian.committees.views.finding import seen_or_404
from jilian.committees.views.words import KINDS, Kind


@needs(Permission.PROPOSE_BODIES)
def step(request: Request, pk: int, step: str) -> HttpResponse:
    """Ask for a step of the cluster's side, show which dates it moves, and take it."""
    return _step(request, *_takable(request, pk, step, Permission.PROPOSE_BODIES))


@needs(Permission.APPROVE_BODIES)
def decide(request: Request, pk: int, step: str) -> HttpResponse:
    """Ask for a step of the office's side, show which dates it moves, and take it."""
    return _step(request, *_takable(request, pk, step, Permission.APPROVE_BODIES))


def _step(request: Request, procedure: Procedure, wanted: Step) -> HttpResponse:
    kind = KINDS[wanted]
    asked: Any = request.POST or (None if kind.has_paper else {})
    form = kind.form(asked, initial={"day": request.today, **_initial(procedure, wanted)})
    page: dict[str, Any] = {"procedure": procedure, "kind": kind, "form": form}
    page["back"] = reverse("committees:detail", args=(request.world.code, procedure.pk))
    page["sees_counts"] = request.reach.may(Permission.SEE_COUNTS, procedure.count_scopes)
    if form.is_valid():
        paper = form.paper if kind.has_paper else PaperFact(procedure.effect_on or request.today)
        try:
            if "confirmed" in request.POST:
                _take(request, procedure, kind, form)
                messages.success(request, _("Done: %s.") % kind.verb)
                return redirect(page["back"])
            page["planned"] = queries.plan_step(procedure, wanted, paper, form.values)
            page["hidden"] = {**plain(form), "confirmed": "1"}
            if not kind.has_paper and page["planned"].leaves_years_open:
                page["chosen"] = form
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "committees/step.html", page)


def _take(request: Request, procedure: Procedure, kind: Kind, form: StepForm) -> None:
    paper = {"paper": form.paper} if kind.has_paper else {}
    kind.operation(
        by=request.person, at=timezone.now(), procedure=procedure, **paper, **form.values
    )


@needs(Permission.PROPOSE_BODIES)
def undo(request: Request, pk: int) -> HttpResponse:
    """Take the last step back."""
    procedure = seen_or_404(request, pk)
    last = procedure.steps.filter(undone_at__isnull=True).order_by("-number").first()
    if last is None or last.kind == Step.DRAFTED or not _may(request, procedure, Step(last.kind)):
        raise Http404
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.undo_last_step(
                by=request.person, at=timezone.now(), procedure=procedure,
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
            messages.success(request, _("The step has been taken back."))
            return redirect("committees:detail", request.world.code, pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    back = reverse("committees:detail", args=(request.world.code, pk))
    page = {"procedure": procedure, "last": last, "form": form, "back": back}
    page["effects"] = queries.plan_undo(procedure)
    return render(request, "committees/undo.html", page)


def _takable(
    request: Request, pk: int, step: str, permission: Permission
) -> tuple[Procedure, Step]:
    procedure = seen_or_404(request, pk)
    if step not in Step.values or Step(step) not in KINDS:
        raise Http404
    wanted = Step(step)
    if PERMISSION_OF[wanted] is not permission or not _may(request, procedure, wanted):
        raise Http404
    if wanted not in next_steps(procedure.state):
        messages.info(request, _("That step has been taken, or does not follow now."))
    return procedure, wanted


def _may(request: Request, procedure: Procedure, step: Step) -> bool:
    return request.reach.may(PERMISSION_OF[step], procedure.own_scopes)


def _initial(procedure: Procedure, step: Step) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if step == Step.APPLIED and procedure.applying_body:
        said["unit"] = procedure.applying_body.name
    elif step in (Step.APPROVED, Step.RETURNED, Step.REFUSED) and procedure.superior:
        said["unit"] = procedure.superior.name
    if step == Step.APPROVED:
        said["exception_document"] = procedure.exception_document
    if step == Step.FILED:
        said["effect_on"] = procedure.effect_on
    return said
