"""A coverage campaign in one town of the made district, half way through."""

from __future__ import annotations

from datetime import date, datetime

from jilian.accounts.models import Person
from jilian.coverage import operations as coverage
from jilian.coverage.models import Campaign, Target
from jilian.coverage.rules import Conditions, Obstacle, RemovalKind, Route, TargetState
from jilian.demo.operations.people import TOWN_CODE
from jilian.places.models import World

TITLE = "九亭镇企业党组织覆盖攻坚（示例）"
DRAWN_ON, CLOSES_ON = date(2026, 3, 2), date(2026, 12, 31)
COUNTS = ("1", "0", "2", "1", "0", "1", "2", "0", "m3")


def run_campaign(*, office: Person, town: Person, at: datetime, world: World) -> None:
    """Freeze the list, plan the routes, say of some what came of them; the office signs."""
    if Campaign.objects.filter(world=world).exists():
        return
    campaign = coverage.create_campaign(
        by=office, at=at, world=world, title=TITLE, drawn_on=DRAWN_ON, closes_on=CLOSES_ON,
        conditions=Conditions(towns=(TOWN_CODE,), operating_year=2025),
    )  # fmt: skip
    campaign = coverage.freeze_campaign(by=office, at=at, campaign=campaign)
    campaign = coverage.start_campaign(by=office, at=at, campaign=campaign)
    targets = Target.objects.filter(campaign=campaign, state=TargetState.OPEN).order_by("number")
    for number, target in enumerate(targets):
        coverage.enter_count(by=office, at=at, target=target, stated=COUNTS[number % len(COUNTS)])
    plan = coverage.ask_plan(by=office, at=at, campaign=campaign)
    plan = coverage.complete_plan(plan_id=plan.pk, by=office, at=at)
    coverage.accept_plan(by=office, at=at, plan=plan)
    keys = list(targets.values_list("pk", flat=True))
    visited, waiting, hindered = keys[0:9], keys[9:13], keys[13:17]
    for group in (visited, waiting):
        coverage.say_done(
            by=town, at=at, campaign=campaign, targets=group, state=TargetState.WORK,
            route=Route.ADVISOR, on=date(2026, 6, 30), words="已派党建工作指导员（虚构）",
        )  # fmt: skip
    coverage.sign_off(by=office, at=at, campaign=campaign, targets=visited)
    coverage.say_not_yet(
        by=town, at=at, campaign=campaign, targets=hindered, obstacle=Obstacle.SECRETARY
    )
    if len(keys) > 17:
        removal = coverage.propose_removal(
            by=town, at=at, target=Target.objects.get(pk=keys[17]), kind=RemovalKind.DORMANT,
            document="示例核查〔2026〕5号（虚构）", on=date(2026, 7, 10),
        )  # fmt: skip
        coverage.decide_removal(by=office, at=at, removal=removal, sign=True)
    coverage.draw_spot_check(by=office, at=at, campaign=campaign, seed=7)
