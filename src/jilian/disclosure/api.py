"""The area in the programming interface: released cells, and nothing else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Path, Router, Schema

from jilian.accounts.gate import enter
from jilian.accounts.permissions import Permission
from jilian.disclosure import queries

router = Router()


class ShownCellOut(Schema):
    """One cell of a released table."""

    key: list[str]
    value: Decimal | None = Field(description="null: hidden or unknown")
    hidden: bool


class ReleasedTableOut(Schema):
    """A declared table as released for a month."""

    table: str
    version: int
    period: str
    number: int = Field(description="1: first release; above: a correction")
    fingerprint: str
    cells: list[ShownCellOut]


@router.get("/{slug:key}/{period}", response=ReleasedTableOut)
def released_table(
    request: HttpRequest, world_code: Path[str], key: Path[str], period: Path[str]
) -> dict[str, Any]:
    """Show the latest release of a declared table for a month."""
    asking = enter(request, world_code, Permission.SEE_INDICATORS)
    page = queries.table_page(asking.person, asking.world, key, period)
    if page is None or page.release is None:
        raise Http404
    shown = queries.shown_cells(asking.world, key, period)
    return {
        "table": key,
        "version": page.release.table.version,
        "period": period,
        "number": page.release.number,
        "fingerprint": page.release.fingerprint,
        "cells": [
            {"key": list(one), "value": cell.value, "hidden": cell.hidden}
            for one, cell in shown.items()
        ],
    }
