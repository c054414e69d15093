"""A proposal is adopted after its dates were shown; an adoption is undone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.clusters import operations
from jilian.clusters.forms import AdoptionForm, StayingForm, UndoForm
from jilian.clusters.models import Adoption, Cluster, ProposedCluster
from jilian.clusters.queries.adopting import Plan, departures_of, plan_of
from jilian.clusters.queries.resting import rests_on
from jilian.clusters.queries.standing import standing_choices
from jilian.clusters.rules import Departures, check_adoption, check_decision
from jilian.clusters.views.proposals import find_proposal, proposal_answer
from jilian.ui.parts import Effect

CHANGED_MEANWHILE = "noted_meanwhile"


@require_POST
@needs(Permission.ADOPT_CLUSTERS)
def adopt(request: Request, pk: int) -> HttpResponse:
    """First say which dates would come to be, then, confirmed, let them."""
    found = find_proposal(request, pk)
    clusters = standing_choices(request.world, request.today)
    form = AdoptionForm(request.POST, clusters=clusters)
    if not form.is_valid():
        return proposal_answer(request, found, adoption=form, status=422)
    try:
        if "confirmed" not in request.POST:
            return _confirm(request, found, form)
        staying = _staying(request)
        if staying is None:
            return _confirm(request, found, form, says_why=False)
        cluster = _adopted(request, found, form, staying)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return proposal_answer(request, found, adoption=form, status=422)
    messages.success(request, _("“%(name)s” is a cluster now.") % {"name": cluster})
    return redirect("clusters:detail", request.world.code, cluster.pk)


def _staying(request: Request) -> dict[int, str] | None:
    """Who stays nevertheless, and why; None where the reason is missing."""
    form = StayingForm(request.POST, firms=[])
    form.is_valid()
    reason = form.cleaned_data.get("staying_reason", "").strip()
    firms = form.cleaned_data.get("staying", [])
    return None if firms and not reason else dict.fromkeys(firms, reason)


def _into(request: Request, form: AdoptionForm) -> Cluster | None:
    pk = form.cleaned_data["into"]
    rows = Cluster.objects.visible_to(request.person, request.world)
    return get_object_or_404(rows, pk=int(pk)) if pk else None


def _adopted(
    request: Request, found: ProposedCluster, form: AdoptionForm, staying: dict[int, str]
) -> Cluster:
    typed, departures = form.cleaned_data, departures_of(found)
    if request.POST.get("mark", _mark(departures)) != _mark(departures):
        raise Refusal(CHANGED_MEANWHILE, _("Something else was noted meanwhile: look again."))
    return operations.adopt_proposal(
        by=request.person, at=timezone.now(), proposal=found, name=typed["name"],
        name_en=typed["name_en"], reason=typed["reason"], from_day=typed["from_day"],
        departures=replace(departures, staying=staying), into=_into(request, form),
    )  # fmt: skip


def _mark(departures: Departures) -> str:
    """What the confirmation was shown with: a change of it is noticed."""
    left_out, added, placed = departures.left_out, departures.added, departures.placed
    return ".".join(
        "-".join(str(pk) for pk in sorted(firms)) for firms in (left_out, added, placed)
    )


def _confirm(
    request: Request, found: ProposedCluster, form: AdoptionForm, *, says_why: bool = True
) -> HttpResponse:
    typed, departures, into = form.cleaned_data, departures_of(found), _into(request, form)
    if found.adopted_as_id is not None:
        raise Refusal("already_adopted", _("This proposal has been adopted already."))
    plan = plan_of(found, departures, into)
    days = {
        "reason": typed["reason"], "from_day": typed["from_day"],
        "frozen_on": found.run.snapshot.as_of, "today": request.today,
    }  # fmt: skip
    if into is None:
        check_adoption(name=typed["name"], kept=plan.members, **days)
    else:
        check_decision(**days)
        operations.check_into(into, plan, typed["from_day"])
    return render(
        request,
        "clusters/adopt.html",
        {
            "proposal": found,
            "into": into,
            "plan": plan,
            "left_out": [(one, departures.left_out[one.pk]) for one in plan.left_out],
            "hidden": {**form.hidden_values, "mark": _mark(departures), "confirmed": "1"},
            "effects": _effects(typed, plan, into),
            "typed": typed,
            "staying": _staying_form(request, plan, says_why=says_why),
        },
        status=200 if says_why else 422,
    )


def _staying_form(request: Request, plan: Plan, *, says_why: bool) -> StayingForm | None:
    if not plan.leaves:
        return None
    firms = list({row.firm.root_id: str(row.firm.root) for row in plan.leaves}.items())
    form = StayingForm(None if says_why else request.POST, firms=firms)
    if not says_why:
        form.add_error("staying_reason", _("Say why they stay."))
    return form


def _effects(typed: dict[str, Any], plan: Plan, into: Cluster | None) -> list[Effect]:
    day, effects = typed["from_day"], []
    if into is None:
        begins = _("begins as a cluster of this world, with this name")
        effects.append(Effect(typed["name"], begins, day))
    become = _("become members, each with its position and the reason you gave")
    if plan.joins or into is None:
        effects.append(Effect(_firms(len(plan.joins)), become, day))
    if plan.adjusted:
        otherwise = _("of these are added or placed otherwise than proposed; that is kept with why")
        effects.append(Effect(_firms(len(plan.adjusted)), otherwise, day))
    if plan.already:
        effects.append(Effect(_firms(len(plan.already)), _("are members already and stay"), None))
    if plan.leaves:
        leave = _("leave, because the run puts them elsewhere; tick below who stays")
        effects.append(Effect(_firms(len(plan.leaves)), leave, day))
    if plan.left_out:
        noted = _("stay as they are; they are noted as left out")
        effects.append(Effect(_firms(len(plan.left_out)), noted, None))
    return effects


def _firms(count: int) -> str:
    return ngettext("%(n)s firm", "%(n)s firms", count) % {"n": count}


@needs(Permission.ADOPT_CLUSTERS)
def undo_adoption(request: Request, pk: int) -> HttpResponse:
    """What would go if this adoption were undone, and what stands in the way?"""
    rows = Adoption.objects.visible_to(request.person, request.world)
    found = get_object_or_404(rows.select_related("run", "cluster", "proposal"), pk=pk)
    form, status = UndoForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            operations.undo_adoption(
                by=request.person, at=timezone.now(), adoption=found,
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The adoption was undone."))
            if found.proposal_id is not None:
                return redirect("clusters:proposal", request.world.code, found.proposal_id)
            return redirect("clusters:changes", request.world.code, found.run_id)
    if form.errors:
        status = 422
    page = {"adoption": found, "form": form, "rests": [] if found.undone_at else rests_on(found)}
    page["begun"], page["ended"] = found.begun.count(), found.ended.count()
    return render(request, "clusters/undo_adoption.html", page, status=status)
