"""What more than one page of this area needs: the report as seen, the paper with its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.shortcuts import get_object_or_404

from jilian.accounts.gate import Request
from jilian.accounts.permissions import Permission
from jilian.reports import queries
from jilian.reports.models import Report

P = Permission


def seen(request: Request, pk: int) -> Report:
    """The report that the person may read, or 404."""
    return get_object_or_404(queries.report_seen(request.person, request.world), pk=pk)


def may_compile(request: Request) -> bool:
    """Whether the person compiles reports of this world."""
    return request.reach.may(P.COMPILE_REPORTS)


class Cell(list[Any]):
    """The pieces of a cell, and what its column is called where rows become cards."""

    label = ""


def paper_blocks(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The blocks with the figures themselves where they stand, as a template writes them out."""
    figures = {one["number"]: one for one in content["figures"]}
    return [
        {
            "kind": block["kind"],
            "level": block["level"],
            "rows": _labelled([[_cell(cell, figures) for cell in row] for row in block["rows"]]),
        }
        for block in content["blocks"]
    ]


def _cell(cell: Sequence[Any], figures: Mapping[int, Any]) -> Cell:
    return Cell({"words": one} if isinstance(one, str) else figures[one["figure"]] for one in cell)


def _labelled(rows: list[list[Cell]]) -> list[list[Cell]]:
    heads = ["".join(str(piece["words"]) for piece in cell) for cell in rows[0]] if rows else []
    for row in rows[1:]:
        for cell, head in zip(row, heads, strict=False):
            cell.label = head
    return rows
