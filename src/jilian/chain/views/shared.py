"""What several pages of this area need: the reader, the frozen network, exports."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.utils import timezone

from jilian.accounts.gate import Request, Taking, file_answer
from jilian.chain import operations, queries
from jilian.chain.models import CriticalRun
from jilian.chain.queries import Reader

ROWS_A_PAGE = 25


def whole_number(text: str) -> int | None:
    """A key that an address says, or None."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def reader_of(request: Request) -> Reader:
    """How far the person sees; 404 for who sees only the own firm."""
    wanted = whole_number(request.GET.get("cluster", ""))
    found = queries.reader_of(request.person, request.world, wanted)
    if found is None:
        raise Http404
    return found


def done_list(reader: Reader) -> CriticalRun:
    """The latest critical list, or 404 where there is none."""
    found = queries.latest_list(reader.person, reader.world).done
    if found is None:
        raise Http404
    return found


def as_answer(
    request: Request, taking: Taking, kind: str, *, what: str, title: str,
    lines: Sequence[Sequence[object]],
) -> HttpResponse:  # fmt: skip
    """Lines as a file, with its trace."""
    operations.note_export(
        by=request.person, at=timezone.now(), world=request.world, what=what,
        rows=len(lines) - 1, kind=kind, asked=dict(request.GET.lists()),
        purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"{what}-{request.world.code}-{request.today.isoformat()}"
    return file_answer(lines, kind, title, name)
