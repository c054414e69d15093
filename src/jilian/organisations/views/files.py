"""Lists taken out as files; each leaves a trace."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, Taking, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.sheets import CONTENT_TYPES
from jilian.organisations import formats, operations, queries
from jilian.organisations.forms import TreeFilter
from jilian.organisations.queries.standing import superiors_on, units_on
from jilian.organisations.rules import Line
from jilian.organisations.views.register import coverage_asked


@needs(Permission.EXPORT)
@says_purpose
def export(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The organisations of the day as a file, by the filters of the tree."""
    form = TreeFilter(request.GET, sources=queries.attesting_sources(request.world))
    type, source_key = form.chosen("type"), form.chosen("source")
    world, day = request.world, request.as_of
    units = [
        unit
        for unit in units_on(request.person, world, day, source_key)
        if not type or unit.type == type
    ]
    lines = formats.unit_lines(
        units,
        superiors_on(world, day, Line.TERRITORY),
        superiors_on(world, day, Line.CLUSTER),
        day.isoformat(),
    )
    return _answer(request, taking, kind, "organisations", _("Organisations"), lines)


@needs(Permission.EXPORT)
@says_purpose
def export_coverage(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The coverage of the firms of a place as a file."""
    lines = formats.coverage_lines(coverage_asked(request, None), str(request.world))
    return _answer(request, taking, kind, "coverage", _("Coverage"), lines)


def _answer(
    request: Request, taking: Taking, kind: str, what: str, title: str, lines: formats.Lines
) -> HttpResponse:
    if kind not in CONTENT_TYPES:
        raise Http404
    operations.record_export(
        by=request.person,
        at=timezone.now(),
        world=request.world,
        what=what,
        as_of=request.as_of,
        rows=len(lines) - 1,
        kind=kind,
        purpose=taking.purpose,
        recipient=taking.recipient,
    )
    name = f"{what}-{request.world.code}-{request.as_of.isoformat()}"
    return file_answer(lines, kind, title, name)
