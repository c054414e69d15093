"""Six firms in two towns, people who say and people who sign, and a campaign for all six."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from conftest import NOON, TODAY
from jilian.coverage import operations
from jilian.coverage.models import Campaign, Target
from jilian.coverage.rules import Conditions
from jilian.firms.models import FirmIndustry, Site, YearlyFact
from jilian.organisations import operations as organisations
from jilian.organisations.rules import OrganisationRow
from jilian.places.models import Division

SINCE = date(2020, 1, 1)
NAMES = ("硅料厂", "晶圆厂", "封测厂", "光刻厂", "清洗厂", "靶材厂")
XINQIAO, JIUTING = "310117105", "310117107"


def later(days: int) -> datetime:
    return NOON + timedelta(days=days)


@pytest.fixture
def hong(person, world):
    """Hong: a second person of the organisation office; signs what Mei says."""
    return person("hong", "organisation_office", world)


@pytest.fixture
def ting(person, world):
    """Ting: the office of Jiuting."""
    return person("ting", "town_office", world, key=JIUTING)


@pytest.fixture
def firms(world, source, firm, industries):
    """Three firms in Xinqiao, three in Jiuting, all with staff in 2025."""
    made = []
    for at, name in enumerate(NAMES):
        one = firm(name)
        town = Division.objects.get(code=XINQIAO if at < 3 else JIUTING)
        days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
        Site.objects.create(firm=one, division=town, is_main=True, **days)
        FirmIndustry.objects.create(
            firm=one, industry=industries["3973" if at % 2 else "3985"], **days
        )
        YearlyFact.objects.create(
            firm=one, year=2025, measure="employees", value=100 + at, source=source
        )
        made.append(one)
    return made


@pytest.fixture
def draft(mei, world, firms) -> Campaign:
    """A campaign for the firms of both towns."""
    return operations.create_campaign(
        by=mei, at=NOON, world=world, title="芯片企业覆盖攻坚", drawn_on=TODAY,
        closes_on=TODAY + timedelta(days=120), conditions=Conditions(towns=(XINQIAO, JIUTING)),
    )  # fmt: skip


@pytest.fixture
def campaign(mei, draft) -> Campaign:
    """The same, frozen and running."""
    operations.freeze_campaign(by=mei, at=NOON, campaign=draft)
    return operations.start_campaign(by=mei, at=NOON, campaign=draft)


@pytest.fixture
def cover(mei, world, source):
    """Record in the register that an organisation covers firms from the start on."""

    def covered(*firms, key="O1", mode="joint", since=SINCE):
        kind = "branch" if mode == "own" else "joint_branch"
        row = OrganisationRow(key=key, name=f"{key}支部", type=kind, valid_from=since)
        organisations.save_organisations(by=mei, at=NOON, world=world, source=source, rows=[row])
        from jilian.organisations.models import Organisation

        body = Organisation.objects.get(world=world, key=key)
        for one in firms:
            organisations.cover_firm(
                by=mei, at=NOON, organisation=body, firm=one, mode=mode, from_day=since
            )
        return body

    return covered


@pytest.fixture
def finish(mei, hong):
    """Say and sign that targets are done."""

    def finished(campaign, *firms, state="joint", route="area", at=NOON, words=""):
        pks = list(
            Target.objects.filter(campaign=campaign, firm__in=firms).values_list("pk", flat=True)
        )
        operations.say_done(
            by=mei, at=at, campaign=campaign, targets=pks, state=state, route=route, on=TODAY,
            words=words,
        ).or_refuse()  # fmt: skip
        return operations.sign_off(by=hong, at=at, campaign=campaign, targets=pks).or_refuse()

    return finished


@pytest.fixture
def planned(monkeypatch):
    """The planner answers at once: all firms in one group along the line."""
    from jilian.coverage import analysis

    def answer(campaign, on):
        from jilian.coverage.queries.planning import plan_inputs

        inputs = plan_inputs(campaign, on)
        level = {"value": 4000, "bound": 3900, "proven": False, "gap_hundredths": 250}
        lines = tuple(
            analysis.PlannedLine(one.target, "line", 1, ("grouped",), True) for one in inputs
        )
        details = {"certain": True, "warnings": [["ORG-02", 5]], "carried_by": None}
        return analysis.Planned(
            lines, (analysis.PlannedGroup(1, "line", len(lines), details),),
            {"routes": {"line": len(lines)}, "cost": level, "grouping": level, "groups": 1,
             "uncertain_groups": 0, "warned_groups": 1},
        )  # fmt: skip

    monkeypatch.setattr(analysis, "plan_campaign", answer)
