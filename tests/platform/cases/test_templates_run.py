"""A case of each template goes to its end, one step a day, and shows what decided the end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jilian.cases import operations
from jilian.cases.analysis.course_seen import course_seen
from jilian.cases.queries.offices import template_of
from jilian.cases.queries.reading import case_of, case_seen

from .conftest import moment

pytestmark = pytest.mark.django_db

# One step a day in the template's order: going back from the last step, each waited last for the
# later ones of those named in the template.
DECIDED = {
    "P-A": "A05 A06 A07 A08 A09",
    "P-B": "B01 B03 B04 B06 B07",
    "P-C": "C01 C04 C05 C06",
    "P-D": "D01 D02 D05",
    "P-E": "E00 E01 E06",
    "P-F": "F01 F02 F03 F04 F05 F06 F07",
    "P-G": "G01 G02 G03 G04",
}


@pytest.mark.parametrize(("key", "critical"), DECIDED.items())
def test_a_case_of_each_template_runs_to_its_end(
    place, people, opened, certificate, record, key, critical
):
    plan = template_of(place.templates[key])
    matter = certificate(opened(), template=place.templates[key], departments={}, steps=None)
    record(matter, "accepted", moment(2, 9))
    at = moment(2, 9)
    for step in plan.steps:
        record(matter, "branch_started", at, step.key)
        record(matter, "branch_ended", at + timedelta(hours=7), step.key)
        at += timedelta(days=1)
    ended = at - timedelta(hours=17)
    record(matter, "decided", ended, ground="granted")
    record(matter, "delivered", ended)
    case = operations.close_case(by=people.officer, at=ended, case=matter.case, reason="")
    assert case.state == "closed"
    whole = case_of(case.key, people.officer, place.world)
    (seen,) = case_seen(whole, people.officer, place.world, ended).matters
    course = course_seen(
        seen.replayed.division, plan, now=ended, since=moment(2, 9), away={}, is_over=True
    )
    assert course.critical == tuple(critical.split())
    matter.refresh_from_db()
    days = len(plan.steps) - 1
    assert (matter.calendar_days, matter.ended_at) == (days, ended)
