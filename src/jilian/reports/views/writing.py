"""Writing templates: the text with its live preview, a figure picked from lists, a Word file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.months import months_later
from jilian.reports import operations, queries
from jilian.reports.forms import FigureForm, TemplateForm, WordForm
from jilian.reports.models import Template
from jilian.reports.operations.templates import PlaceholdersUnknown
from jilian.reports.queries.knowing import figure_choices
from jilian.reports.rules.body import put_in
from jilian.reports.rules.words import Audience
from jilian.reports.views.shared import paper_blocks

P = Permission


@needs(P.COMPILE_REPORTS)
def templates(request: Request) -> HttpResponse:
    """From which texts are reports compiled?"""
    rows = list(queries.templates_seen(request.person, request.world))
    return render(request, "reports/templates.html", {"rows": rows})


@needs(P.COMPILE_REPORTS)
def new_template(request: Request) -> HttpResponse:
    """What shall a new report say?"""
    return _edit(request, None)


@needs(P.COMPILE_REPORTS)
def template(request: Request, key: str) -> HttpResponse:
    """What does this template say, and what would it print now?"""
    return _edit(request, _kept(request, key))


def _kept(request: Request, key: str) -> Template:
    found = queries.templates_seen(request.person, request.world).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _edit(request: Request, kept: Template | None) -> HttpResponse:
    initial = (
        {name: getattr(kept, name) for name in TemplateForm.base_fields} if kept is not None else {}
    )
    form = TemplateForm(request.POST or None, initial=initial)
    if kept is not None:
        form.fields["key"].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            if kept is None and queries.latest_template(request.world, form.cleaned_data["key"]):
                raise Refusal("template_known", _("A template with this key is there already."))
            made = operations.save_template(
                by=request.person, at=timezone.now(), world=request.world, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept as revision %(n)s.") % {"n": made.revision})
            return redirect("reports:template", request.world.code, made.key)
    page: dict[str, Any] = {
        "template": kept,
        "form": form,
        "figure_form": _figure_form(request, None),
        "word": queries.latest_word(request.world, kept.key) if kept else None,
        "body_field": form["body"],
        **_shown(request, str(form["body"].value() or "")),
    }
    return render(request, "reports/template.html", page)


def _shown(request: Request, body: str) -> dict[str, Any]:
    """The text as it would be printed for the month before this one, with its problems."""
    month = months_later(request.today.replace(day=1), -1)
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    said = queries.TemplateSaid("preview", 0, "", body)
    put = queries.draft_of(request.person, request.world, month, said, Audience.INSIDE, language)
    shown = body.strip() != ""
    return {
        "blocks": paper_blocks(put.content), "month": month,
        "problems": put.problems if shown else (), "is_preview": True,
    }  # fmt: skip


@needs(P.COMPILE_REPORTS)
@require_POST
def preview(request: Request) -> HttpResponse:
    """What would this text print? (part of a page)"""
    shown = _shown(request, request.POST.get("body", ""))
    return render(request, "reports/parts/preview.html", shown)


def _figure_form(request: Request, asked: Any) -> FigureForm:
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    indicators, units = figure_choices(request.person, request.world)
    return FigureForm(
        asked, indicators=indicators, units=units, whole=request.world.name, language=language,
        prefix="pick",
    )  # fmt: skip


@needs(P.COMPILE_REPORTS)
@require_POST
def pick(request: Request) -> HttpResponse:
    """Put the picked figure where the cursor stood, else at the end. (part of a page)"""
    form = _figure_form(request, request.POST)
    body, cursor = request.POST.get("body", ""), 0
    if form.is_valid():
        body, cursor = put_in(body, form.token, request.POST.get("cursor", ""))
    bound = TemplateForm(initial={"body": body})
    shown = {"body_field": bound["body"], "cursor": cursor, **_shown(request, body)}
    return render(request, "reports/parts/picked.html", shown)


@needs(P.COMPILE_REPORTS)
def word(request: Request, key: str) -> HttpResponse:
    """Which Word file of the office's own is this report printed in?"""
    kept = _kept(request, key)
    form = WordForm(request.POST or None, request.FILES or None)
    page: dict[str, Any] = {
        "template": kept,
        "form": form,
        "word": queries.latest_word(request.world, key),
    }
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            operations.upload_word(
                by=request.person, at=timezone.now(), template=kept, file_name=given.name,
                content=given.read(), today=request.today,
            )  # fmt: skip
        except PlaceholdersUnknown as refusal:
            page["problems"] = refusal.problems
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("Kept. Reports compiled from now on are printed in it."))
            return redirect("reports:template", request.world.code, key)
    return render(request, "reports/word.html", page)
