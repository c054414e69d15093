"""The reviewer's list of a month: who is missing, who is late, whom to ask; accept, send back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, Taking, export_links, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.paging import RequestConfig
from jilian.base.sheets import CONTENT_TYPES
from jilian.returns import operations, queries
from jilian.returns.formats.lines import month_lines
from jilian.returns.forms import NothingForm, ReasonForm
from jilian.returns.lists import UnitFilter, UnitTable
from jilian.returns.queries.asking import form_or_404, month_or_404
from jilian.returns.rules.forms import Form
from jilian.returns.rules.words import State
from jilian.returns.views.shared import return_or_404
from jilian.ui.parts import Effect
from jilian.ui.rows import Rows

P = Permission
PER_PAGE = 50
ACTS: Mapping[str, Callable[..., object]] = {
    "checked": operations.check_by_town,
    "accepted": operations.accept_return,
    "sent_back": operations.send_back,
}


@needs(P.REVIEW_RETURNS)
def review(request: Request) -> HttpResponse:
    """The latest month that has ended, of the first form by which anybody reports."""
    forms = queries.forms_reported(request.world)
    if not forms:
        return render(
            request, "returns/none.html", {"may_set": request.reach.may(P.REVIEW_RETURNS)}
        )
    latest = queries.months_to_choose(forms[0], request.today)[0]
    return redirect("returns:month", request.world.code, forms[0].key, f"{latest:%Y-%m}")


@needs(P.REVIEW_RETURNS)
def month(request: Request, form: str, month: str) -> HttpResponse:
    """Who has sent, who is late, and whom do I ask?"""
    return render(request, "returns/month.html", month_context(request, form, month))


def month_context(request: Request, form: str, month: str) -> dict[str, object]:
    """What the page of a month shows, to reviewers and leaders alike."""
    day = month_or_404(month)
    spec = form_or_404(form, day)
    page = queries.month_page(request.person, request.world, form, day, timezone.now())
    narrowed = UnitFilter(request.GET, queryset=Rows(page.rows))
    table = UnitTable(narrowed.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    if request.reach.may(P.REVIEW_RETURNS):
        table.exports = export_links(request, "returns:export", form, month)
    return {
        "page": page,
        "form": spec,
        "month": day,
        "months": _choices(spec, request.today, day),
        "forms": queries.forms_reported(request.world),
        "filter": narrowed,
        "table": table,
        "may_lock": request.reach.may(P.REVIEW_RETURNS) and page.accepted > 0,
        "may_release": request.reach.may(P.RELEASE_RETURNS) and page.locked > 0,
    }


def _choices(form: Form, today: date, day: date) -> list[date]:
    return sorted({*queries.months_to_choose(form, today), day}, reverse=True)


@needs(P.EXPORT)
@says_purpose
def export(request: Request, taking: Taking, form: str, month: str, kind: str) -> HttpResponse:
    """The values of a month as a file, of the units to which the list is narrowed."""
    if kind not in CONTENT_TYPES or not request.reach.may(P.REVIEW_RETURNS):
        raise Http404
    day = month_or_404(month)
    spec = form_or_404(form, day)
    found = queries.month_page(request.person, request.world, form, day, timezone.now())
    kept = UnitFilter(request.GET, queryset=Rows(found.rows)).qs
    units = {(one.duty.unit_kind, one.duty.unit_key) for one in kept}
    lines = month_lines(request.person, request.world, spec, day, units)
    operations.note_export(
        by=request.person, at=timezone.now(), world=request.world, what=f"{form} {month}",
        rows=len(lines) - 1, kind=kind, purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    return file_answer(lines, kind, str(spec), f"returns-{request.world.code}-{form}-{month}")


@needs(P.REVIEW_RETURNS)
def act(request: Request, pk: int, act: str) -> HttpResponse:
    """Say what follows, then do it."""
    row = return_or_404(request, pk)
    if act not in ACTS:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    typed = ReasonForm(sent) if act == "sent_back" else NothingForm(sent)
    back = reverse("returns:detail", args=(request.world.code, row.pk))
    if request.method == "POST" and typed.is_valid():
        try:
            ACTS[act](
                by=request.person, at=timezone.now(), monthly_return=row, **typed.cleaned_data
            )
        except Refusal as refusal:
            typed.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done; the unit's return says so."))
            return redirect(back)
    page = {"typed": typed, "back": back, "danger": act == "sent_back", **_words(act, str(row))}
    return render(request, "returns/confirm.html", page)


def _words(act: str, subject: str) -> dict[str, object]:
    if act == "checked":
        effect = _("goes on to the commission as checked by the town")
        return {"question": _("Is this return right?"), "verb": _("It is checked"),
                "effects": [Effect(subject, effect)]}  # fmt: skip
    if act == "accepted":
        effect = _("is accepted; it can still be sent back until the month is locked")
        return {"question": _("Accept this return?"), "verb": _("Accept it"),
                "effects": [Effect(subject, effect)]}  # fmt: skip
    effect = _("goes back to its unit with the reason, and the unit is told")
    return {"question": _("Why does this return go back?"), "verb": _("Send it back"),
            "effects": [Effect(subject, effect)]}  # fmt: skip


@needs(P.REVIEW_RETURNS)
def lock(request: Request, form: str, month: str) -> HttpResponse:
    """Lock what was accepted, so that a leader may release it."""
    day = month_or_404(month)
    form_or_404(form, day)
    back = reverse("returns:month", args=(request.world.code, form, month))
    typed = NothingForm(request.POST or None)
    if request.method == "POST":
        try:
            count = operations.lock_month(
                by=request.person, at=timezone.now(), world=request.world, form=form, month=day
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            words = _("%(count)d returns are locked; a leader releases them now.")
            messages.success(request, words % {"count": count})
        return redirect(back)
    found = queries.month_page(request.person, request.world, form, day, timezone.now())
    effects = [
        Effect(str(one.row), _("is locked; from then on it changes by correction only"))
        for one in found.rows
        if one.row is not None and one.row.state == State.ACCEPTED
    ]
    page = {"question": _("Lock what was accepted?"), "verb": _("Lock"), "effects": effects,
            "typed": typed, "back": back, "danger": False}  # fmt: skip
    return render(request, "returns/confirm.html", page)
