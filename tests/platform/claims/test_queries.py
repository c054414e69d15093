"""What is seen of claims and corrections, and how many queries that takes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import NOON, TODAY
from jilian.claims import operations, queries
from jilian.claims.models import Claim, Correction
from jilian.firms.models import Firm

from .conftest import LATER


def counted(act) -> int:
    act()
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def test_a_firm_sees_its_own_corrections_and_none_of_another_firm(
    propose, lin, hua, wu, mei, world
):
    mine = propose()
    assert list(queries.corrections_seen(lin, world)) == [mine]
    assert list(queries.corrections_seen(mei, world)) == [mine]
    for person in (hua, wu):
        assert not queries.corrections_seen(person, world).exists()


def test_a_claim_is_seen_by_its_person_and_by_those_who_decide(wu, lin, hua, mei, world):
    claim = operations.file_claim(
        by=wu, at=NOON, world=world, scheme="made", identifier="林氏晶圆", paper="other",
        paper_number="1",
    )  # fmt: skip
    assert list(Claim.objects.visible_to(mei, world)) == [claim]
    assert list(queries.own_claims(wu)) == [claim]
    for person in (lin, hua):
        assert not Claim.objects.visible_to(person, world).exists()


def test_a_proposal_says_what_stands_and_what_it_would_be(propose):
    seen = queries.proposals([propose()], TODAY, now=LATER)[0]
    assert str(seen.before) == "新桥镇 新飞路1号"
    assert str(seen.after) == "九亭镇 涞寅路9号"
    assert (seen.against, seen.waits) == ("", 1.0)


def test_what_the_register_has_overtaken_says_so_before_anybody_decides(propose, mei):
    first = propose()
    second = propose(value={"division": "310117107", "address": "别处"})
    assert [one.rivals for one in queries.proposals([first, second], TODAY)] == [1, 1]
    operations.accept_correction(by=mei, at=LATER, correction=first)
    second.refresh_from_db()
    against = queries.proposals([second], TODAY)[0].against
    assert str(against) == "This value has ended in the register."


def test_proposals_take_the_same_queries_however_many_there_are(propose, lins):
    propose()
    few = counted(lambda: queries.proposals(Correction.objects.select_related("firm"), TODAY))
    for number in range(12):
        propose("buys", "add", record=0, value={"name": f"硅料{number}"}, from_day=None)
    many = counted(lambda: queries.proposals(Correction.objects.select_related("firm"), TODAY))
    assert few == many


def test_every_value_says_from_where_and_who_may_set_it_right(lin, hua, mei, lins, world, source):
    found = queries.firm_values(lin, world, lins, TODAY)
    assert found.may_correct
    words = [(value.field.value, str(value.words)) for value in found.values]
    assert ("registered_name", "林氏晶圆") in words
    assert ("main_site", "新桥镇 新飞路1号") in words
    assert ("makes", "外延片") in words
    assert ("fact", "2025 employees (persons): 150") in words
    identifier = next(value for value in found.values if value.field == "identifier")
    assert identifier.is_questioned_only
    site = next(value for value in found.values if value.field == "main_site")
    assert not site.is_questioned_only
    operations.mark_source(by=mei, at=NOON, world=world, source=source, authoritative=True)
    again = queries.firm_values(hua, world, lins, TODAY)
    assert not again.may_correct
    assert all(value.is_questioned_only for value in again.values)
    assert not any(value.field == "fact" for value in again.values)


def test_values_take_the_same_queries_however_many_there_are(lin, lins, world, source):
    few = counted(lambda: queries.firm_values(lin, world, lins, TODAY))
    for year in range(2021, 2025):
        lins.facts.create(year=year, measure="revenue", value=Decimal(5), source=source)
    for number in range(9):
        lins.products.create(
            name=f"片{number}", normal_form=f"片{number}", trading="makes", source=source,
            known_by=date(2022, 3, 8),
        )  # fmt: skip
    assert counted(lambda: queries.firm_values(lin, world, lins, TODAY)) == few


@pytest.mark.parametrize(
    ("role", "may"),
    [(None, True), ("member_firm", True), ("cluster_secretary", True), ("data_steward", False),
     ("organisation_office", False), ("security_administrator", False)],
)  # fmt: skip
def test_who_may_claim(role, may, person, world):
    somebody = person("zhao", role, world if role else None, key="1" if role else "")
    assert queries.may_claim(somebody) is may


def test_a_merged_record_is_found_as_the_firm_that_stands_for_it(firm, mei, world):
    from jilian.firms.operations import merge_firms

    root, record = firm("林氏晶圆"), firm("林氏晶园")
    merge_firms(by=mei, at=NOON, kept=root, merged=record, reason="同一企业")
    assert queries.firm_found(world, ("made", "林氏晶园")) == root
    assert queries.firm_found(world, ("made", "无")) is None
    assert Firm.objects.count() == 2
