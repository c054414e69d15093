"""What an indicator was for the town of firm B: planted, and revised."""

from __future__ import annotations

from datetime import date
from typing import Any

from attack.planting import WORDS, _model
from conftest import NOON

AWAY = "310117107"


def _value(world: Any, revision: int, value: str, reason: str = "") -> None:
    _model("indicators.Value").objects.create(
        world=world, indicator="registered_firms", unit_kind="town", unit_key=AWAY,
        period_kind="month", period_first=date(2025, 10, 1), period_last=date(2025, 10, 31),
        revision=revision, value=value, source_kind="computed", contributors=80864,
        measured_at=NOON, measured_by="mei", replaced_reason=reason,
    )  # fmt: skip


def plant_values(*, world: Any, **_rest: Any) -> None:
    _value(world, 1, "80863")
    _value(world, 2, "80864", f"{WORDS}重算")
    _model("indicators.MonthRun").objects.create(
        world=world, act="measure", month=date(2025, 10, 1), note=f"{WORDS}重算", token="planted",
        state="refused", refusal="measured_values_changed", result={"changed": 1},
        changes=[["registered_firms", "town", AWAY, "80863", "exact", "80864", "exact"]],
        asked_at=NOON, asked_by="mei", ended_at=NOON,
    )  # fmt: skip


def alter_values(*, world: Any, **_rest: Any) -> None:
    _value(world, 3, "7", "别算")
