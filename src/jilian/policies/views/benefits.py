"""Policies, and the benefits that firms get by them without applying."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, Taking, export_links, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.sheets import CONTENT_TYPES
from jilian.firms.models import Firm
from jilian.policies import analysis, formats, operations, queries
from jilian.policies.forms import ACTS, EndForm, PolicyForm
from jilian.policies.lists import BenefitFilter, BenefitTable
from jilian.policies.models import Benefit, Policy
from jilian.policies.queries.calendar import last_day_to_object
from jilian.policies.rules.checking import Check, kept_lines, may_pay
from jilian.policies.rules.sets import set_words
from jilian.policies.rules.words import BenefitState, PolicyState
from jilian.policies.views.shared import may_keep, must_keep, paged
from jilian.ui.parts import Effect

P = Permission


@needs(P.SEE_CHECKS)
def policies(request: Request) -> HttpResponse:
    """Which policies pay without an application?"""
    rows = list(queries.policies_seen(request.person, request.world))
    page = {
        "policies": [(one, set_words(one.rule_set)) for one in rows],
        "may_keep": may_keep(request),
    }
    return render(request, "policies/policies.html", page)


@needs(P.KEEP_POLICIES)
def new_policy(request: Request) -> HttpResponse:
    """What have people decided to give, to whom, by which document?"""
    must_keep(request)
    form = PolicyForm(request.POST or None, initial={"decided_on": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.draft_policy(
                by=request.person, at=timezone.now(), world=request.world, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Entered as a draft."))
            return redirect("policies:policy", request.world.code, made.pk)
    return render(request, "policies/new_policy.html", {"form": form})


@needs(P.SEE_CHECKS)
def policy(request: Request, pk: int) -> HttpResponse:
    """Who gets it, who could, and what became of each?"""
    found = _policy(request, pk)
    narrowed = _narrowed(request, found)
    table = paged(request, BenefitTable(narrowed.qs, order_by=("state", "objection_until")))
    table.exports = export_links(request, "policies:export_benefits", found.pk)
    keeps = may_keep(request)
    page: dict[str, Any] = {
        "policy": found, "words": set_words(found.rule_set), "filter": narrowed, "table": table,
        "may_keep": keeps,
    }  # fmt: skip
    if keeps and found.state == PolicyState.IN_FORCE:
        firms, whole = queries.candidates_of(request.person, found)
        chosen = [analysis.by_hand(found.rule_set, request.today, "new", "", "")]
        checked = analysis.check_many(firms, chosen, request.today, own_words=False)
        rows = [(firm, checked[firm.root_id][0]) for firm in firms]
        page |= {
            "ready": [firm for firm, check in rows if may_pay(check.lines)],
            "open": [(firm, _open(check)) for firm, check in rows if not may_pay(check.lines)],
            "more": max(0, whole - len(firms)),
            "run": queries.latest_done(request.world),
        }
    return render(request, "policies/policy.html", page)


def _open(check: Check) -> list[str]:
    """The lines that keep a firm from the benefit, each with what it comes to."""
    return [
        f"{line.words} ({line.label})"
        for line in check.lines
        if line.standing not in ("met", "not_applicable")
    ]


def _narrowed(request: Request, found: Policy) -> BenefitFilter:
    seen = queries.benefits_seen(request.person, request.world).filter(policy=found)
    return BenefitFilter(request.GET, queryset=seen)


@needs(P.EXPORT)
@says_purpose
def export_benefits(request: Request, taking: Taking, pk: int, kind: str) -> HttpResponse:
    """The benefits of a policy as a file."""
    if kind not in CONTENT_TYPES or not request.reach.may(P.SEE_CHECKS):
        raise Http404
    found = _policy(request, pk)
    lines = formats.benefit_lines(_narrowed(request, found).qs)
    operations.note_export(
        by=request.person, at=timezone.now(), world=request.world, what=f"benefits:{found.pk}",
        rows=len(lines) - 1, kind=kind, purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"benefits-{found.pk}-{request.today.isoformat()}"
    return file_answer(lines, kind, _("Benefits without application"), name)


@needs(P.KEEP_POLICIES)
@require_POST
def put_in_force(request: Request, pk: int) -> HttpResponse:
    """From now on benefits can be announced by it."""
    must_keep(request)
    found = _policy(request, pk)
    try:
        operations.put_in_force(by=request.person, at=timezone.now(), policy=found)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The policy is in force."))
    return redirect("policies:policy", request.world.code, found.pk)


@needs(P.KEEP_POLICIES)
def end_policy(request: Request, pk: int) -> HttpResponse:
    """Why does it end, on which day?"""
    must_keep(request)
    found = _policy(request, pk)
    if found.state == PolicyState.ENDED:
        raise Http404
    form = EndForm(request.POST or None, initial={"on": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            operations.end_policy(
                by=request.person, at=timezone.now(), policy=found, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The policy has ended."))
            return redirect("policies:policy", request.world.code, found.pk)
    return render(request, "policies/end_policy.html", {"policy": found, "form": form})


@needs(P.KEEP_POLICIES)
@require_POST
def announce(request: Request, pk: int) -> HttpResponse:
    """Say what will happen to which firms, then announce it."""
    must_keep(request)
    found = _policy(request, pk)
    asked = [int(one) for one in request.POST.getlist("firm") if one.isdecimal() and len(one) < 12]
    rows = Firm.objects.visible_to(request.person, request.world, P.SEE_CHECKS)
    firms = list(rows.filter(pk__in=asked).select_related("world", "merged_into"))
    back = redirect("policies:policy", request.world.code, found.pk)
    if "confirmed" in request.POST or not firms:
        try:
            made = operations.announce_benefits(
                by=request.person, at=timezone.now(), policy=found, firms=firms
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _("Announced to %(n)d firms; each has been told.") % {"n": len(made)}
            )
        return back
    try:
        until = last_day_to_object(request.today, found.objection_days)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return back
    words = _("gets “%(what)s” unless it objects; decided at the earliest on the day after")
    effects = [Effect(str(firm), words % {"what": found.amount_words}, until) for firm in firms]
    page = {
        "policy": found, "effects": effects,
        "firms": [firm.pk for firm in firms],
    }  # fmt: skip
    return render(request, "policies/announce.html", page)


@needs(P.SEE_CHECKS)
def benefit(request: Request, pk: int) -> HttpResponse:
    """How far is this benefit, and what stands in its log?"""
    found = _benefit(request, pk)
    speaks = queries.speaks_for(request.person, found.firm)
    page = {
        "benefit": found,
        "policy": found.policy,
        "words": set_words(found.policy.rule_set),
        "steps": queries.steps_of(found),
        "lines": kept_lines(found.checked),
        "acts": _acts(found, request, speaks=speaks),
        "sees_names": may_keep(request),
    }
    return render(request, "policies/benefit.html", page)


def _acts(found: Benefit, request: Request, *, speaks: bool) -> list[tuple[str, str]]:
    """What the person can do with it now."""
    names = {
        "object": _("Object"), "answer": _("Answer the objection"), "decide": _("Decide"),
        "pay": _("Record the payment"), "withdraw": _("Withdraw"),
        "undo": _("Undo the announcement"),
    }  # fmt: skip
    acts = []
    if found.state == BenefitState.ANNOUNCED:
        over = request.today > found.objection_until
        if speaks and not over:
            acts.append("object")
        if may_keep(request):
            if found.has_open_objection:
                acts.append("answer")
            elif over:
                acts.append("decide")
            acts.append("undo")
    elif found.state == BenefitState.DECIDED and may_keep(request):
        acts += ["pay", "withdraw"]
    return [(act, names[act]) for act in acts]


@needs(P.SEE_CHECKS)
def act_on_benefit(request: Request, pk: int, act: str) -> HttpResponse:
    """Object, answer, decide, pay, withdraw, undo: each with its words."""
    found = _benefit(request, pk)
    speaks = queries.speaks_for(request.person, found.firm)
    possible = dict(_acts(found, request, speaks=speaks))
    if act not in ACTS:
        raise Http404
    if act not in possible:
        messages.warning(request, _("This cannot be done now, or not by you."))
        return redirect("policies:benefit", request.world.code, found.pk)
    form = ACTS[act](request.POST or None, initial={"on": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            _done(request, found, act, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Recorded in the log."))
            return redirect("policies:benefit", request.world.code, found.pk)
    page = {"benefit": found, "policy": found.policy, "form": form, "act": act,
            "verb": possible[act]}  # fmt: skip
    return render(request, "policies/act.html", page)


def _done(request: Request, found: Benefit, act: str, typed: dict[str, Any]) -> None:
    by, at = request.person, timezone.now()
    match act:
        case "object":
            operations.object_to_benefit(by=by, at=at, benefit=found, words=typed["words"])
        case "answer":
            operations.answer_objection(by=by, at=at, benefit=found, words=typed["words"])
        case "decide":
            operations.decide_benefit(by=by, at=at, benefit=found, **typed)
        case "pay":
            operations.pay_benefit(by=by, at=at, benefit=found, **typed)
        case "withdraw":
            operations.withdraw_benefit(by=by, at=at, benefit=found, reason=typed["words"])
        case _:
            operations.undo_announcement(by=by, at=at, benefit=found, reason=typed["words"])


def _policy(request: Request, pk: int) -> Policy:
    return get_object_or_404(queries.policies_seen(request.person, request.world), pk=pk)


def _benefit(request: Request, pk: int) -> Benefit:
    return get_object_or_404(queries.benefits_seen(request.person, request.world), pk=pk)
