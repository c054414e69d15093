"""Drafting a body: what it is to be, what is declared, who has which seats."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission, allow
from jilian.base.errors import Refusal
from jilian.clusters.models import Cluster
from jilian.committees import operations
from jilian.committees.forms import ContentsForm, DeclaredForm, SeatForm
from jilian.committees.models import Procedure
from jilian.committees.queries.around import seat_rows, seats_of
from jilian.committees.rules import line_of


@needs(Permission.PROPOSE_BODIES)
def new(request: Request, pk: int) -> HttpResponse:
    """Which body is to be set up for this cluster?"""
    clusters = Cluster.objects.visible_to(request.person, request.world)
    cluster = get_object_or_404(clusters.select_related("world", "host_division"), pk=pk)
    scopes = (("cluster", str(cluster.pk)),)
    allow(request.person, Permission.PROPOSE_BODIES, world_code=request.world.code, scopes=scopes)
    form = ContentsForm(request.POST or None, world=request.world)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.draft_procedure(
                by=request.person, at=timezone.now(), cluster=cluster, contents=form.contents
            )
            return redirect("committees:declared", request.world.code, made.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    back = reverse("clusters:detail", args=(request.world.code, cluster.pk))
    return _form_page(request, form, cluster.name, back, _("What is to be set up?"))


@needs(Permission.PROPOSE_BODIES)
def contents(request: Request, pk: int) -> HttpResponse:
    """What is the body to be?"""
    procedure = draftable(request, pk)
    said: dict[str, Any] = {
        "name": procedure.name,
        "type": procedure.type,
        "relation_mode": procedure.relation_mode,
        "superior": procedure.superior.key if procedure.superior else "",
        "superior_line": procedure.superior_line
        if procedure.superior_line != line_of(procedure.relation_mode)
        else "",
        "applying_body": procedure.applying_body.key if procedure.applying_body else "",
    }
    form = ContentsForm(request.POST or None, world=request.world, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            operations.amend_draft(
                by=request.person, at=timezone.now(), procedure=procedure, contents=form.contents
            )
            return _back(request, procedure)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _form_page(
        request, form, procedure.name, _address(procedure), _("What is to be set up?")
    )


@needs(Permission.PROPOSE_BODIES)
def declared(request: Request, pk: int) -> HttpResponse:
    """How many members are counted, and from when is it wanted?"""
    procedure = draftable(request, pk)
    said = {name: getattr(procedure, name) for name in DeclaredForm.base_fields}
    form = DeclaredForm(request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            operations.declare(
                by=request.person, at=timezone.now(), procedure=procedure, declared=form.declared
            )
            return _back(request, procedure)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _form_page(
        request, form, procedure.name, _address(procedure),
        _("How many are counted, and from when is it wanted?"),
    )  # fmt: skip


@needs(Permission.PROPOSE_BODIES)
def seats(request: Request, pk: int) -> HttpResponse:
    """Which firm fills how many seats?"""
    procedure = draftable(request, pk)
    kept = seats_of(procedure, _term_number(procedure))
    form = SeatForm(request.POST if "role" in request.POST else None, cluster=procedure.cluster)
    rows = list(seat_rows(kept))
    if request.method == "POST":
        gone = request.POST.get("remove", "")
        if gone.isdecimal() and int(gone) < len(rows):
            del rows[int(gone)]
        elif form.is_valid():
            rows.append(form.row)
        if len(rows) != len(kept):
            try:
                operations.set_seats(
                    by=request.person, at=timezone.now(), procedure=procedure, seats=rows
                )
                return redirect("committees:seats", request.world.code, pk)
            except Refusal as refusal:
                form.full_clean() if form.is_bound else messages.error(request, str(refusal))
                if form.is_bound:
                    form.add_error(None, str(refusal))
    page = {"procedure": procedure, "seats": kept, "form": form, "back": _address(procedure)}
    return render(request, "committees/seats.html", page)


def _term_number(procedure: Procedure) -> int:
    newest = procedure.terms.order_by("-number").values_list("number", flat=True).first()
    return newest or 1


def draftable(request: Request, pk: int) -> Procedure:
    """A procedure in which this person may propose."""
    rows = Procedure.objects.visible_to(request.person, request.world, Permission.PROPOSE_BODIES)
    found = rows.select_related("world", "cluster__host_division", "superior", "applying_body")
    return get_object_or_404(found, pk=pk)


def _form_page(request: Request, form: Form, lead: str, back: str, question: str) -> HttpResponse:
    page = {"form": form, "lead": lead, "back": back, "question": question}
    return render(request, "committees/form.html", page)


def _back(request: Request, procedure: Procedure) -> HttpResponse:
    messages.success(request, _("Recorded."))
    return redirect(_address(procedure))


def _address(procedure: Procedure) -> str:
    return reverse("committees:detail", args=(procedure.world.code, procedure.pk))
