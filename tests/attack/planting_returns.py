"""What the town and the cluster of firm B reported, and firm B beneath them: planted, altered."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection

from attack.planting import WORDS, _model
from conftest import NOON
from jilian.base.database import keep_no_longer_append_only

MONTH = date(2025, 11, 1)
AWAY = "310117107"


def _unit(world: Any) -> dict[str, Any]:
    town = _model("places.Division").objects.get(code=AWAY)
    return {"world": world, "form": "industry", "unit_kind": "town", "unit_key": AWAY,
            "division": town}  # fmt: skip


def plant_returns(*, world: Any, **_rest: Any) -> None:
    unit = _unit(world)
    _model("returns.Duty").objects.create(
        **unit, from_month=MONTH, until_month=MONTH, reason=f"{WORDS}停报", entered_at=NOON,
        entered_by="mei",
    )  # fmt: skip
    row = _model("returns.MonthlyReturn").objects.create(
        **unit, form_version="2023-01", month=MONTH, state="sent_back", due_at=NOON,
        sent_back_reason=f"{WORDS}表回",
    )  # fmt: skip
    row.lines.create(item="output", column="month", value="80246.9", note=f"{WORDS}口径")
    row.steps.create(kind="sent_back", words=f"{WORDS}表回", at=NOON, by="mei")


def alter_returns(**_rest: Any) -> None:
    _model("returns.Duty").objects.filter(reason=f"{WORDS}停报").update(reason="别停")
    _model("returns.MonthlyReturn").objects.filter(unit_key=AWAY).update(sent_back_reason="别退")
    _model("returns.ReturnLine").objects.filter(note=f"{WORDS}口径").update(
        note="别口径", value="11.1"
    )
    keep_no_longer_append_only(connection, "returns_returnstep")  # until this is rolled back
    _model("returns.ReturnStep").objects.filter(words=f"{WORDS}表回").update(words="别退")


def plant_firm_figures(*, world: Any, b: Any, **_rest: Any) -> None:
    sheet = _model("returns.FirmSheet").objects.create(
        **_unit(world), month=MONTH, revision=1, purpose=f"{WORDS}约定", file_name="月表.xlsx",
        fingerprint="0" * 64, entered_at=NOON, entered_by="mei",
    )  # fmt: skip
    sheet.rows.create(firm=b, row=5, values={"output.month": "51937.4"}, note=f"{WORDS}减产")


def alter_firm_figures(**_rest: Any) -> None:
    _model("returns.FirmSheet").objects.filter(purpose=f"{WORDS}约定").update(purpose="别用")
    _model("returns.FirmFigures").objects.filter(note=f"{WORDS}减产").update(
        note="别因", values={"output.month": "2.2"}
    )
