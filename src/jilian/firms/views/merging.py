"""One firm in two records, two firms in one record: merge, split, and take either back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.firms import operations, queries
from jilian.firms.forms import ReasonForm, SplitForm
from jilian.firms.models import Firm, FirmMerge, FirmSplit

FOUND = 8


@needs(Permission.MERGE_FIRMS)
def merge(request: Request, pk: int) -> HttpResponse:
    """Which other record is this firm, what do both say, and shall they be one?"""
    firm = _firm(request, pk)
    other = _other(request, firm)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and other is not None and form.is_valid():
        try:
            made = operations.merge_firms(
                by=request.person, at=timezone.now(), kept=firm, merged=other,
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            done = _("%(merged)s is read together with %(kept)s from now on, for every day.")
            names = {"merged": made.merged_name, "kept": made.kept_name}
            messages.success(request, done % names)
            return redirect("firms:detail", request.world.code, made.kept_id)
    return render(
        request, "firms/merge.html", _merging(request, firm, other, form),
        status=422 if form.errors else 200,
    )  # fmt: skip


def _merging(request: Request, firm: Firm, other: Firm | None, form: ReasonForm) -> dict[str, Any]:
    person, world, day = request.person, request.world, request.as_of
    text = request.GET.get("q", "").strip()
    found = queries.search_firms(person, world, text, day, FOUND + 1) if text else []
    compared = queries.comparison_of(person, world, firm, other, day) if other else None
    return {
        "firm": firm,
        "other": other,
        "text": text,
        "found": [one for one in found if one.firm.pk != firm.pk][:FOUND],
        "compared": compared,
        "form": form,
    }


@needs(Permission.MERGE_FIRMS)
def undo_merge(request: Request, pk: int) -> HttpResponse:
    """Shall the two records be two firms again?"""
    rows = FirmMerge.objects.visible_to(request.person, request.world)
    found = get_object_or_404(rows.select_related("kept", "merged", "world"), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.undo_merge(
                by=request.person, at=timezone.now(), merge=found,
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%s is a firm of its own again.") % found.merged_name)
            return redirect("firms:detail", request.world.code, found.merged_id)
    status = 422 if form.errors else 200
    return render(request, "firms/undo_merge.html", {"merge": found, "form": form}, status=status)


@needs(Permission.MERGE_FIRMS)
def history(request: Request, pk: int) -> HttpResponse:
    """Which records were merged into this firm or split off it, by whom, why?"""
    firm = _firm(request, pk)
    page = {"firm": firm, "history": queries.history_of(firm)}
    return render(request, "firms/history.html", page)


@needs(Permission.MERGE_FIRMS)
def split(request: Request, pk: int) -> HttpResponse:
    """Which rows of this record belong to another firm?"""
    firm = _firm(request, pk)
    form = SplitForm(request.POST if request.method == "POST" else None)
    ticked = request.POST.getlist("rows")
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.split_firm(
                by=request.person, at=timezone.now(), firm=firm, **form.cleaned_data,
                chosen=queries.keys_chosen(ticked),
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            done = _("%(new)s is a firm of its own now; %(count)d rows went to it.")
            messages.success(request, done % {"new": made.new_name, "count": len(made.moved)})
            return redirect("firms:detail", request.world.code, made.new_firm_id)
    page = {
        "firm": firm,
        "form": form,
        "groups": queries.movable_groups(request.person, request.world, firm),
        "ticked": set(ticked),
    }
    return render(request, "firms/split.html", page, status=422 if form.errors else 200)


@needs(Permission.MERGE_FIRMS)
def undo_split(request: Request, pk: int) -> HttpResponse:
    """Shall the rows go back and the new firm go?"""
    rows = FirmSplit.objects.visible_to(request.person, request.world)
    found = get_object_or_404(rows.select_related("firm", "new_firm", "world"), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.undo_split(
                by=request.person, at=timezone.now(), split=found,
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The rows are back at %s.") % found.firm_name)
            return redirect("firms:detail", request.world.code, found.firm_id)
    in_the_way = [] if found.undone_at else queries.obstacles_of(found)
    page = {"split": found, "form": form, "obstacles": in_the_way}
    return render(request, "firms/undo_split.html", page, status=422 if form.errors else 200)


def _firm(request: Request, pk: int) -> Firm:
    return get_object_or_404(Firm.objects.visible_to(request.person, request.world), pk=pk)


def _other(request: Request, firm: Firm) -> Firm | None:
    """The record that the address or the form names beside this one."""
    asked = request.POST.get("with") or request.GET.get("with", "")
    if not asked.isdecimal():
        return None
    seen = Firm.objects.visible_to(request.person, request.world)
    return seen.exclude(pk=firm.pk).filter(pk=int(asked)).first()
