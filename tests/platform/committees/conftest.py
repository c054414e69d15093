"""A cluster with its leading firm 正泰电气, that firm's own organisation, and its suppliers."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from jilian.committees import operations
from jilian.committees.rules import Contents, Declared, PaperFact, SeatRow

SINCE = date(2024, 1, 1)
APPLIED, APPROVED, ELECTED = date(2024, 5, 6), date(2024, 5, 20), date(2024, 6, 3)
FILED, EFFECT = date(2024, 6, 10), date(2024, 6, 15)
LATER = datetime(2024, 7, 1, 4, 0, tzinfo=UTC)
NAME = "正泰智慧能源产业集群党委"


def paper(day, number="", title="", unit="", reason=""):
    return PaperFact(day, number, title, unit, reason)


@pytest.fixture
def chain(firm):
    """The leading firm, one upstream and one downstream."""
    return [firm(name) for name in ("正泰电气", "铜材厂", "配电设备厂")]


@pytest.fixture
def cluster(world, source, chain, songjiang):
    from jilian.clusters.models import Cluster, ClusterName, Membership

    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    made = Cluster.objects.create(
        world=world, key="CL04", name="正泰智慧能源产业集群", sort_key="zheng", **days
    )
    ClusterName.objects.create(cluster=made, text=made.name, **days)
    places = (("leader", "midstream"), ("member", "upstream"), ("member", "downstream"))
    for kept, (role, position) in zip(chain, places, strict=True):
        Membership.objects.create(
            cluster=made, firm=kept, role=role, position=position, reason="公开名单", **days
        )
    return made


@pytest.fixture
def bodies(mei, world, source, chain):
    """The superior of the district and the leading firm's own committee."""
    from jilian.organisations.models import Organisation
    from jilian.organisations.operations import save_organisations
    from jilian.organisations.rules import OrganisationRow

    leader = chain[0]
    save_organisations(
        by=mei, at=LATER, world=world, source=source,
        rows=[
            OrganisationRow(key="S", name="松江区两新工委", type="working_committee",
                            valid_from=date(2020, 1, 1)),
            OrganisationRow(key="Z", name="正泰电气党委", type="primary_committee",
                            superior_key="S", firm=(leader.scheme, leader.identifier),
                            formal_members=120, probationary_members=4,
                            valid_from=date(2020, 1, 1)),
        ],
    )  # fmt: skip
    rows = {one.key: one for one in Organisation.objects.filter(world=world)}
    return rows["S"], rows["Z"]


@pytest.fixture
def secretary(person, world, cluster):
    """Su is the secretary of the cluster."""
    return person("su", "cluster_secretary", world, key=str(cluster.pk))


@pytest.fixture
def draft(mei, cluster, bodies, chain):
    """Draft a committee; 112 members and six seats where nothing else is said."""

    def make(
        formal=108, probationary=4, type="primary_committee", mode="affiliated",
        exception="", seats=True, effect_on=EFFECT, by=mei, **more,
    ):  # fmt: skip
        superior, own = bodies
        line = "cluster" if mode in ("functional", "alliance") else "territory"
        made = operations.draft_procedure(
            by=by, at=more.pop("at", LATER), cluster=cluster,
            contents=Contents(NAME, type, mode, superior.pk, line, own.pk),
        )  # fmt: skip
        counted_on = more.pop("counted_on", date(2024, 4, 30))
        counted_on = None if formal is probationary is None else counted_on
        operations.declare(
            by=by, at=LATER, procedure=made,
            declared=Declared(formal, probationary, "", counted_on, effect_on, exception),
        )  # fmt: skip
        if seats:
            rows = [
                SeatRow("secretary", chain[0].pk, 1),
                SeatRow("deputy", chain[1].pk, 1),
                SeatRow("member", chain[0].pk, 2),
                SeatRow("member", chain[2].pk, 2),
            ]
            operations.set_seats(by=by, at=LATER, procedure=made, seats=rows)
        made.refresh_from_db()
        return made

    return make


@pytest.fixture
def walk(mei):
    """Take a drafted procedure from step to step until one of them."""

    def go(procedure, until="active", effect_on=None, by=mei, at=LATER):
        acts = (
            ("applied", lambda: operations.apply_for(
                by=by, at=at, procedure=procedure,
                paper=paper(APPLIED, "正泰党〔2024〕5号", "成立集群党委的请示", "正泰电气党委"))),
            ("approved", lambda: operations.approve(
                by=by, at=at, procedure=procedure,
                paper=paper(APPROVED, "松两新〔2024〕12号", "关于同意成立集群党委的批复",
                            "松江区两新工委"))),
            ("elected", lambda: operations.record_election(
                by=by, at=at, procedure=procedure, paper=paper(ELECTED, "", "选举结果报告"))),
            ("filed", lambda: operations.file_result(
                by=by, at=at, procedure=procedure, effect_on=effect_on,
                paper=paper(FILED, "松两新备〔2024〕3号"))),
            ("active", lambda: operations.take_effect(by=by, at=at, procedure=procedure)),
        )  # fmt: skip
        for state, act in acts:
            act()
            procedure.refresh_from_db()
            assert procedure.state == state
            if state == until:
                break
        return procedure

    return go
