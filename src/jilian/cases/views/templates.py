"""The templates by which cases run: the list, one drawn, and a new version of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.cases.formats import templates as formats
from jilian.cases.forms.templates import EditForms
from jilian.cases.models import TemplateVersion
from jilian.cases.operations.templates import load_templates, next_version, save_template
from jilian.cases.queries.offices import Offices, template_of
from jilian.cases.queries.templates import (
    latest_of,
    matters_by_version,
    template_rows,
    templates_to_come,
    versions_of,
)
from jilian.cases.rules.clock_words import clock_sentence
from jilian.cases.rules.template_editing import edited
from jilian.places.models import World
from jilian_engine.clocks import ClockError, Schedule, schedule_limits
from jilian_engine.rulebook import ProcessTemplate, compare_templates

P = Permission


@needs(P.SEE_CASES)
def templates(request: Request) -> HttpResponse:
    """By which templates do cases run?"""
    page = {
        "rows": template_rows(request.world, request.as_of),
        "sees_counts": request.reach.may(P.SEE_CASE_FIGURES),
        "to_come": len(templates_to_come()) if request.reach.may(P.KEEP_TEMPLATES) else 0,
    }
    return render(request, "cases/templates.html", page)


@needs(P.KEEP_TEMPLATES)
@require_POST
def templates_load(request: Request) -> HttpResponse:
    """Take over the templates that came with this release."""
    if not request.reach.may(P.KEEP_TEMPLATES):
        raise Http404
    added = load_templates(by=request.person, at=timezone.now(), world=request.world)
    messages.success(request, _("%(count)d templates added.") % {"count": added})
    return redirect("cases:templates", request.world.code)


@needs(P.SEE_CASES)
def template(request: Request, pk: int) -> HttpResponse:
    """Which steps, by whom, within which limits, and what waits for what?"""
    version = _version(request, pk)
    plan = template_of(version)
    versions = list(versions_of(request.world, version.key))
    sees_counts = request.reach.may(P.SEE_CASE_FIGURES)
    counts = matters_by_version(request.world) if sees_counts else {}
    before = _before(version, versions)
    page = {
        "version": version, "plan": plan, "note": formats.note_of(plan),
        "versions": [(one, *counts.get(one.pk, (0, 0))) for one in versions],
        "in_force": _in_force(versions, request.as_of), "before": before,
        "changes": formats.differences(template_of(before), plan) if before else None,
        "limits": formats.limits_shown(plan), "foreign": plan.foreign,
        "may_keep": request.reach.may(P.KEEP_TEMPLATES)
        and version == latest_of(request.world, version.key),
        **_at_limits(plan, request.world, request.as_of),
    }  # fmt: skip
    return render(request, "cases/template.html", page)


def _version(request: Request, pk: int) -> TemplateVersion:
    return get_object_or_404(TemplateVersion.objects.of_world(request.world), pk=pk)


def _before(
    version: TemplateVersion, versions: Sequence[TemplateVersion]
) -> TemplateVersion | None:
    earlier = [one for one in versions if one.version < version.version]
    return max(earlier, key=lambda one: (one.version, one.world_id or 0), default=None)


def _in_force(versions: Sequence[TemplateVersion], day: date) -> TemplateVersion | None:
    held = [one for one in versions if one.valid_from <= day]
    return max(
        held, key=lambda one: (one.world_id is not None, one.valid_from, one.version), default=None
    )


def _at_limits(plan: ProcessTemplate, world: World, day: date) -> dict[str, Any]:
    """The template run at its limits from a day on, as far as the calendar is known."""
    office = Offices.of(world).at(None)
    schedule: Schedule | None = None
    least: Schedule | None = None
    sentence = ""
    try:
        start = office.next_open(datetime.combine(day, time(), office.zone))
        least = schedule_limits(plan, start, office, least=True)
        schedule = schedule_limits(plan, start, office)
    except ClockError as refused:
        sentence = clock_sentence(refused)
    critical = schedule.critical if schedule else ()
    return {
        "schedule": schedule, "unknown": sentence, "begun": day,
        "drawing": formats.drawing_of(plan, schedule) if schedule else None,
        "critical": [formats.name_of(plan.step(key)) for key in critical
                     if schedule and schedule.step(key).end > schedule.step(key).start],
        "steps": formats.steps_shown(plan, critical),
        "measures": formats.measures_shown(plan, least),
        "limit_days": (schedule.end.date() - schedule.start.date()).days if schedule else None,
        "least_days": (least.end.date() - least.start.date()).days if least else None,
    }  # fmt: skip


@needs(P.KEEP_TEMPLATES)
def template_edit(request: Request, pk: int) -> HttpResponse:
    """What should the new version say? Checked and compared before it is made."""
    version = _version(request, pk)
    if not request.reach.may(P.KEEP_TEMPLATES):
        raise Http404
    if version != latest_of(request.world, version.key):
        return redirect("cases:template", request.world.code, pk)
    data = request.POST if request.method == "POST" else None
    first_day = max(request.today, version.valid_from).isoformat()
    forms = EditForms(version, data, first_day)
    page: dict[str, Any] = {"version": version, "forms": forms, "next": version.version + 1}
    if data is not None and forms.is_valid():
        try:
            if "save" in data:
                made = save_template(
                    by=request.person, at=timezone.now(), world=request.world, key=version.key,
                    **_said(version, forms),
                )  # fmt: skip
                messages.success(
                    request, _("Version %(version)s has been made.") % {"version": made.version}
                )
                return redirect("cases:template", request.world.code, made.pk)
            page |= _checked(request, version, forms)
        except Refusal as refusal:
            page["refusal"] = refusal
    return render(request, "cases/template_edit.html", page, status=422 if "refusal" in page
                  or (data is not None and not forms.is_valid()) else 200)  # fmt: skip


def _said(version: TemplateVersion, forms: EditForms) -> dict[str, Any]:
    head = forms.head.cleaned_data
    content = edited(
        version.content, **forms.rows, document=head["source"],
        first_day=head["valid_from"].isoformat(),
    )  # fmt: skip
    return {"content": content, "valid_from": head["valid_from"], "source": head["source"]}


def _checked(request: Request, version: TemplateVersion, forms: EditForms) -> dict[str, Any]:
    """What would differ, and how many matters keep the version that they run by."""
    said = _said(version, forms)
    before, made = next_version(request.world, version.key, said["content"], said["valid_from"])
    old = template_of(before)
    changes = compare_templates(old, made)
    counts = matters_by_version(request.world)
    keys = versions_of(request.world, version.key).values_list("pk", flat=True)
    return {
        "checked": True, "is_same": all(one.field == "valid_from" for one in changes),
        "changes": formats.differences(old, made),
        "running": sum(counts.get(pk, (0, 0))[0] for pk in keys),
        **_at_limits(made, request.world, max(said["valid_from"], request.today)),
    }  # fmt: skip
