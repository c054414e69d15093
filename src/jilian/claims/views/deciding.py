"""The office's side: claims and corrections that wait, the longest waiting first."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.paging import RequestConfig
from jilian.claims import operations, queries
from jilian.claims.forms import VerdictForm, WordsForm
from jilian.claims.lists import ClaimFilter, ClaimTable, CorrectionFilter
from jilian.claims.models import Claim

PER_PAGE = 25


@needs(Permission.REVIEW_CLAIMS)
def claims(request: Request) -> HttpResponse:
    """Who says which firm is hers, and how long has she waited?"""
    seen = queries.claims_seen(request.person, request.world)
    chosen = ClaimFilter(request.GET, queryset=seen)
    table = ClaimTable(chosen.qs, order_by="waiting_since")
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    table.now = timezone.now()
    table.rivals = queries.rivals_of(row.record for row in table.paginated_rows)
    waiting = seen.waiting().count()
    page = {"filter": chosen, "table": table, "waiting": waiting, "is_empty": not seen.exists()}
    return render(request, "claims/claims.html", page)


@needs(Permission.REVIEW_CLAIMS)
def claim(request: Request, pk: int) -> HttpResponse:
    """Does this person speak for this firm?"""
    found = get_object_or_404(queries.claims_seen(request.person, request.world), pk=pk)
    form = WordsForm(request.POST or None, label=_("Reason or question; the person reads it"))
    if request.method == "POST":
        try:
            if _decide_claim(request, found, form):
                messages.success(request, _("Done."))
                return redirect("claims:claim", request.world.code, pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        found.refresh_from_db()
    page = {"seen": queries.claim_seen(found), "claim": found, "form": form}
    page["now"] = timezone.now()
    return render(request, "claims/claim.html", page)


def _decide_claim(request: Request, found: Claim, form: WordsForm) -> bool:
    by, at, act = request.person, timezone.now(), request.POST.get("act")
    if act == "accept":
        form.is_bound = False
        operations.accept_claim(by=by, at=at, claim=found)
        return True
    if not form.is_valid():
        return False
    words = form.cleaned_data["words"]
    if act == "ask":
        operations.ask_back_claim(by=by, at=at, claim=found, question=words)
    elif act == "end":
        operations.end_claim(by=by, at=at, claim=found, reason=words)
    else:
        operations.refuse_claim(by=by, at=at, claim=found, reason=words)
    return True


@needs(Permission.REVIEW_CLAIMS)
def corrections(request: Request) -> HttpResponse:
    """Which values do firms want set right?"""
    seen = queries.corrections_seen(request.person, request.world)
    of_firm = request.GET.get("firm", "")
    kept = seen.filter(firm=int(of_firm[:18])) if of_firm.isdecimal() else seen
    chosen = CorrectionFilter(request.GET, queryset=kept)
    ordered = chosen.qs.order_by("waiting_since", "pk")
    found = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    if request.method == "POST":
        return _decide(request, [one.pk for one in found])
    now = timezone.now()
    page = {
        "filter": chosen,
        "found": found,
        "proposals": queries.proposals(found, request.today, now=now),
        "waiting": seen.waiting().count(),
        "is_empty": not seen.exists(),
    }
    return render(request, "claims/corrections.html", page)


def _decide(request: Request, among: list[int]) -> HttpResponse:
    form, back = VerdictForm(request.POST, among=among), request.get_full_path()
    if not form.is_valid():
        messages.error(request, _("Choose at least one correction and what is decided."))
        return redirect(back)
    decided = operations.decide_corrections(
        by=request.person,
        at=timezone.now(),
        world=request.world,
        pks=form.cleaned_data["pick"],
        verdict=form.cleaned_data["verdict"],
        words=form.cleaned_data["words"],
    )
    if count := len(decided.done):
        done = ngettext("%(n)d correction decided.", "%(n)d corrections decided.", count)
        messages.success(request, done % {"n": count})
    for one, refusal in decided.left:
        messages.error(request, f"{one}: {refusal}")
    return redirect(back)


@needs(Permission.REVIEW_CLAIMS)
def correction(request: Request, pk: int) -> HttpResponse:
    """What did this correction change, and should it stay?"""
    seen = queries.corrections_seen(request.person, request.world)
    found = get_object_or_404(seen, pk=pk)
    form = WordsForm(request.POST or None, label=_("Why it is undone; the firm reads it"))
    if request.method == "POST" and form.is_valid():
        try:
            operations.undo_accepted(
                by=request.person,
                at=timezone.now(),
                correction=found,
                reason=form.cleaned_data["words"],
            )
            messages.success(request, _("Undone: the record is as it was before."))
            return redirect("claims:correction", request.world.code, pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    proposal = queries.proposals([found], request.today, now=timezone.now())[0]
    return render(request, "claims/correction.html", {"proposal": proposal, "form": form})
