"""Compiling with a preview, signing off, adding a note of correction."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.reports import formats, operations, queries
from jilian.reports.forms import CompileForm, NoteForm
from jilian.reports.operations.compiling import with_word
from jilian.reports.rules.words import SIGNERS
from jilian.reports.views.shared import paper_blocks, seen

P = Permission


@needs(P.COMPILE_REPORTS)
def compile_month(request: Request) -> HttpResponse:
    """What will the report say, what is missing in it, and shall it be frozen so?"""
    templates = list(queries.templates_seen(request.person, request.world))
    asked = request.POST if request.method == "POST" else request.GET
    form = CompileForm(
        asked if "month" in asked else None, templates=templates, today=request.today,
        initial={"template": asked.get("template", "")},
    )  # fmt: skip
    page: dict[str, Any] = {"form": form, "templates": templates}
    if form.is_valid():
        said = form.cleaned_data
        template = next(one for one in templates if one.key == said["template"])
        word = queries.latest_word(request.world, template.key)
        try:
            if request.method == "POST":
                done = operations.compile_report(
                    by=request.person, at=timezone.now(), world=request.world,
                    month=said["month"], template=template, audience=said["audience"],
                    language=said["language"], word_file=word,
                )  # fmt: skip
                messages.success(request, _said(done))
                return redirect("reports:detail", request.world.code, done.report.pk)
            page |= _preview(request, said, with_word(
                queries.template_said(template, said["language"]), word
            ))  # fmt: skip
            page["word"] = word
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "reports/compile.html", page)


def _preview(
    request: Request, said: dict[str, Any], template: queries.TemplateSaid
) -> dict[str, Any]:
    put = queries.draft_of(
        request.person, request.world, said["month"], template, said["audience"],
        said["language"],
    )  # fmt: skip
    return {
        "content": put.content, "blocks": paper_blocks(put.content), "problems": put.problems,
        "missing": put.missing, "hidden": sum(bool(one["hidden"]) for one in put.missing),
        "uncovered": formats.uncovered_in(put.content), "said": said,
    }  # fmt: skip


def _said(done: operations.Compiled) -> str:
    if not done.is_new:
        return _("The same as revision %(n)s, to the letter: nothing was compiled anew.") % {
            "n": done.report.revision
        }
    return _("Compiled and frozen as revision %(n)s; two people sign it now.") % {
        "n": done.report.revision
    }


@needs(P.SIGN_REPORTS)
def sign(request: Request, pk: int) -> HttpResponse:
    """Shall this be signed off?"""
    found = seen(request, pk)
    if request.method == "POST":
        try:
            made = operations.sign_report(by=request.person, at=timezone.now(), report=found)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request,
                _("Signed by two: it can be printed, and stays as it is.")
                if made.place == SIGNERS
                else _("Signed. One more person must sign it."),
            )
        return redirect("reports:detail", request.world.code, pk)
    content = found.values
    page = {
        "report": found,
        "figures": len(content["figures"]),
        "missing": [one for one in content["figures"] if one["value"] is None],
        "signatures": list(found.signatures.all()),
        "is_compiler": found.compiled_by == request.person.username,
    }
    return render(request, "reports/sign.html", page)


@needs(P.COMPILE_REPORTS)
def note(request: Request, pk: int) -> HttpResponse:
    """What is corrected in a report that stands?"""
    found = seen(request, pk)
    if not found.is_signed:
        raise Http404
    figures = [
        (one["number"], f"{one['number']} {one['name']} {one['words']}")
        for one in found.values["figures"]
    ]
    about = request.GET.get("figure") if request.method == "GET" else None
    form = NoteForm(request.POST or None, figures=figures, initial={"figure_number": about})
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_note(
                by=request.person, at=timezone.now(), report=found, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("Added. What was printed stays as it is; the note is a sheet of its own."),
            )
            return redirect("reports:detail", request.world.code, pk)
    return render(request, "reports/note.html", {"report": found, "form": form})
