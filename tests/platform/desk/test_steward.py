"""The steward's desk: what waits, how good the register is, contradictions, agreements."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from conftest import NOON, TODAY
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.desk import operations
from jilian.desk.models import DataAgreement, QualityFigure
from jilian.firms.models import FirmIdentity, FirmIndustry, FirmName, Site, YearlyFact
from jilian.notices.models import Notice
from jilian.sources.models import Source


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def other(db):
    return Source.objects.create(
        key="OLD", kind="published", title="旧名单", recorded_at=NOON, recorded_by="mei",
        issued_on=date(2020, 5, 1),
    )  # fmt: skip


@pytest.fixture
def register(firm, source, other, industries):
    """Three firms: 甲 complete, 乙 contradicted, 丙 old and empty."""
    from jilian.places.models import Division

    days = {"known_by": date(2020, 1, 1), "source": source}
    town, beside = Division.objects.filter(level=4)
    one, two, three = firm("甲厂"), firm("乙厂"), firm("丙厂")
    FirmIdentity.objects.create(firm=one, scheme="uscc", identifier="9131", **days)
    FirmIndustry.objects.create(firm=one, industry=industries["3973"], **days)
    Site.objects.create(firm=one, division=town, is_main=True, lon=121.2, lat=31.0, **days)
    Site.objects.create(firm=two, division=town, is_main=True, address="一路1号", **days)
    Site.objects.create(firm=two, division=beside, address="一路1号", **days)
    FirmName.objects.create(
        firm=two, kind="registered", text="乙公司", normal_form="乙公司", **days
    )
    for value, of in ((10, source), (12, other)):
        YearlyFact.objects.create(
            firm=two, year=2025, measure="employees", value=Decimal(value), source=of
        )
    FirmName.objects.filter(firm=three).update(source=other)
    return one, two, three


def test_quality_is_measured_with_its_parts_and_replaced_on_the_same_day(register, mei, world):
    for _time in range(2):
        operations.measure_quality(by=mei, at=NOON, world=world)
    kept = {row.measure: (row.part, row.whole) for row in QualityFigure.objects.all()}
    kept.pop("duplicates", None)
    assert kept == {
        "credit_code": (1, 3), "industry": (1, 3), "site": (2, 3), "coordinates": (1, 3),
        "stale": (1, 3), "conflicts": (3, None), "problems": (0, 0),
    }  # fmt: skip
    assert {row.day for row in QualityFigure.objects.all()} == {TODAY}
    assert Trace.objects.filter(action="quality.measured").count() == 2


def test_every_figure_opens_to_its_list(register, mei, as_person):
    client = as_person(mei)
    assert "Nothing has been measured yet" in text_of(client.get("/songjiang/desk/"))
    assert client.post("/songjiang/desk/measure/").status_code == 302
    page = text_of(client.get("/songjiang/desk/"))
    for path in ("firms/credit_code/", "firms/stale/", "conflicts/"):
        assert f'href="/songjiang/desk/{path}"' in page
    listed = text_of(client.get("/songjiang/desk/firms/stale/")).split("page-body")[1]
    assert "丙厂" in listed
    assert "甲厂" not in listed
    assert "丙厂" in text_of(client.get("/songjiang/desk/firms/stale/?source=OLD"))
    assert "No firm is left" in text_of(client.get("/songjiang/desk/firms/stale/?place=310117105"))
    lacking = text_of(client.get("/songjiang/desk/firms/coordinates/")).split("page-body")[1]
    assert "乙厂" in lacking
    assert "甲厂" not in lacking
    assert client.get("/songjiang/desk/firms/other/").status_code == 404


@pytest.mark.parametrize(
    ("kind", "said"), [("facts", ("10", "12")), ("names", ("乙厂", "乙公司")),
                       ("sites", ("新桥镇", "九亭镇"))]
)  # fmt: skip
def test_contradictions_show_what_each_source_says(register, mei, as_person, kind, said):
    page = text_of(as_person(mei).get("/songjiang/desk/conflicts/", {"kind": kind}))
    assert "1 contradiction" in page
    assert all(one in page for one in said)


def test_the_desk_takes_as_many_queries_for_much_as_for_little(
    register, firm, source, other, mei, world, as_person, django_assert_num_queries
):
    client = as_person(mei)
    operations.measure_quality(by=mei, at=NOON - timedelta(days=3), world=world)
    agreed(mei, world)
    paths = ("", "conflicts/", "firms/stale/", "agreements/")
    few = {}
    for path in paths:
        with django_assert_num_queries(FEW[path]) as found:
            client.get(f"/songjiang/desk/{path}")
        few[path] = len(found)
    operations.measure_quality(by=mei, at=NOON, world=world)
    for number in range(4):
        made = firm(f"厂{number}")
        FirmName.objects.filter(firm=made).update(source=other)
        for value, of in ((10, source), (12, other)):
            YearlyFact.objects.create(
                firm=made, year=2025, measure="employees", value=Decimal(value), source=of
            )
        agreed(mei, world, partner=f"P{number}")
    for path in paths:
        with django_assert_num_queries(few[path]):
            client.get(f"/songjiang/desk/{path}")


FEW = {"": 9, "conflicts/": 8, "firms/stale/": 10, "agreements/": 6}


def agreed(by, world, **changed):
    said = {
        "partner": "市场监管局", "subject": "企业名单", "purpose": "产业链分析",
        "sharing": "conditional", "conditions": "不得转交", "valid_from": date(2026, 1, 1),
        "valid_until": date(2026, 3, 20), **changed,
    }  # fmt: skip
    return operations.record_agreement(by=by, at=NOON, world=world, **said)


def test_an_agreement_is_recorded_remembered_and_ended(mei, world, as_person):
    client = as_person(mei)
    answer = client.post(
        "/songjiang/desk/agreements/new/",
        {"partner": "市场监管局", "subject": "企业名单", "purpose": "产业链分析",
         "sharing": "conditional", "conditions": "", "valid_from": "2026-01-01"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "Say the conditions" in text_of(answer)
    made = agreed(mei, world)
    assert operations.remind_of_agreements(by=mei, at=NOON) == 1
    operations.remind_of_agreements(by=mei, at=NOON)
    assert Notice.objects.get().to == mei
    assert "runs out soon" in text_of(client.get("/songjiang/desk/agreements/"))
    client.post(f"/songjiang/desk/agreements/{made.pk}/end/")
    assert DataAgreement.objects.get().ended_on == TODAY
    assert Notice.objects.get().done_at is not None
    with pytest.raises(Refusal, match="ended already"):
        operations.end_agreement(by=mei, at=NOON, agreement=made)


def test_an_agreement_that_makes_no_sense_is_refused(mei, world, wu):
    for changed, code in (
        ({"conditions": " "}, "conditions_missing"),
        ({"valid_until": date(2025, 1, 1)}, "ends_before_start"),
    ):
        with pytest.raises(Refusal) as refused:
            agreed(mei, world, **changed)
        assert refused.value.code == code
    with pytest.raises(NotAllowed):
        agreed(wu, world)


def test_the_desk_is_the_stewards_alone(lin, wu, person, world, as_person):
    for who in (lin, wu, person("gao", "district_leader", world)):
        for path in ("", "conflicts/", "agreements/", "taken-out/", "firms/stale/"):
            assert as_person(who).get(f"/songjiang/desk/{path}").status_code == 404
