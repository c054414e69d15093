"""Opening a case: the firm, the matters, and only what the firm was never asked before."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.cases.forms.opening import CaseForm, MatterForm
from jilian.cases.models import Case, Hall, TemplateVersion
from jilian.cases.operations.opening import add_matter as add, open_case
from jilian.cases.queries.offices import current_templates, departments_of, template_of
from jilian.cases.queries.people import holds, is_of_firm
from jilian.cases.queries.prefilled import known_answers
from jilian.cases.queries.reading import CaseSeen
from jilian.cases.rules.words import AnswerField
from jilian.cases.views.acting import TurnedBack, one_of, turns_back
from jilian.cases.views.page import seen_case
from jilian.firms.models import Firm
from jilian.ui.values import in_chinese

P = Permission
MOST_FOUND = 20


@needs(P.OPEN_CASES)
def new(request: Request) -> HttpResponse:
    """For which firm, about what?"""
    firms = Firm.objects.visible_to(request.person, request.world, P.OPEN_CASES)
    asked = request.POST.get("firm") or request.GET.get("firm", "")
    firm = firms.filter(pk=asked).first() if asked.isdecimal() else None
    if asked and firm is None:
        raise Http404
    if firm is None:
        words = request.GET.get("q", "").strip()
        found = list((firms.filter(name__icontains=words) if words else firms)[: MOST_FOUND + 1])
        if len(found) == 1 and not words:
            firm = found[0]
        else:
            page = {"firms": found[:MOST_FOUND], "words": words, "more": len(found) > MOST_FOUND}
            return render(request, "cases/choose_firm.html", page)
    return _form(request, firm)


def _form(request: Request, firm: Firm) -> HttpResponse:
    known = known_answers(firm, request.today)
    templates = current_templates(request.world, request.today)
    halls = list(Hall.objects.filter(world=request.world))
    form = CaseForm(
        request.POST or None, templates=templates, halls=halls,
        unknown=[field for field in AnswerField.values if field not in known],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            case = _open(request, firm, form, templates, halls)
            messages.success(request, _("The case is open."))
            return redirect("cases:detail", request.world.code, case.key)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = {
        "form": form, "firm": firm, "known": [
            (AnswerField(field).label, one.value, one.origin.label)
            for field, one in known.items()
        ],
    }  # fmt: skip
    return render(request, "cases/open.html", page)


@transaction.atomic
def _open(
    request: Request, firm: Firm, form: CaseForm, templates: list[TemplateVersion],
    halls: list[Hall],
) -> Case:  # fmt: skip
    typed, now = form.cleaned_data, timezone.now()
    hall = next((one for one in halls if str(one.pk) == typed.get("hall")), None)
    case = open_case(by=request.person, at=now, firm=firm, title=typed["title"], hall=hall,
                     is_urgent=typed["is_urgent"], answers=form.answers)  # fmt: skip
    for template in templates:
        if template.key in typed["templates"]:
            add(by=request.person, at=now, case=case, template=template)
    return case


@needs(P.OPEN_CASES)
@turns_back
def add_matter(request: Request, key: UUID) -> HttpResponse:
    """Which matter is added?"""
    found = seen_case(request, key, timezone.now())
    may = holds(request.person, found.row) or is_of_firm(request.person, found.row)
    if not may or not found.row.is_open:
        raise TurnedBack
    templates = current_templates(request.world, request.today)
    asked = request.POST.get("template") or request.GET.get("template", "")
    chosen = next((one for one in templates if one.key == asked), None)
    page: dict[str, Any] = {
        "case": found.row,
        "title": found.title,
        "templates": templates,
        "chosen": chosen,
    }
    if chosen is None:
        return render(request, "cases/add_matter.html", page)
    form = _matter_form(request, found, chosen)
    if request.method == "POST" and "steps" in request.POST and form.is_valid():
        try:
            made = _add(request, found, chosen, form)
            messages.success(request, _("Added: %s") % made)
            return redirect("cases:detail", request.world.code, found.row.key)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "cases/add_matter.html", {**page, "form": form})


def _matter_form(request: Request, found: CaseSeen, chosen: TemplateVersion) -> MatterForm:
    plan, zh = template_of(chosen), in_chinese()
    variants = [(one.key, one.zh if zh else one.en) for one in plan.limits]
    return MatterForm(
        request.POST if "steps" in request.POST else None,
        departments=departments_of(request.world),
        halls=Hall.objects.filter(world=request.world), variants=variants,
        parents=[one.row for one in found.matters],
        steps=[(one.key, one.zh if zh else one.en) for one in plan.steps],
    )  # fmt: skip


def _add(request: Request, found: CaseSeen, chosen: TemplateVersion, form: MatterForm) -> object:
    typed = form.cleaned_data
    parent = typed.get("parent")
    return add(
        by=request.person, at=timezone.now(), case=found.row, template=chosen,
        department=next((one for one in departments_of(request.world)
                         if one.key == typed.get("department")), None),
        name=typed["name"], variant=typed.get("variant", ""),
        parent=one_of([one.row for one in found.matters], UUID(parent)) if parent else None,
        hall=Hall.objects.filter(world=request.world, pk=int(typed["hall"])).first()
        if typed.get("hall") else None,
        steps=typed["steps"],
    )  # fmt: skip
