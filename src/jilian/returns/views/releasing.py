"""A leader's page: what waits to be released, with which cover."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.returns import operations, queries
from jilian.returns.models import MonthlyReturn, MonthRelease
from jilian.returns.queries.asking import form_or_404, month_or_404
from jilian.returns.rules.cover import cover_percent, cover_sentence, cover_sentences
from jilian.returns.rules.forms import form_of
from jilian.returns.rules.words import State
from jilian.returns.views.reviewing import month_context

P = Permission
MOST_SHOWN = 24


@needs(P.RELEASE_RETURNS)
def releases(request: Request) -> HttpResponse:
    """What waits to be released, and what was released with which cover?"""
    waiting = MonthlyReturn.objects.visible_to(request.person, request.world).filter(
        state=State.LOCKED
    )
    places = sorted(set(waiting.order_by().values_list("form", "month")), key=lambda one: one[1])
    made = MonthRelease.objects.visible_to(request.person, request.world)[:MOST_SHOWN]
    page = {
        "waiting": [{"form": form_of(key, month), "month": month} for key, month in places],
        "made": [_shown(one) for one in made],
    }
    return render(request, "returns/releases.html", page)


def _shown(one: MonthRelease) -> dict[str, object]:
    percent = cover_percent(one.cover_part, one.cover_whole)
    return {
        "row": one,
        "form": form_of(one.form, one.month),
        "words": cover_sentence(percent, one.units_reported, one.units_expected),
    }


@needs(P.RELEASE_RETURNS)
def release(request: Request, form: str, month: str) -> HttpResponse:
    """For how much of last year do these figures stand, and may they be released so?"""
    day = month_or_404(month)
    form_or_404(form, day)
    refusal = None
    if request.method == "POST":
        try:
            operations.release_month(
                by=request.person, at=timezone.now(), world=request.world, form=form, month=day,
                cover=_said(request),
            )  # fmt: skip
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, _("Released; the cover stands beside every figure."))
            return redirect("returns:releases", request.world.code)
    context = month_context(request, form, month)
    page = context["page"]
    assert isinstance(page, queries.MonthPage)
    cover = page.cover
    context |= {
        "cover": cover,
        "percent": cover.cover.percent,
        "said": cover_sentences(cover.cover.percent, cover.reported, cover.expected),
        "refusal": refusal,
        "back": reverse("returns:releases", args=(request.world.code,)),
    }
    return render(request, "returns/release.html", context, status=422 if refusal else 200)


def _said(request: Request) -> Decimal | None:
    text = request.POST.get("cover", "")
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None
