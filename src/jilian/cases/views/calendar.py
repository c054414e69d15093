"""Working days of a year from its notice, halls with their hours, days on which they stay closed.

These pages belong to no world: a year holds for all of them, and whoever keeps the system keeps it.
"""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from jilian.accounts.gate import Request, file_answer, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.reading.problems import TableRefusal
from jilian.base.sheets import CONTENT_TYPES
from jilian.cases import operations
from jilian.cases.formats.years import ReadNotice, blank_year, read_year
from jilian.cases.forms.calendar import ClosureForm, HallForm, NoticeForm, hours_text
from jilian.cases.models import Hall, LocalClosure
from jilian.cases.queries import calendar as queries
from jilian.cases.rules.clock_words import clock_sentence
from jilian.places.models import World
from jilian.ui.parts import Effect
from jilian_engine.clocks import ClockError

P = Permission


@needs(P.KEEP_CALENDAR)
def years(request: Request) -> HttpResponse:
    """Of which years are the working days known, and from which source?"""
    return render(request, "cases/years.html", {"found": queries.known_years(request.today)})


@needs(P.KEEP_CALENDAR)
def year(request: Request, year: int) -> HttpResponse:
    """Which days of this year are not as usual?"""
    found = queries.year_known(year)
    if found is None:
        raise Http404
    return render(request, "cases/year.html", {"found": found})


@needs(P.KEEP_CALENDAR)
def year_template(request: Request, kind: str) -> HttpResponse:
    """A table to fill in with the days of a notice."""
    if kind not in CONTENT_TYPES:
        raise Http404
    return file_answer(blank_year(request.today.year + 1), kind, _("Working days"), "working-days")


@needs(P.KEEP_CALENDAR)
def load(request: Request) -> HttpResponse:
    """What does this notice say, and what will follow from it?"""
    if request.method == "POST" and "rows" in request.POST:
        return _loaded(request)
    form = NoticeForm(request.POST or None, request.FILES or None)
    page: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = read_year(file.name, file.read())
        except TableRefusal as refusal:
            form.add_error("file", str(refusal))
        except ClockError as refusal:
            form.add_error("file", clock_sentence(refusal))
        else:
            page |= {"name": file.name, "read": read, "problems": read.problems}
            if read.notice is not None:
                page |= _preview(read, form.cleaned_data["document"])
    return render(request, "cases/load_year.html", page, status=422 if form.errors else 200)


def _preview(read: ReadNotice, document: str) -> dict[str, Any]:
    """What is loaded, what was known before, and how much is computed anew."""
    assert read.notice is not None
    number, before = read.notice.year, queries.year_known(read.notice.year)
    count = queries.matters_in(number)
    effects = [
        Effect(str(number), _("is known from “%(document)s”") % {"document": document}
               if before is None else _("“%(document)s” takes the place of “%(source)s”")
               % {"document": document, "source": before.source}),
        Effect(_("Matters that run in this year"),
               ngettext("%(n)s is computed anew", "%(n)s are computed anew", count) % {"n": count}
               if count else _("none yet")),
    ]  # fmt: skip
    return {
        "number": number, "document": document, "effects": effects,
        "off": sorted(read.notice.off), "work": sorted(read.notice.work),
        "hidden": {"rows": json.dumps(read.rows), "document": document},
    }  # fmt: skip


def _loaded(request: Request) -> HttpResponse:
    try:
        rows = [(str(day), str(kind)) for day, kind in json.loads(request.POST["rows"])]
        made = operations.load_year(
            by=request.person, at=timezone.now(), content=[("date", "kind"), *rows],
            document=request.POST.get("document", ""),
        )  # fmt: skip
    except (TypeError, ValueError) as odd:
        raise Http404 from odd
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("calendar:load")
    except ClockError as refusal:
        messages.error(request, clock_sentence(refusal))
        return redirect("calendar:load")
    messages.success(request, _("The working days of %(year)s are known.") % {"year": made.year})
    return redirect("calendar:year", made.year)


@needs(P.KEEP_CALENDAR)
def halls(request: Request) -> HttpResponse:
    """When are the halls open, and on which days do they stay closed?"""
    worlds: list[Any] = list(queries.worlds_with_halls())
    rows = [
        {"world": one, "halls": [(hall, hours_text(hall.hours)) for hall in one.halls_kept],
         "closures": one.closures_kept}
        for one in worlds
    ]  # fmt: skip
    return render(request, "cases/halls.html", {"rows": rows})


@needs(P.KEEP_CALENDAR)
def new_hall(request: Request, code: str) -> HttpResponse:
    """Which hall is added, and when is it open?"""
    return _hall(request, get_object_or_404(World, code=code), None)


@needs(P.KEEP_CALENDAR)
def hall(request: Request, pk: int) -> HttpResponse:
    """When is this hall open?"""
    found = get_object_or_404(Hall.objects.select_related("world", "division"), pk=pk)
    return _hall(request, found.world, found)


def _hall(request: Request, world: World, found: Hall | None) -> HttpResponse:
    initial = {}
    if found is not None:
        initial = {"name": found.name, "name_en": found.name_en, "department": found.department_id,
                   "hours": hours_text(found.hours)}  # fmt: skip
    form = HallForm(request.POST or None, world=world, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_hall(
                by=request.person, at=timezone.now(), world=world, hall=found,
                division=found.division if found else None, **form.cleaned_data,
            )  # fmt: skip
            messages.success(request, _("Kept."))
            return redirect("calendar:halls")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    count = queries.open_cases_of(found) if found else 0
    page = {"form": form, "hall": found, "of": world, "count": count}
    return render(request, "cases/hall.html", page, status=422 if form.errors else 200)


@needs(P.KEEP_CALENDAR)
def close(request: Request, code: str) -> HttpResponse:
    """Which day was or will be closed, and why?"""
    world = get_object_or_404(World, code=code)
    form = ClosureForm(request.POST or None, world=world, initial={"day": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            operations.close_hall(
                by=request.person, at=timezone.now(), world=world, **form.cleaned_data
            )
            messages.success(request, _("Kept; what ran over that day is computed anew."))
            return redirect("calendar:halls")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(
        request, "cases/closure.html", {"form": form, "of": world},
        status=422 if form.errors else 200,
    )  # fmt: skip


@needs(P.KEEP_CALENDAR)
def take_back(request: Request, pk: int) -> HttpResponse:
    """Was this closure entered wrongly?"""
    found = get_object_or_404(LocalClosure.objects.select_related("world", "hall"), pk=pk)
    if request.method == "POST":
        operations.take_closure_back(by=request.person, at=timezone.now(), closure=found)
        messages.success(request, _("Taken back; what ran over that day is computed anew."))
        return redirect("calendar:halls")
    effects = [Effect(str(found.hall or _("all halls")), _("were open on this day"), found.day)]
    return render(request, "cases/take_back.html", {"closure": found, "effects": effects})
