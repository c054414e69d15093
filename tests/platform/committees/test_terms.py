"""The end of a term: reminders to offices, re-election, extension, dissolution."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import Q

from jilian.accounts.models import Person
from jilian.base.errors import Refusal
from jilian.clusters.queries.listing import bodies_on
from jilian.committees import operations
from jilian.committees.rules import SeatRow
from jilian.notices.models import Notice

from .conftest import EFFECT, paper

ENDS = date(2029, 6, 2)


def at_noon(day):
    return datetime(day.year, day.month, day.day, 4, 0, tzinfo=UTC)


@pytest.fixture
def standing(draft, walk, secretary):
    """A body whose term ends on 2 June 2029."""
    return walk(draft())


def remind(days_before):
    worker = Person.objects.get(username="worker")
    at = at_noon(ENDS - timedelta(days_before))
    return operations.remind_of_terms(by=worker, at=at)


def waiting():
    rows = Notice.objects.filter(kind="term_due", done_at__isnull=True)
    return sorted(rows.values_list("to__username", flat=True))


def test_offices_are_reminded_twice_and_each_time_once(standing, lin):
    assert remind(91) == 0
    assert remind(90) == 1
    assert waiting() == ["mei", "su"]  # organisation office and secretary, nobody else
    assert remind(60) == 1
    assert waiting() == ["mei", "su"]
    assert Notice.objects.filter(kind="term_due").count() == 2
    remind(30)
    assert waiting() == ["mei", "su"]
    assert Notice.objects.filter(kind="term_due").count() == 4
    remind(0)
    remind(-20)
    assert Notice.objects.filter(kind="term_due").count() == 4


def test_a_re_election_begins_the_next_term_and_settles_the_reminders(standing, mei, chain):
    remind(80)
    day = ENDS - timedelta(20)
    at = at_noon(ENDS)
    operations.re_elect(
        by=mei, at=at, procedure=standing, paper=paper(day, "松两新〔2029〕9号", "换届批复")
    )
    standing.refresh_from_db()
    assert standing.state == "re_elected"
    first, second = standing.terms.order_by("number")
    assert (second.starts_on, second.ends_on) == (day, date(2034, 5, 12))
    assert waiting() == []
    assert remind(0) == 0
    operations.set_seats(
        by=mei, at=at, procedure=standing, seats=[SeatRow("secretary", chain[0].pk, 1)]
    )
    assert standing.seats.filter(term_number=1).count() == 4
    operations.undo_last_step(by=mei, at=at, procedure=standing, reason="日期有误")
    assert standing.terms.get() == first
    assert not standing.seats.filter(term_number=2).exists()


def test_an_extension_moves_the_last_day_by_the_superiors_paper(standing, mei):
    remind(30)
    at, until = at_noon(ENDS), date(2029, 12, 31)
    by_paper = paper(ENDS, "松两新〔2029〕11号", "同意延期的批复")
    with pytest.raises(Refusal) as caught:
        operations.extend(by=mei, at=at, procedure=standing, paper=by_paper, until=ENDS)
    assert caught.value.code == "not_later"
    operations.extend(by=mei, at=at, procedure=standing, paper=by_paper, until=until)
    term = standing.terms.get()
    assert (term.ends_on, term.due_on) == (ENDS, until)
    assert waiting() == []
    worker = Person.objects.get(username="worker")
    operations.remind_of_terms(by=worker, at=at_noon(until - timedelta(90)))
    assert waiting() == ["mei", "su"]
    operations.undo_last_step(by=mei, at=at, procedure=standing, reason="文号有误")
    assert standing.terms.get().due_on == ENDS
    assert waiting() == []


def test_a_dissolution_ends_body_and_cluster_and_is_taken_back_to_the_letter(
    standing, mei, cluster
):
    made, day = standing.organisation, date(2025, 3, 31)

    def rows():
        made.refresh_from_db()
        spells = (made, made.types.get(), made.names.get(), made.superiors.get(),
                  cluster.bodies.get())  # fmt: skip
        return [one.valid_to for one in spells]

    assert rows() == [None] * 5
    by_paper = paper(day, "松两新〔2025〕4号", "撤销的批复", reason="企业迁出")
    operations.dissolve(by=mei, at=at_noon(day), procedure=standing, paper=by_paper)
    assert rows() == [day + timedelta(1)] * 5
    assert bodies_on(Q(cluster=cluster), day)[cluster.pk].organisation == made
    assert bodies_on(Q(cluster=cluster), day + timedelta(1)) == {}
    standing.refresh_from_db()
    assert standing.state == "dissolved"
    operations.undo_last_step(by=mei, at=at_noon(day), procedure=standing, reason="文号有误")
    assert rows() == [None] * 5
    standing.refresh_from_db()
    assert standing.state == "active"


def test_a_later_body_takes_the_place_of_the_first_which_stands_on(
    standing, mei, draft, walk, cluster
):
    later = walk(draft(effect_on=EFFECT + timedelta(5)))
    earlier = cluster.bodies.get(organisation=standing.organisation)
    assert earlier.valid_to == EFFECT + timedelta(5)
    standing.organisation.refresh_from_db()
    assert standing.organisation.valid_to is None
    operations.undo_last_step(by=mei, at=at_noon(ENDS), procedure=later, reason="有误")
    assert cluster.bodies.get().valid_to is None
