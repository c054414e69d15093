"""Links and snapshots for programs, and the command line."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner

from conftest import NOON
from jilian.accounts.models import Person
from jilian.audit.models import Trace
from jilian.base.errors import Refusal
from jilian.network.cli import network
from jilian.network.models import Snapshot, SupplyLink
from jilian.network.operations import freeze_snapshot

LINKS = "/api/songjiang/links/"


def test_links_are_listed_with_evidence_and_source(as_person, leader, chain):
    found = as_person(leader).get(LINKS).json()
    assert found["next"] is None
    by_product = {link["product"]: link for link in found["links"]}
    assert by_product["硅锭"]["amount_yuan"] == 5_000_000
    assert by_product["硅锭"]["supplier"]["name"] == "晶体厂"
    assert by_product[None]["probability"] == 0.4
    assert by_product[None]["source"] == "LIST"


def test_a_long_list_is_read_piece_by_piece_each_link_once(as_person, leader, firm, make_link):
    first = firm("零厂")
    for number in range(7):
        make_link(first, firm(f"厂{number}"), valid_from=date(2021, 1, 1 + number // 3),
                  known_by=date(2021, 1, 1 + number // 3))  # fmt: skip
    client, seen, after = as_person(leader), [], ""
    while after is not None:
        found = client.get(LINKS, {"limit": 2, "after": after}).json()
        seen += [link["pk"] for link in found["links"]]
        after = found["next"]
    assert sorted(seen) == sorted(SupplyLink.objects.values_list("pk", flat=True))
    assert len(seen) == 7


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("evidence=inferred", 1),
        ("firm=晶圆厂&side=buyer", 1),
        ("product=硅", 1),
        ("on=2020-01-01", 0),
    ],
)
def test_the_filters_are_those_of_the_page(as_person, leader, chain, asked, count):
    assert len(as_person(leader).get(f"{LINKS}?{asked}").json()["links"]) == count


@pytest.mark.parametrize(
    ("asked", "code"), [("firm=无名厂", "filter_odd"), ("after=gestern", "place_odd")]
)
def test_an_odd_question_is_refused_with_its_code(as_person, leader, chain, asked, code):
    answer = as_person(leader).get(f"{LINKS}?{asked}")
    assert (answer.status_code, answer.json()["code"]) == (409, code)


def test_a_value_that_may_not_be_seen_is_withheld(as_person, office, chain):
    link = as_person(office).get(f"{LINKS}{chain['硅锭'].pk}").json()
    assert (link["value_withheld"], link["amount_yuan"], link["band"]) == (True, None, None)


def test_lin_reads_her_own_links_only(as_person, lin, chain, lin_link):
    client = as_person(lin)
    (link,) = client.get(LINKS).json()["links"]
    assert (link["pk"], link["amount_yuan"]) == (lin_link.pk, 3_000_000)
    assert client.get(f"{LINKS}{chain['硅锭'].pk}").status_code == 404


def test_wu_and_a_partner_city_read_nothing(as_person, person, wu, world, chain):
    for who in (wu, person("partner", "partner_city", world)):
        for path in (LINKS, f"{LINKS}{chain['硅锭'].pk}", f"{LINKS}snapshots"):
            assert as_person(who).get(path).status_code == 404


def test_snapshots_are_listed_and_frozen(as_person, mei, lin, world, chain):
    frozen = freeze_snapshot(by=mei, at=NOON, world=world, as_of=NOON.date())
    (row,) = as_person(mei).get(f"{LINKS}snapshots").json()
    assert (row["fingerprint"], row["counts"]["links"]) == (frozen.fingerprint, 2)
    (row,) = as_person(lin).get(f"{LINKS}snapshots").json()
    assert row["counts"] == {"firms": 4, "links": None, "products": 0}
    answer = as_person(mei).post(
        f"{LINKS}snapshots", {"as_of": "2026-03-02"}, content_type="application/json"
    )
    assert answer.status_code == 201
    assert Snapshot.objects.count() == 1


@pytest.fixture
def jilian(db):
    """Run ``jilian network`` in English."""
    from django.utils import translation

    Person.objects.get_or_create(username="command-line", defaults={"is_system": True})

    def call(*words):
        with translation.override("en"):
            return CliRunner().invoke(network, words, catch_exceptions=False)

    return call


def test_the_command_freezes_and_prints_the_manifest(jilian, chain):
    printed = jilian("snapshot", "--as-of", "2026-03-02", "--json").output
    snapshot = Snapshot.objects.get()
    assert json.loads(printed) == snapshot.manifest
    assert snapshot.frozen_by == "command-line"
    assert snapshot.fingerprint in jilian("snapshot", "--as-of", "2026-03-02").output


def test_the_command_writes_a_snapshot_into_a_folder(jilian, chain, tmp_path):
    said = ("--purpose", "年报", "--recipient", "统计局")
    jilian("snapshot", "--as-of", "2026-03-02", "--out", str(tmp_path), *said)
    assert Trace.objects.get(action="snapshot.exported").recipient == "统计局"
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "firms.parquet", "links.parquet", "manifest.json", "products.parquet",
    ]  # fmt: skip


def test_the_command_prints_the_links_of_a_firm(jilian, chain):
    found = json.loads(jilian("links", "--firm", "晶圆厂", "--json").output)["links"]
    assert {(one["is"], one["firm"]["name"]) for one in found} == {
        ("supplier", "晶体厂"), ("buyer", "传感器厂"),
    }  # fmt: skip
    printed = jilian("links", "--firm", "晶圆厂").output
    assert "硅锭" in printed
    assert "2 links" in printed


def test_the_command_refuses_an_unknown_firm(jilian, chain):
    with pytest.raises(Refusal) as refused:
        jilian("links", "--firm", "无名厂")
    assert refused.value.code == "firm_unknown"


def test_the_command_infers(jilian, made_chain):
    printed = jilian("infer", "--as-of", "2026-03-02", "--expected", "3", "--least", "0.05",
                     "--json").output  # fmt: skip
    assert json.loads(printed)["new"] == SupplyLink.objects.filter(known_by="2026-03-02").count()
