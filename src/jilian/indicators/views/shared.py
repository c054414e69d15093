"""What several pages of the area ask for: the definition, the unit, the address of parts."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from jilian.accounts.gate import Request, Taking, file_answer
from jilian.accounts.permissions import Permission
from jilian.base.sheets import CONTENT_TYPES
from jilian.indicators.operations.taken_out import note_export
from jilian.indicators.queries import Unit
from jilian.indicators.rules.definitions import Definition, definition_of

P = Permission


def definition_asked(indicator: str) -> Definition:
    """The definition in the address; 404 where there is none."""
    found = definition_of(indicator)
    if found is None:
        raise Http404
    return found


def unit_asked(request: Request, units: list[Unit]) -> Unit:
    """The unit that is asked for, the first without asking; 404 for one that is not shown."""
    asked = request.GET.get("unit", "")
    found = next((one for one in units if one.key == asked), None) if asked else units[:1]
    if not found:
        raise Http404
    return found[0] if isinstance(found, list) else found


def address(request: Request, name: str, *args: str, **asked: str) -> str:
    """A page of the area with what it is asked."""
    path = reverse(name, args=(request.world.code, *args))
    kept = {key: value for key, value in asked.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path


def may_release(request: Request) -> bool:
    """Whether she keeps the figures and also what of them is shown outside."""
    return request.reach.may(P.KEEP_INDICATORS) and request.reach.may(P.KEEP_DISCLOSURE)


def taken(
    request: Request, taking: Taking, kind: str, what: str, lines: list[tuple[object, ...]],
    title: str,
) -> HttpResponse:  # fmt: skip
    """Lines as a file, with a trace of who took it and for what."""
    if kind not in CONTENT_TYPES:
        raise Http404
    note_export(
        by=request.person, at=timezone.now(), world=request.world, what=what,
        rows=len(lines) - 1, kind=kind, purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"{what}-{request.world.code}-{request.today.isoformat()}".replace("_", "-")
    return file_answer(lines, kind, title, name)
