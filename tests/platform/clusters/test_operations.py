"""Runs, adoption and what sources publish."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from conftest import NOON, TODAY
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.clusters import operations
from jilian.clusters.models import (
    Cluster,
    ClusterBody,
    FormationRun,
    Membership,
    ProposedCluster,
    ProposedMember,
)
from jilian.clusters.queries import listed_clusters
from jilian.clusters.rules import ClusterRow, MemberRow, NameRow, RunState, Spell
from jilian.notices.models import Notice

from .conftest import FROZEN_ON

MARCH_2022 = date(2022, 3, 8)


def start(by, world, **changed):
    asked = {"as_of": FROZEN_ON, "resolution": 0.2, "seed": 7, "least_size": 3, **changed}
    return operations.start_run(by=by, at=NOON, world=world, **asked)


def names(proposal):
    return {member.firm.name for member in proposal.members.select_related("firm")}


def test_a_run_finds_both_chains_and_their_positions(done_run):
    assert done_run.state == RunState.DONE
    chips, food = sorted(done_run.proposals.all(), key=lambda one: "晶圆1厂" not in names(one))
    assert names(chips) == {"硅料1厂", "硅料2厂", "晶圆1厂", "晶圆2厂", "封测1厂", "封测2厂"}
    assert names(food) == {"面粉1厂", "面粉2厂", "面团1厂", "面团2厂", "速食1厂", "速食2厂"}
    positions = {member.firm.name: member.position for member in chips.members.all()}
    assert positions["硅料1厂"] == "upstream"
    assert positions["晶圆1厂"] == "midstream"
    assert positions["封测2厂"] == "downstream"
    assert chips.measures["towns"][0]["name"] == "新桥镇"


def test_a_run_keeps_what_reproduces_it(done_run):
    assert done_run.parameters == {"resolution": 0.2, "seed": 7, "least_size": 3}
    assert done_run.summary["firms"] == 12
    assert done_run.summary["links"] == 17
    assert set(done_run.summary["versions"]) == {
        "jilian", "numba", "llvmlite", "numpy", "scipy", "polars",
    }  # fmt: skip
    assert len(done_run.snapshot.fingerprint) == 64


def test_a_run_tells_the_one_who_started_it(mei, done_run):
    notice = Notice.objects.get(to=mei)
    assert notice.kind == "run_done"
    assert notice.url == f"/songjiang/runs/{done_run.pk}/"


def test_a_run_completed_twice_changes_nothing(mei, done_run):
    traces = Trace.objects.count()
    again = operations.complete_run(run_id=done_run.pk, by=mei, at=NOON)
    assert again.state == RunState.DONE
    assert ProposedCluster.objects.count() == 2
    assert ProposedMember.objects.count() == 12
    assert Trace.objects.count() == traces


def test_a_worker_that_was_lost_leaves_a_run_that_another_completes(mei, world, chains):
    chains()
    run = start(mei, world)
    FormationRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING)
    assert operations.complete_run(run_id=run.pk, by=mei, at=NOON).state == RunState.DONE


def test_two_runs_with_the_same_parameters_propose_the_same(mei, world, chains):
    chains()
    found = []
    for _ in range(2):
        run = operations.complete_run(run_id=start(mei, world, resolution=None).pk, by=mei, at=NOON)
        members = ProposedMember.objects.filter(proposal__run=run).values_list(
            "proposal__number", "firm", "position", "level", "inside_share", "stable_share"
        )
        found.append((run.summary, run.snapshot_id, list(members)))
    assert found[0] == found[1]
    assert FormationRun.objects.count() == 2


def test_a_run_under_way_is_not_started_twice(mei, world, chains):
    chains()
    assert start(mei, world) == start(mei, world)
    assert FormationRun.objects.count() == 1


@pytest.mark.parametrize("with_firms, code", [(False, "no_firms"), (True, "no_links")])
def test_a_network_of_nothing_fails_with_its_sentence(mei, world, firm, with_firms, code):
    if with_firms:
        firm("孤厂")
    run = operations.complete_run(run_id=start(mei, world).pk, by=mei, at=NOON)
    assert (run.state, run.note) == (RunState.FAILED, code)
    assert Notice.objects.get(to=mei).kind == "run_failed"


def test_a_group_below_the_least_size_is_not_proposed(mei, world, chains):
    chains()
    run = operations.complete_run(run_id=start(mei, world, least_size=7).pk, by=mei, at=NOON)
    assert (run.state, run.note) == (RunState.FAILED, "no_clusters")


def test_a_run_on_a_day_ahead_is_refused_and_leaves_no_trace(mei, world):
    with pytest.raises(Refusal):
        start(mei, world, as_of=date(2026, 3, 3))
    assert not FormationRun.objects.exists()
    assert not Trace.objects.exists()


def test_only_who_may_form_clusters_starts_a_run(wu, lin, world):
    for person in (wu, lin):
        with pytest.raises(NotAllowed):
            start(person, world)
    assert not Trace.objects.exists()


def test_an_adoption_makes_dated_memberships(adopted, world, mei):
    assert adopted.valid_from == adopted.known_by == TODAY
    assert [name.text for name in adopted.names.all()] == ["新桥芯片集群"]
    rows = Membership.objects.filter(cluster=adopted)
    assert {row.firm.name for row in rows} == {
        "硅料1厂", "硅料2厂", "晶圆1厂", "晶圆2厂", "封测1厂", "封测2厂",
    }  # fmt: skip
    assert {(row.valid_from, row.valid_to, row.reason) for row in rows} == {
        (TODAY, None, "联席会议纪要〔2026〕3号")
    }
    assert {row.source.kind for row in rows} == {"formation"}


def test_an_adoption_leaves_an_earlier_day_as_it_was(done_run, mei, world):
    yesterday = date(2026, 3, 1)
    before = listed_clusters(mei, world, yesterday)
    proposal = done_run.proposals.first()
    adopt(mei, proposal)
    assert listed_clusters(mei, world, yesterday) == before == []
    assert [row.members for row in listed_clusters(mei, world, TODAY)] == [6]


def adopt(by, proposal, **changed):
    typed = {"name": "甲集群", "name_en": "", "reason": "纪要", "from_day": TODAY, **changed}
    return operations.adopt_proposal(by=by, at=NOON, proposal=proposal, **typed)


def test_an_adoption_is_traced_with_before_and_after(adopted):
    trace = Trace.objects.get(action="cluster.adopted")
    assert trace.by == "mei"
    assert trace.before["firms"] == 6
    assert len(trace.after["members"]) == 6
    assert trace.after["from_day"] == "2026-03-02"


def test_a_proposal_is_adopted_once(done_run, mei):
    proposal = done_run.proposals.first()
    adopt(mei, proposal)
    traces = Trace.objects.count()
    with pytest.raises(Refusal) as refusal:
        adopt(mei, proposal, name="乙集群")
    assert refusal.value.code == "already_adopted"
    assert Cluster.objects.count() == 1
    assert Trace.objects.count() == traces


def test_firms_are_left_out_with_a_reason_and_noted(done_run, mei):
    proposal = done_run.proposals.first()
    out = proposal.members.first().firm
    with pytest.raises(Refusal) as refusal:
        adopt(mei, proposal, left_out=[out.pk])
    assert refusal.value.code == "left_out_reason_missing"
    cluster = adopt(mei, proposal, left_out=[out.pk], left_out_reason="已迁出")
    assert cluster.memberships.count() == 5
    assert not cluster.memberships.filter(firm=out).exists()
    assert Trace.objects.get(action="cluster.adopted").after["left_out"] == [out.name]


@pytest.mark.parametrize(
    "changed, code",
    [
        ({"name": ""}, "name_missing"),
        ({"reason": " "}, "reason_missing"),
        ({"from_day": date(2026, 2, 1)}, "day_before_snapshot"),
    ],
)
def test_a_refused_adoption_leaves_no_trace(done_run, mei, changed, code):
    with pytest.raises(Refusal) as refusal:
        adopt(mei, done_run.proposals.first(), **changed)
    assert refusal.value.code == code
    assert not Cluster.objects.exists()
    assert not Membership.objects.exists()
    assert not Trace.objects.filter(action="cluster.adopted").exists()


def test_a_name_that_a_cluster_bears_is_refused(adopted, done_run, mei):
    other = done_run.proposals.filter(adopted_as__isnull=True).get()
    with pytest.raises(Refusal) as refusal:
        adopt(mei, other, name="新桥芯片集群")
    assert refusal.value.code == "name_taken"


def test_only_the_organisation_office_adopts(done_run, person, world, wu):
    office = person("zhao", "science_commission", world)
    for one in (wu, office):
        with pytest.raises(NotAllowed):
            adopt(one, done_run.proposals.first())
    assert not Cluster.objects.exists()


def test_a_membership_ends_on_a_day_and_only_once(adopted, mei):
    membership = adopted.memberships.first()
    end = {"by": mei, "at": NOON, "membership": membership, "reason": "迁出"}
    with pytest.raises(Refusal) as refusal:
        operations.end_membership(**end, valid_to=TODAY)
    assert refusal.value.code == "ends_before_it_starts"
    operations.end_membership(**end, valid_to=date(2026, 4, 1))
    assert adopted.memberships.on(date(2026, 3, 31)).count() == 6
    assert adopted.memberships.on(date(2026, 4, 1)).count() == 5
    with pytest.raises(Refusal):
        operations.end_membership(**end, valid_to=date(2026, 5, 1))


ROW = ClusterRow(
    key="CL05", name="集成电路产业集群", name_en="", spell=Spell(MARCH_2022, row=5),
    industry_word="集成电路", host_kind="zone", host="松江经开区", host_division_code="310117105",
)  # fmt: skip


def publish(by, world, source, row=ROW):
    return operations.save_cluster(by=by, at=NOON, world=world, source=source, row=row)


def test_a_published_cluster_is_kept_once(mei, world, source):
    first = publish(mei, world, source)
    traces = Trace.objects.count()
    assert publish(mei, world, source) == first
    assert Trace.objects.count() == traces
    assert first.valid_from is None
    assert first.known_by == MARCH_2022
    assert [(name.text, name.source_row) for name in first.names.all()] == [("集成电路产业集群", 5)]


def test_a_changed_host_is_taken_over_and_traced(mei, world, source):
    cluster = publish(mei, world, source)
    from dataclasses import replace

    publish(mei, world, source, replace(ROW, host="松江综保区", host_division_code=""))
    cluster.refresh_from_db()
    assert cluster.host == "松江综保区"
    assert cluster.host_division.code == "310117105"
    trace = Trace.objects.get(action="cluster.changed")
    assert (trace.before, trace.after) == ({"host": "松江经开区"}, {"host": "松江综保区"})


def test_names_hold_for_a_while_and_the_latest_stands_in_lists(mei, world, source):
    cluster = publish(mei, world, source)
    rows = (
        NameRow("集成电路", Spell(date(2018, 7, 2), valid_to=MARCH_2022)),
        NameRow("集成电路产业集群", Spell(MARCH_2022)),
    )
    said = {"by": mei, "at": NOON, "cluster": cluster, "source": source, "rows": rows}
    assert operations.save_cluster_names(**said).new == 1
    assert operations.save_cluster_names(**said).same == 2
    cluster.refresh_from_db()
    assert cluster.name == "集成电路产业集群"


def test_published_members_are_kept_once_and_unknown_firms_refused(mei, world, source, firm):
    cluster = publish(mei, world, source)
    firm("上海新阳")
    row = MemberRow(("made", "上海新阳"), "公开报道点名", Spell(MARCH_2022, row=5))
    said = {"by": mei, "at": NOON, "cluster": cluster, "source": source}
    assert operations.save_membership(**said, row=row).new == 1
    assert operations.save_memberships(**said, rows=(row,)).same == 1
    kept = cluster.memberships.get()
    assert (kept.position, kept.valid_from, kept.source_row) == ("unknown", None, 5)
    with pytest.raises(Refusal) as refusal:
        operations.save_membership(
            **said, row=MemberRow(("made", "无此厂"), "点名", Spell(MARCH_2022))
        )
    assert refusal.value.code == "firm_unknown"


def test_a_member_becomes_the_leader_without_a_second_membership(mei, world, source, firm):
    cluster = publish(mei, world, source)
    firm("上海新阳")
    said = {"by": mei, "at": NOON, "cluster": cluster, "source": source}
    spell = Spell(MARCH_2022)
    operations.save_membership(**said, row=MemberRow(("made", "上海新阳"), "点名", spell))
    changed = operations.save_membership(
        **said, row=MemberRow(("made", "上海新阳"), "点名", spell, "leader", "upstream")
    )
    assert changed.changed == 1
    assert [(one.role, one.position) for one in cluster.memberships.all()] == [
        ("leader", "upstream")
    ]


@pytest.fixture
def organisation(world, source):
    """Make an organisation by its key."""
    from jilian.organisations.models import Organisation

    def make(key: str):
        return Organisation.objects.create(
            world=world, key=key, name=key, sort_key=key, known_by=MARCH_2022, source=source
        )

    return make


def test_a_cluster_has_one_body_at_a_time(mei, world, source, organisation):
    cluster = publish(mei, world, source)
    first, second = organisation("ORG05"), organisation("ORG06")
    said = {"by": mei, "at": NOON, "cluster": cluster, "source": source}
    body = operations.set_body(**said, organisation=first, spell=Spell(MARCH_2022))
    assert operations.set_body(**said, organisation=first, spell=Spell(MARCH_2022)) == body
    operations.set_body(**said, organisation=second, spell=Spell(date(2024, 1, 1)))
    body.refresh_from_db()
    assert body.valid_to == date(2024, 1, 1)
    with pytest.raises(Refusal) as refusal:
        operations.set_body(**said, organisation=first, spell=Spell(date(2023, 1, 1)))
    assert refusal.value.code == "earlier_body"
    assert ClusterBody.objects.count() == 2


def test_a_membership_without_a_reason_cannot_be_kept(mei, world, source, firm):
    cluster = publish(mei, world, source)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            cluster=cluster, firm=firm("甲厂"), reason="", known_by=TODAY, source=source
        )
