"""The engine's planner on the targets of a campaign: routes, groups, and no count kept."""

from __future__ import annotations

from conftest import NOON
from jilian.coverage import operations
from jilian.coverage.models import PlanLine, Target


def test_each_open_target_gets_a_route_by_what_is_counted(mei, campaign, firms):
    stated = ("2", "1", "0", "m3", "", "")
    for firm, count in zip(firms, stated, strict=True):
        target = Target.objects.get(firm=firm)
        operations.enter_count(by=mei, at=NOON, target=target, stated=count)
    plan = operations.ask_plan(by=mei, at=NOON, campaign=campaign)
    assert plan.state == "done", plan.note
    routes = dict(PlanLine.objects.values_list("target__name", "route"))
    assert routes["硅料厂"] == routes["晶圆厂"]
    assert routes["硅料厂"] in ("line", "area")
    assert routes == {
        "硅料厂": routes["硅料厂"], "晶圆厂": routes["硅料厂"], "封测厂": "advisor",
        "光刻厂": "point", "清洗厂": "not_yet", "靶材厂": "not_yet",
    }  # fmt: skip
    group = plan.groups.get()
    assert (group.units, group.details["certain"]) == (2, True)
    assert not {"members", "members_low", "members_high"} & group.details.keys()
    assert plan.summary["cost"]["value"] >= plan.summary["cost"]["bound"]
    operations.accept_plan(by=mei, at=NOON, plan=plan)
    assert Target.objects.get(firm=firms[0]).planned_group == group.number
    assert Target.objects.get(firm=firms[4]).planned_route == ""


def test_with_bands_only_the_planner_says_what_is_not_certain(mei, campaign, firms):
    for firm in firms[:2]:
        target = Target.objects.get(firm=firm)
        operations.enter_count(by=mei, at=NOON, target=target, stated="m1")
    plan = operations.ask_plan(by=mei, at=NOON, campaign=campaign)
    grouped = PlanLine.objects.filter(plan=plan, group__isnull=False)
    assert plan.state == "done"
    assert not any(group.details["certain"] for group in plan.groups.all())
    assert grouped.count() in (0, 2)
