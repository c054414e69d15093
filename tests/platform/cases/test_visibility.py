"""Who sees which cases, matters, events, papers and answers; outsiders see none."""

from __future__ import annotations

from datetime import date

import pytest

from jilian.cases import operations
from jilian.cases.models import Answer, Case, CaseEvent, Matter, Paper

from .conftest import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen(place, people, opened, certificate, record):
    """A case of 尼西 with one matter of the registry; finance and tax have a branch each."""
    case = opened(answers={"contact_office": "行政部"})
    matter = certificate(case, steps=("C02", "C03"))
    for step in matter.steps.all():
        operations.promise_paper(
            by=people.officer, at=moment(2), case=case, matter=matter, step=step, kind=step.step,
            due_on=date(2026, 3, 6),
        )  # fmt: skip
    record(matter, "accepted", moment(2))
    record(matter, "branch_started", moment(2), "C02")
    record(matter, "branch_started", moment(2), "C03")

    def by(name):
        who = getattr(people, name)
        models = (Case, Matter, CaseEvent, Paper, Answer)
        return tuple(one.objects.visible_to(who, place.world).count() for one in models)

    return by


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("nisi", (1, 1, 4, 2, 1)),
        ("officer", (1, 1, 4, 2, 1)),
        ("colleague", (1, 1, 4, 2, 1)),
        ("commission", (1, 1, 4, 2, 1)),
        ("leader", (1, 1, 4, 2, 1)),
        ("registry", (1, 1, 3, 2, 0)),  # answers for the matter: its events and branches
        ("finance", (1, 1, 1, 1, 0)),  # its own branch alone
        ("tax", (1, 1, 1, 1, 0)),
        ("survey", (0, 0, 0, 0, 0)),
        ("xinyang", (0, 0, 0, 0, 0)),
        ("elsewhere", (0, 0, 0, 0, 0)),
        ("wu", (0, 0, 0, 0, 0)),
    ],
)
def test_each_sees_what_concerns_her_own_work(seen, name, expected):
    assert seen(name) == expected


def test_a_deputy_of_another_town_sees_what_she_holds(seen, people, place):
    operations.go_on_leave(by=people.officer, at=moment(3), world=place.world, deputy="cai")
    assert seen("elsewhere")[0] == 1
    operations.come_back(by=people.officer, at=moment(4), world=place.world)
    assert seen("elsewhere")[0] == 0
