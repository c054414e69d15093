"""The critical list of both worlds; in the made district two scenarios that can be compared."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from jilian.accounts.models import Person
from jilian.chain import operations as chain
from jilian.chain.models import CriticalRun, FirmIndex, Scenario
from jilian.chain.rules import CriticalState, Shock, ShockKind
from jilian.demo.operations.people import TOWN_CODE
from jilian.places.models import World

REASON = "年度保供演练（示例，虚构）"


def compute_critical(*, by: Person, at: datetime, world: World) -> None:
    """Have the critical list of today computed once, on known and inferred links."""
    if not CriticalRun.objects.filter(world=world, state=CriticalState.DONE).exists():
        run = chain.ask_critical(by=by, at=at, world=world, as_of=timezone.localdate(at))
        chain.complete_critical(run_id=run.pk, by=by, at=at)


def save_scenarios(*, by: Person, at: datetime, world: World) -> None:
    """Save what happens if the most critical firm stops, and if a town stops by half."""
    if Scenario.objects.filter(world=world).exists():
        return
    first = FirmIndex.objects.filter(run__world=world, cluster=None, rank=1)
    row = first.select_related("firm").first()
    if row is None:
        return
    key = f"{row.firm.scheme}:{row.firm.identifier}"
    for name, shock in (
        ("最关键企业停产（示例）", Shock(ShockKind.FIRM, (key,))),
        ("九亭镇半数产能停用（示例）", Shock(ShockKind.TOWN, (TOWN_CODE,), 50)),
    ):
        chain.save_scenario(by=by, at=at, world=world, name=name, reason=REASON, shock=shock)
