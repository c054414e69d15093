"""The invented cases of the demo: three records made of events, and enough others beside them."""

from __future__ import annotations

from datetime import datetime

import pytest

from jilian.cases.models import Case, Matter, Paper, TimePiece, WrongDispatch
from jilian.cases.queries.measures import measures_of

from .conftest import SHANGHAI, SINCE

pytestmark = pytest.mark.django_db
TOWN = "310117107"


@pytest.fixture
def served(world, source):
    """A town with eighty firms, the demo's people, and the cases."""
    from jilian.accounts.operations import DemoPlace, add_demo_people
    from jilian.accounts.queries import system_person
    from jilian.cases.operations import load_templates
    from jilian.demo.operations import serve_firms
    from jilian.firms.models import Firm, Site
    from jilian.places.models import Division

    by, at = system_person("command-line"), datetime(2026, 11, 23, 12, tzinfo=SHANGHAI)
    town = Division.objects.get(code=TOWN)
    firms = Firm.objects.bulk_create(
        Firm(world=world, scheme="made", identifier=f"M{i:03}", name=f"企业{i}", sort_key=f"{i:03}")
        for i in range(80)
    )
    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    Site.objects.bulk_create(
        Site(firm=one, division=town, is_main=True, address=f"{one.name}路1号", **days)
        for one in firms
    )
    place = DemoPlace("songjiang", town=TOWN, firm=str(firms[7].pk), department="planning")
    load_templates(by=by, at=at)
    add_demo_people(by=by, at=at, places=[place])
    serve_firms(by=by, at=at, world=world)
    serve_firms(by=by, at=at, world=world)
    return world


def test_the_invented_cases_stand(served):
    titled = {one.case.title: one for one in Matter.objects.select_related("case")}
    assert all(title.endswith("（虚构）") for title in titled)
    land = titled["征地包干到挂牌出让：12天（虚构）"]
    measured = {one.key: one for one in measures_of(land)}
    reading = measured["A-article-reading-1"]
    assert (reading.calendar_days, reading.working_days) == (12, 7)
    assert (str(reading.start), str(reading.end)) == ("A04.end", "A06.start")
    assert measured["A-legal-min"].calendar_days >= 30
    permit = titled["施工许可证：受理后2天（虚构）"]
    assert (permit.calendar_days, permit.pre_review_seconds) == (2, 23 * 86400)
    certificate = titled["不动产权证：4小时（虚构）"]
    assert (certificate.elapsed_seconds, certificate.working_seconds) == (14400, 10800)

    ended = Matter.objects.filter(ended_at__isnull=False)
    assert ended.count() >= 200
    for matter in ended.prefetch_related("time_pieces"):
        assert sum(one.seconds for one in matter.time_pieces.all()) == matter.elapsed_seconds
    by_state = {state: Case.objects.filter(state=state).count() for state in
                ("open", "closed", "solved", "not_solved")}  # fmt: skip
    assert min(by_state.values()) >= 5
    assert WrongDispatch.objects.count() == 10
    assert Paper.objects.outstanding().count() == 1
    holders = set(TimePiece.objects.values_list("holder", flat=True))
    assert {"firm", "joint", "closed", "excluded:expert_review", "excluded:inspection"} <= holders
    states = set(Matter.objects.values_list("state", flat=True))
    assert {"pre_review", "accepted", "paused", "decided"} <= states
