"""Offices of 新桥, one firm, its officer and departments, and the land certificate to be got.

Hours are those of the hall: 09:00 to 12:00 and 13:00 to 17:00. 2 March 2026 is a Monday.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

SHANGHAI = ZoneInfo("Asia/Shanghai")
SINCE = date(2020, 1, 1)
TOWN, OTHER_TOWN = "310117105", "310117107"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def moment(day: int, hour: int = 9, minute: int = 0, month: int = 3) -> datetime:
    """A moment of March 2026 in Shanghai."""
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


OPENED_AT, ADDED_AT = moment(2, 8, 30), moment(2, 8, 40)


@pytest.fixture(autouse=True)
def in_english():
    """Let words be English, whatever was asked before."""
    with translation.override("en"):
        yield


@pytest.fixture
def place(world, source, firm, industries):
    """Two firms in 新桥, one in 九亭; departments and the hall; the templates of the product."""
    from jilian.accounts.queries import system_person
    from jilian.cases import operations
    from jilian.cases.models import TemplateVersion
    from jilian.firms.models import Site
    from jilian.places.models import Division

    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    by = system_person("command-line")
    nisi, xinyang, far = firm("尼西半导体"), firm("新阳材料"), firm("远材化学")
    for one, code in ((nisi, TOWN), (xinyang, TOWN), (far, OTHER_TOWN)):
        Site.objects.create(
            firm=one, division=Division.objects.get(code=code), is_main=True,
            address=f"{one.name}路1号", **days,
        )  # fmt: skip
    operations.load_templates(by=by, at=LONG_AGO)
    offices = {
        key: operations.save_department(
            by=by, at=LONG_AGO, world=world, key=key, name=name, name_en=name_en
        )
        for key, name, name_en in (
            ("registry", "不动产登记", "Registry"), ("tax", "税务", "Tax office"),
            ("survey", "测绘", "Survey"), ("finance", "财政", "Finance"),
        )
    }  # fmt: skip
    hall = operations.save_hall(
        by=by,
        at=LONG_AGO,
        world=world,
        name="政务大厅",
        hours=[["09:00", "12:00"], ["13:00", "17:00"]],
    )
    templates = {one.key: one for one in TemplateVersion.objects.all()}
    return SimpleNamespace(
        world=world, nisi=nisi, xinyang=xinyang, far=far, hall=hall, templates=templates,
        system=by, **offices,
    )  # fmt: skip


@pytest.fixture
def people(place, person):
    """A keeper of each firm, two officers of 新桥 and one of 九亭, offices, commission, leader."""
    here = place.world
    kept = {
        name: person(f"of_{name}", "member_firm", here, key=str(getattr(place, name).pk))
        for name in ("nisi", "xinyang", "far")
    }
    offices = {
        key: person(f"in_{key}", "department_officer", here, key=key)
        for key in ("registry", "tax", "survey", "finance")
    }
    return SimpleNamespace(
        **kept,
        **offices,
        officer=person("an", "service_officer", here, key=TOWN),
        colleague=person("bo", "service_officer", here, key=TOWN),
        elsewhere=person("cai", "service_officer", here, key=OTHER_TOWN),
        commission=person("commission", "economy_commission", here),
        leader=person("leader", "district_leader", here),
        wu=person("wu"),
    )


@pytest.fixture
def opened(place, people):
    """Open a case of 尼西 by its officer, at 08:30 on 2 March."""
    from jilian.cases import operations

    def make(at=OPENED_AT, title="拿地后四小时", **more):
        values = {"by": people.officer, "firm": place.nisi, "hall": place.hall} | more
        return operations.open_case(at=at, title=title, **values)

    return make


@pytest.fixture
def certificate(place, people, opened):
    """The land certificate with branches of four offices, which all wait."""
    from jilian.cases import operations

    def make(case=None, at=ADDED_AT, **more):
        offices = {
            "C02": place.finance, "C03": place.tax, "C04": place.survey, "C06": place.registry,
        }  # fmt: skip
        values = {
            "template": place.templates["P-C"], "department": place.registry,
            "departments": offices, "steps": tuple(offices),
        } | more  # fmt: skip
        return operations.add_matter(by=people.officer, at=at, case=case or opened(), **values)

    return make


@pytest.fixture
def record(people):
    """Record an event of a matter at its moment, by the officer unless somebody else is named."""
    from jilian.cases import operations

    def make(matter, event, at, step="", by=None, **more):
        branch = matter.steps.get(step=step) if step else None
        return operations.record_event(
            by=by or people.officer, at=at, matter=matter, event=event, step=branch, **more
        )

    return make


@pytest.fixture
def four_hours(people, record, certificate):
    """Accepted at 09:00; four branches, ended at 10:30, 11:05, 12:50, 13:00; decided at 13:00."""
    from jilian.cases import operations

    def make(**more):
        matter = certificate(**more)
        for step in matter.steps.exclude(step="C02"):
            operations.promise_paper(
                by=people.officer, at=moment(2, 8, 50), case=matter.case, matter=matter,
                step=step, kind="缴款凭证", due_on=date(2026, 3, 6),
            )  # fmt: skip
        record(matter, "accepted", moment(2, 9))
        for step in ("C02", "C03", "C04", "C06"):
            record(matter, "branch_started", moment(2, 9), step)
        ends = (("C02", 10, 30), ("C03", 11, 5), ("C04", 12, 50), ("C06", 13, 0))
        for step, hour, minute in ends:
            record(matter, "branch_ended", moment(2, hour, minute), step)
        record(matter, "decided", moment(2, 13), ground="granted")
        matter.refresh_from_db()
        return matter

    return make
