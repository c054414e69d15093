"""Adoption firm by firm, into a cluster that stands, taken over, undone; what rests on it."""

from __future__ import annotations

from datetime import date

import pytest

from conftest import NOON, TODAY
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.clusters import operations
from jilian.clusters.analysis import changes_of_run
from jilian.clusters.models import Adoption, Cluster, FormationRun, Membership
from jilian.clusters.queries.adopting import departures_of
from jilian.clusters.rules import Added, Departures, Placed
from jilian.firms.models import Firm

from .conftest import FROZEN_ON

LATER = date(2026, 3, 20)


def proposal_with(run, name):
    return next(one for one in run.proposals.all() if one.members.filter(firm__name=name))


def called(name):
    return Firm.objects.get(name=name)


def adopt(by, proposal, **changed):
    typed = {"name": "甲集群", "reason": "纪要", "from_day": TODAY, **changed}
    return operations.adopt_proposal(by=by, at=NOON, proposal=proposal, **typed)


@pytest.fixture
def chips(done_run):
    """The proposal of the chip chain."""
    return proposal_with(done_run, "晶圆1厂")


def test_a_departure_stands_on_its_membership_with_its_own_reason(chips, mei, firm, place):
    packer = place(firm("包装厂"), "310117107", "3985")
    out, moved = called("硅料1厂"), called("晶圆1厂")
    cluster = adopt(mei, chips, departures=Departures(
        left_out={out.pk: "已停产"},
        added={packer.pk: Added("供应晶圆盒，发票为证", "supporting")},
        placed={moved.pk: Placed("upstream", "今年只做外延片")},
    ))  # fmt: skip
    rows = {row.firm.name: row for row in cluster.memberships.select_related("firm")}
    assert "硅料1厂" not in rows
    assert (rows["包装厂"].position, rows["包装厂"].adjustment) == ("supporting", "added")
    assert rows["包装厂"].adjustment_reason == "供应晶圆盒，发票为证"
    assert (rows["晶圆1厂"].position, rows["晶圆1厂"].adjustment) == ("upstream", "position")
    assert (rows["晶圆2厂"].adjustment, rows["晶圆2厂"].reason) == ("", "纪要")
    trace = Trace.objects.get(action="cluster.adopted").after
    assert trace["left_out"] == ["硅料1厂"]
    assert trace["adjusted"]["包装厂"] == "added: 供应晶圆盒，发票为证"


@pytest.mark.parametrize(
    "departures, code",
    [
        (lambda: Departures(left_out={called("硅料1厂").pk: " "}), "left_out_reason_missing"),
        (lambda: Departures(added={called("面粉1厂").pk: Added("")}), "added_reason_missing"),
        (lambda: Departures(added={called("硅料1厂").pk: Added("有")}), "added_is_proposed"),
        (
            lambda: Departures(placed={called("硅料1厂").pk: Placed("upstream", "")}),
            "position_reason_missing",
        ),
        (
            lambda: Departures(placed={called("硅料1厂").pk: Placed("above", "高")}),
            "position_unknown",
        ),
    ],
)
def test_a_departure_without_its_reason_is_refused(chips, mei, departures, code):
    with pytest.raises(Refusal) as refusal:
        adopt(mei, chips, departures=departures())
    assert refusal.value.code == code
    assert not Membership.objects.exists()


def test_what_is_noted_before_adopting_is_kept_and_can_be_taken_back(chips, mei):
    out, other = called("硅料1厂"), called("面粉1厂")
    said = {"by": mei, "at": NOON, "proposal": chips}
    operations.note_departures(**said, firms=[out.pk], kind="left_out", reason="已停产")
    operations.note_departures(**said, firms=[other.pk], kind="added", reason="同时供料")
    operations.note_departures(
        **said, firms=[other.pk], kind="position", position="upstream", reason="供粉"
    )
    noted = departures_of(chips)
    assert noted.left_out == {out.pk: "已停产"}
    assert noted.added == {other.pk: Added("供粉", "upstream")}
    assert operations.drop_departures(**said, firms=[out.pk]) == 1
    assert departures_of(chips).left_out == {}
    assert not Membership.objects.exists()
    for changed, code in (
        ({"firms": [called("面粉2厂").pk], "kind": "left_out", "reason": "x"}, "not_proposed"),
        ({"firms": [out.pk], "kind": "added", "reason": "x"}, "added_is_proposed"),
        ({"firms": [out.pk], "kind": "left_out", "reason": " "}, "reason_missing"),
        ({"firms": [out.pk], "kind": "position", "reason": "x"}, "position_missing"),
        ({"firms": [other.pk], "kind": "left_out", "reason": "x"}, "added_is_dropped"),
        ({"firms": [], "kind": "left_out", "reason": "x"}, "no_firm_ticked"),
    ):
        with pytest.raises(Refusal) as refusal:
            operations.note_departures(**said, **changed)
        assert refusal.value.code == code


def test_only_who_adopts_may_note_and_undo(chips, person, world, mei):
    office = person("zhao", "science_commission", world)
    with pytest.raises(NotAllowed):
        operations.note_departures(
            by=office, at=NOON, proposal=chips, firms=[1], kind="left_out", reason="x"
        )
    adopt(mei, chips)
    with pytest.raises(NotAllowed):
        operations.undo_adoption(by=office, at=NOON, adoption=Adoption.objects.get(), reason="看错")


@pytest.fixture
def standing(chips, mei, firm):
    """A cluster of the chip chain without one firm and with two from elsewhere, since February."""
    cluster = adopt(mei, chips, left_out=[called("封测2厂").pk], left_out_reason="待查",
                    departures=Departures(added={
                        called("面粉1厂").pk: Added("食品级硅"), firm("无链厂").pk: Added("老成员"),
                    }, left_out={}))  # fmt: skip
    Adoption.objects.all().update(undone_at=None)
    return cluster


@pytest.fixture
def second_run(standing, mei, world):
    """The same network computed again."""
    run = operations.start_run(
        by=mei, at=NOON, world=world, as_of=FROZEN_ON, resolution=0.2, seed=11
    )
    operations.complete_run(run_id=run.pk, by=mei, at=NOON)
    return FormationRun.objects.get(pk=run.pk)


def test_a_run_says_what_would_change_of_what_stands(second_run, standing):
    found = changes_of_run(second_run, TODAY)
    rows = {row.firm.name: row for row in found.firms}
    joins, moves = rows["封测2厂"], rows["面粉1厂"]
    assert (joins.kind, joins.target.pk, joins.proposed.position) == (
        "joins", standing.pk, "downstream",
    )  # fmt: skip
    assert (moves.kind, moves.before.pk, moves.target) == ("moves", standing.pk, None)
    assert {name for name, row in rows.items() if row.kind == "founds"} == {
        "面粉2厂", "面团1厂", "面团2厂", "速食1厂", "速食2厂",
    }  # fmt: skip
    assert "无链厂" not in rows
    assert (found.unseen, found.stays) == (1, 5)
    (grown, new) = found.clusters
    assert (grown.fate, grown.joins, grown.leaves) == ("continues", 1, 1)
    assert (new.fate, new.before, new.after_size) == ("new", None, 6)


def test_single_changes_are_taken_over_and_undone(second_run, standing, mei):
    rows = {row.firm.name: row for row in changes_of_run(second_run, LATER).firms}
    picks = [rows["封测2厂"].pick, rows["面粉1厂"].pick]
    said = {"by": mei, "at": NOON, "run": second_run, "reason": "会议纪要", "from_day": LATER}
    (adoption,) = operations.take_over(**said, picks=picks)
    joined = standing.memberships.get(firm__name="封测2厂")
    assert (joined.valid_from, joined.position, joined.reason) == (LATER, "downstream", "会议纪要")
    ended = standing.memberships.get(firm__name="面粉1厂")
    assert (ended.valid_to, ended.end_reason) == (LATER, "会议纪要")
    assert standing.memberships.on(TODAY).count() == 7
    with pytest.raises(Refusal) as refusal:
        operations.take_over(**said, picks=picks)
    assert refusal.value.code == "change_gone"
    with pytest.raises(Refusal) as refusal:
        operations.take_over(**said, picks=[])
    assert refusal.value.code == "nothing_ticked"
    operations.undo_adoption(by=mei, at=NOON, adoption=adoption, reason="看错了行")
    assert not standing.memberships.filter(firm__name="封测2厂").exists()
    ended.refresh_from_db()
    assert (ended.valid_to, ended.end_reason, ended.end_adoption) == (None, "", None)


def test_a_proposal_is_adopted_into_a_cluster_that_stands(second_run, standing, mei):
    proposal = proposal_with(second_run, "晶圆1厂")
    with pytest.raises(Refusal) as refusal:
        adopt(mei, proposal, into=standing, from_day=TODAY)
    assert refusal.value.code == "ends_before_it_starts"
    kept = adopt(mei, proposal, into=standing, from_day=LATER)
    assert kept == standing
    on = {row.firm.name: row for row in standing.memberships.on(LATER).select_related("firm")}
    assert on["封测2厂"].valid_from == LATER
    assert "面粉1厂" not in on  # the run puts it into the other chain
    assert "无链厂" in on  # the run did not look at it: it has no link
    assert on["晶圆1厂"].valid_from == TODAY
    assert Cluster.objects.count() == 1
    proposal.refresh_from_db()
    assert proposal.adopted_as == standing


def test_a_member_stays_for_a_reason_although_the_run_puts_it_elsewhere(second_run, standing, mei):
    proposal = proposal_with(second_run, "晶圆1厂")
    flour = called("面粉1厂")
    adopt(mei, proposal, into=standing, from_day=LATER,
          departures=Departures(staying={flour.pk: "两头都做"}))  # fmt: skip
    assert standing.memberships.on(LATER).filter(firm=flour).exists()
    trace = Trace.objects.filter(action="cluster.adopted").latest("pk")
    assert trace.after["staying"] == ["面粉1厂"]
    assert trace.after["staying_reason"] == "两头都做"


def test_an_adoption_is_undone_as_if_it_had_not_been(chips, mei):
    adopt(mei, chips)
    adoption = Adoption.objects.get()
    undone = operations.undo_adoption(by=mei, at=NOON, adoption=adoption, reason="重复")
    assert (undone.undone_by, undone.undo_reason, undone.cluster_id) == ("mei", "重复", None)
    assert not Cluster.objects.exists()
    assert not Membership.objects.exists()
    chips.refresh_from_db()
    assert chips.adopted_as is None
    trace = Trace.objects.get(action="cluster.adoption_undone")
    assert len(trace.before["members"]) == 6
    with pytest.raises(Refusal) as refusal:
        operations.undo_adoption(by=mei, at=NOON, adoption=undone, reason="再来")
    assert refusal.value.code == "undone_already"
    assert adopt(mei, chips).memberships.count() == 6


def test_an_adoption_on_which_something_rests_is_not_undone(chips, mei, person, world, source):
    cluster = adopt(mei, chips)
    adoption = Adoption.objects.get()

    def refusal():
        with pytest.raises(Refusal) as refused:
            operations.undo_adoption(by=mei, at=NOON, adoption=adoption, reason="看错")
        assert refused.value.code == "something_rests_on_it"
        return str(refused.value)

    keeper = person("he", "cluster_secretary", world, key=str(cluster.pk))
    assert "a role that somebody holds" in refusal()
    keeper.appointments.update(ended_at=NOON)
    row = cluster.memberships.first()
    operations.end_membership(
        by=mei, at=NOON, membership=row, valid_to=date(2026, 4, 1), reason="迁出"
    )
    assert "memberships that have ended since (1)" in refusal()
    Membership.objects.filter(pk=row.pk).update(valid_to=None, role="leader")
    assert "a leading firm" in refusal()
    assert cluster.memberships.count() == 6


def test_all_proposals_of_a_run_are_adopted_above_a_size(done_run, mei):
    said = {"by": mei, "at": NOON, "run": done_run, "reason": "演示", "from_day": TODAY}
    assert operations.adopt_all(**said, least_firms=7) == []
    assert operations.adopt_all(**said, least_stability=1.01) == []
    (one,) = operations.adopt_all(**said, least_firms=6, numbers=[2])
    (other,) = operations.adopt_all(**said, standing="new")
    names = {row.name for row in done_run.proposals.all()}
    assert {one.name, other.name} == names
    assert operations.adopt_all(**said) == []


def test_adopting_all_of_a_later_run_goes_into_what_stands_or_leaves_it(second_run, standing, mei):
    said = {"by": mei, "at": NOON, "run": second_run, "reason": "年度", "from_day": LATER}
    (food,) = operations.adopt_all(**said)
    assert food != standing
    assert operations.adopt_all(**said, standing="into") == [standing]
    assert Cluster.objects.count() == 2
