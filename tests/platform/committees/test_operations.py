"""Setting a body up from draft to its end: rules, days, what is made and what is left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.serializers import serialize
from django.db.models import Q
from django.utils import translation

from jilian.accounts.models import Person
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.clusters.models import ClusterBody
from jilian.clusters.queries.listing import bodies_on
from jilian.committees import operations
from jilian.committees.models import Procedure, Term
from jilian.committees.rules import SeatRow
from jilian.notices.models import Notice
from jilian.organisations.models import Organisation, Superior, TypeSpell
from jilian.organisations.queries import count_organisations

from .conftest import APPLIED, APPROVED, EFFECT, ELECTED, FILED, LATER, NAME, paper


def refused(act):
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value


def apply(mei, procedure, **more):
    return operations.apply_for(
        by=mei, at=LATER, procedure=procedure, paper=paper(APPLIED, "正泰党〔2024〕5号", **more)
    )


def test_a_committee_on_forty_members_is_refused_with_the_rule_in_both_languages(mei, draft):
    procedure = draft(formal=38, probationary=2)
    with translation.override("en"):
        english = refused(lambda: apply(mei, procedure))
        assert english.code == "threshold_not_met"
        assert "With 100 members or more a primary committee is set up" in str(english)
        assert "ORG-07" in str(english)
    with translation.override("zh-hans"):
        chinese = refused(lambda: apply(mei, procedure))
        assert "党员100人以上的，设立党的基层委员会" in str(chinese)
        assert "因工作需要" in str(chinese)
    procedure.refresh_from_db()
    assert procedure.state == "draft"


def test_with_the_document_of_the_exception_it_is_accepted_and_marked(mei, draft, walk):
    procedure = walk(draft(formal=38, probationary=2, exception="沪组〔2024〕8号"))
    assert procedure.is_exception
    spell = TypeSpell.objects.get(organisation=procedure.organisation)
    assert (spell.type, spell.is_exception) == ("primary_committee", True)
    assert "松两新〔2024〕12号" in spell.document
    assert "沪组〔2024〕8号" in spell.document
    assert procedure.steps.get(kind="applied").check_outcome == "exception"
    with translation.override("en"):
        body = bodies_on(Q(cluster=procedure.cluster), EFFECT)[procedure.cluster_id]
        assert body.type == "committee, by exception"


def test_the_exception_may_come_with_the_approval_but_not_later(mei, draft, walk):
    procedure = draft(formal=None, probationary=None)
    walk(procedure, until="applied")  # nothing is counted: unknown refuses nothing
    assert procedure.steps.get(kind="applied").check_outcome == "unknown"
    operations.approve(
        by=mei, at=LATER, procedure=procedure, paper=paper(APPROVED, "12号"),
        exception_document="沪组〔2024〕8号",
    )  # fmt: skip
    procedure.refresh_from_db()
    assert procedure.is_exception


def test_a_document_that_is_not_needed_marks_nothing(draft, walk):
    procedure = walk(draft(formal=120, probationary=0, exception="沪组〔2024〕8号"))
    assert not procedure.is_exception
    assert not TypeSpell.objects.get(organisation=procedure.organisation).is_exception


def test_the_rules_of_the_day_of_effect_are_asked_not_those_of_the_application(mei, draft):
    """The number of a committee is first shown on 15 December 2021."""
    procedure = draft(
        formal=38, probationary=2, counted_on=date(2021, 12, 1), effect_on=date(2021, 12, 14)
    )
    apply(mei, procedure)
    assert procedure.steps.get(kind="applied").check_outcome == "unknown"
    operations.undo_last_step(by=mei, at=LATER, procedure=procedure, reason="改日期")
    stated = replace(procedure.declared, effect_on=date(2021, 12, 15))
    operations.declare(by=mei, at=LATER, procedure=procedure, declared=stated)
    assert refused(lambda: apply(mei, procedure)).code == "threshold_not_met"


def test_seats_that_depart_need_a_reason_and_are_no_refusal(mei, draft, chain):
    procedure = draft(seats=False)
    rows = [SeatRow("secretary", chain[0].pk, 1), SeatRow("member", chain[0].pk, 2)]
    operations.set_seats(by=mei, at=LATER, procedure=procedure, seats=rows)
    refusal = refused(lambda: apply(mei, procedure))
    assert refusal.code == "departure_needs_reason"
    assert "ORG-07-SEATS" in str(refusal)
    apply(mei, procedure, reason="企业少，暂设三席")
    procedure.refresh_from_db()
    assert (procedure.state, procedure.departure) == ("applied", "企业少，暂设三席")


def test_a_functional_body_is_asked_for_no_number_and_stands_in_the_clusters_line(draft, walk):
    procedure = walk(draft(formal=38, probationary=2, mode="functional"))
    assert not procedure.is_exception
    superior = Superior.objects.get(organisation=procedure.organisation)
    assert superior.line == "cluster"


def test_on_effect_the_body_appears_and_earlier_days_do_not_change(
    mei, draft, walk, cluster, world
):
    day_before = EFFECT - timedelta(1)
    before = count_organisations(mei, world, day_before)
    filed = walk(draft(), until="filed")
    assert not Organisation.objects.filter(is_cluster_body=True).exists()
    operations.take_effect(by=mei, at=LATER, procedure=filed)
    filed.refresh_from_db()
    assert count_organisations(mei, world, day_before) == before
    assert bodies_on(Q(cluster=cluster), day_before) == {}
    body = bodies_on(Q(cluster=cluster), EFFECT)[cluster.pk]
    assert (body.name, body.type_code) == (NAME, "primary_committee")
    made = filed.organisation
    assert (made.is_cluster_body, made.valid_from) == (True, EFFECT)
    assert made.superiors.get().superior.key == "S"
    assert (filed.approved_on, filed.elected_on, filed.effect_on) == (APPROVED, ELECTED, EFFECT)


def test_the_leading_firms_own_body_is_not_touched(bodies, draft, walk, mei):
    own = bodies[1]
    related = ("names", "types", "superiors", "subordinates", "counts", "covers", "clusters")

    def rows():
        own.refresh_from_db()
        every = [own, *(row for name in related for row in getattr(own, name).order_by("pk"))]
        return serialize("json", every)

    before = rows()
    procedure = walk(draft())
    assert procedure.organisation_id != own.pk
    assert rows() == before
    operations.undo_last_step(by=mei, at=LATER, procedure=procedure, reason="日期有误")
    assert rows() == before


def test_the_term_starts_with_the_election_by_the_rule_of_that_day(draft, walk):
    term = walk(draft()).terms.get()
    assert (term.starts_on, term.ends_on, term.years) == (ELECTED, date(2029, 6, 2), 5)
    assert term.rule_id == "ORG-09-COMMITTEE"


def test_steps_keep_their_order_and_their_days(mei, draft, walk):
    procedure = draft()
    at = {"by": mei, "at": LATER, "procedure": procedure}
    assert refused(
        lambda: operations.record_election(**at, paper=paper(ELECTED))
    ).code == "step_does_not_follow"  # fmt: skip
    walk(procedure, until="applied")
    early, number = paper(APPLIED - timedelta(1), "12号"), paper(APPROVED)
    assert refused(lambda: operations.approve(**at, paper=early)).code == "before_earlier_step"
    assert refused(lambda: operations.approve(**at, paper=number)).code == (
        "approval_number_missing"
    )
    ahead = paper(LATER.date() + timedelta(1), "12号")
    assert refused(lambda: operations.approve(**at, paper=ahead)).code == "day_ahead"
    walk_on = paper(APPROVED, "12号")
    operations.approve(**at, paper=walk_on)
    operations.record_election(**at, paper=paper(ELECTED))
    too_early = APPROVED - timedelta(1)
    assert refused(
        lambda: operations.file_result(**at, paper=paper(FILED), effect_on=too_early)
    ).code == "effect_before_approval"  # fmt: skip


def test_a_body_waits_for_its_day_and_then_stands_by_itself(mei, draft, walk):
    procedure = walk(draft(), until="filed", effect_on=date(2024, 8, 1))
    assert refused(
        lambda: operations.take_effect(by=mei, at=LATER, procedure=procedure)
    ).code == "effect_ahead"  # fmt: skip
    worker = Person.objects.get(username="worker")
    assert operations.take_effect_due(by=worker, at=LATER) == 0
    august = datetime(2024, 8, 1, 1, 0, tzinfo=UTC)
    assert operations.take_effect_due(by=worker, at=august) == 1
    assert operations.take_effect_due(by=worker, at=august) == 0
    procedure.refresh_from_db()
    assert procedure.state == "active"


def test_every_step_is_undone_to_the_letter_and_leaves_its_mark(mei, draft, walk, cluster):
    procedure = walk(draft())
    for state in ("filed", "elected", "approved", "applied", "draft"):
        operations.undo_last_step(by=mei, at=LATER, procedure=procedure, reason="录入有误")
        procedure.refresh_from_db()
        assert procedure.state == state
    assert not Organisation.objects.filter(is_cluster_body=True).exists()
    assert not ClusterBody.objects.exists()
    assert not Term.objects.exists()
    assert procedure.applied_on is procedure.approved_on is procedure.elected_on is None
    assert procedure.steps.filter(undone_at__isnull=False).count() == 5
    assert refused(
        lambda: operations.undo_last_step(by=mei, at=LATER, procedure=procedure, reason="再撤")
    ).code == "nothing_to_undo"  # fmt: skip
    walk(procedure)


def test_what_something_rests_on_is_not_undone(mei, draft, walk, bodies):
    from jilian.organisations.operations import change_superior

    procedure = walk(draft())
    change_superior(
        by=mei, at=LATER, organisation=bodies[1], line="cluster",
        superior=procedure.organisation, from_day=LATER.date(),
    )  # fmt: skip
    assert refused(
        lambda: operations.undo_last_step(by=mei, at=LATER, procedure=procedure, reason="有误")
    ).code == "something_rests_on_it"  # fmt: skip
    procedure.refresh_from_db()
    assert procedure.state == "active"


def test_an_application_is_returned_amended_and_handed_in_again(mei, draft, walk, secretary):
    procedure = walk(draft(by=secretary), until="applied", by=secretary)
    back = paper(APPROVED, reason="补报选举办法")
    operations.return_to_amend(by=mei, at=LATER, procedure=procedure, paper=back)
    assert Notice.objects.filter(to=secretary, kind="body_returned", done_at=None).count() == 1
    operations.apply_for(by=secretary, at=LATER, procedure=procedure, paper=paper(APPROVED, "6号"))
    assert not Notice.objects.filter(to=secretary, done_at=None).exists()
    assert Notice.objects.filter(to=mei, kind="body_applied", done_at=None).count() == 1
    operations.refuse(
        by=mei, at=LATER, procedure=procedure, paper=paper(APPROVED, reason="条件不足")
    )
    procedure.refresh_from_db()
    assert procedure.state == "refused"
    assert not Organisation.objects.filter(is_cluster_body=True).exists()


def test_who_may_take_which_step(mei, secretary, draft, lin, wu, person, world, walk):
    other = person("other", "cluster_secretary", world, key="0")
    for who in (lin, wu, other):
        with pytest.raises(NotAllowed):
            draft(by=who)
    procedure = walk(draft(by=secretary), until="applied", by=secretary)
    with pytest.raises(NotAllowed):
        operations.approve(by=secretary, at=LATER, procedure=procedure, paper=paper(APPROVED, "1"))


def test_a_second_procedure_of_the_cluster_waits_for_the_first(mei, draft):
    procedure = draft()
    assert refused(draft).code == "procedure_under_way"
    operations.withdraw(
        by=mei, at=LATER, procedure=procedure, paper=paper(LATER.date(), reason="暂缓")
    )
    draft()
    assert refused(
        lambda: operations.undo_last_step(by=mei, at=LATER, procedure=procedure, reason="恢复")
    ).code == "procedure_under_way"  # fmt: skip


def test_each_step_leaves_a_trace(draft, walk):
    walk(draft())
    kept = Trace.objects.filter(action__startswith="procedure.").order_by("number")
    assert list(kept.values_list("action", flat=True)) == [
        "procedure.drafted", "procedure.amended", "procedure.seats_set", "procedure.applied",
        "procedure.approved", "procedure.elected", "procedure.filed", "procedure.took_effect",
    ]  # fmt: skip


def test_a_seat_is_of_a_firm_of_the_cluster_and_there_is_one_secretary(mei, draft, firm, chain):
    procedure = draft(seats=False)

    def seats(*rows):
        return refused(
            lambda: operations.set_seats(by=mei, at=LATER, procedure=procedure, seats=rows)
        ).code

    assert seats(SeatRow("secretary", firm("外地企业").pk, 1)) == "firm_not_of_cluster"
    assert seats(SeatRow("secretary", chain[0].pk, 2)) == "two_secretaries"
    assert seats(SeatRow("member", None, 0)) == "seats_wrong"


def test_one_procedure_keeps_the_counts_and_the_organisation_gets_none(draft, walk):
    """The members of a committee are counted where they belong: nobody is counted twice."""
    procedure = walk(draft())
    assert not procedure.organisation.counts.exists()
    assert Procedure.objects.get().formal == 108
