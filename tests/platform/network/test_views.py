"""Who sees which links and values; lists, files, snapshots and inference on pages."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from conftest import NOON, SAID
from jilian.audit.models import Trace
from jilian.network.models import Snapshot, SupplyLink
from jilian.network.operations import freeze_snapshot
from jilian_engine import tables

LINKS = "/songjiang/links/"


def text_of(response) -> str:
    return b"".join(response.streaming_content).decode("utf-8-sig")


def test_the_list_names_both_firms_product_evidence_and_value(as_person, leader, chain):
    page = as_person(leader).get(LINKS).content.decode()
    words = ("晶体厂", "晶圆厂", "硅锭", "declared by a party", "CNY 5 million", "inferred 40%")
    for word in words:
        assert word in page
    assert page.count("row-inferred") == 1


def test_lin_sees_only_her_own_links_with_their_value(as_person, lin, chain, lin_link):
    page = as_person(lin).get(LINKS).content.decode()
    assert "林氏供方" in page
    assert "CNY 3 million" in page
    assert "晶体厂" not in page
    assert "own firms only" in page
    assert as_person(lin).get(f"{LINKS}{chain['硅锭'].pk}/").status_code == 404
    assert as_person(lin).get(f"{LINKS}{lin_link.pk}/").status_code == 200


def test_lin_sees_of_another_firm_only_what_links_it_with_hers(as_person, lin, chain, lin_link):
    part = as_person(lin).get(f"/songjiang/firms/{chain['硅锭'].buyer_id}/links/").content.decode()
    assert "晶体厂" not in part
    part = as_person(lin).get(f"/songjiang/firms/{lin_link.supplier_id}/links/").content.decode()
    assert "林氏晶圆" in part


def test_the_office_sees_links_and_no_value(as_person, office, chain):
    client = as_person(office)
    for path in (LINKS, f"{LINKS}{chain['硅锭'].pk}/",
                 f"/songjiang/firms/{chain['硅锭'].buyer_id}/links/"):  # fmt: skip
        page = client.get(path).content.decode()
        assert "晶体厂" in page
        assert "million" not in page
    assert "5000000" not in text_of(client.get("/songjiang/links.csv", SAID))


def test_who_sees_some_values_cannot_sort_by_all(as_person, person, world, chain, lin, lin_link):
    person("lin", "organisation_office", world)
    page = as_person(lin).get(f"{LINKS}?sort=value").content.decode()
    assert "CNY 3 million" in page
    assert "withheld" in page
    assert "sort=-value" not in page
    assert "sort=value" not in page.split("<thead>")[1].split("</thead>")[0]


@pytest.mark.parametrize("path", [
    "links/", "links/{link}/", "firms/{firm}/links/", "snapshots/", "snapshots/{snapshot}.zip",
    "links.csv", "links.xlsx",
])  # fmt: skip
def test_wu_and_a_partner_city_find_nothing(as_person, person, wu, mei, world, chain, path):
    snapshot = freeze_snapshot(by=mei, at=NOON, world=world, as_of=NOON.date())
    link = chain["硅锭"]
    filled = path.format(link=link.pk, firm=link.buyer_id, snapshot=snapshot.pk)
    partner = person("partner", "partner_city", world)
    for who in (wu, partner):
        assert as_person(who).get(f"/songjiang/{filled}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "products"),
    [
        ("", {"硅锭", "晶圆"}),
        ("evidence=declared", {"硅锭"}),
        ("evidence=declared&evidence=inferred", {"硅锭", "晶圆"}),
        ("product=硅", {"硅锭"}),
        ("firm=晶体厂", {"硅锭"}),
        ("firm=晶圆厂", {"硅锭", "晶圆"}),
        ("firm=晶圆厂&side=supplier", {"晶圆"}),
        ("firm=无名厂", set()),
        ("supplier_place=310117105", {"硅锭"}),
        ("buyer_place=310117105", set()),
        ("supplier_place=310117", {"硅锭"}),
        ("on=2020-06-01", set()),
    ],
)
def test_the_list_is_narrowed_from_its_address(
    as_person, leader, chain, three, source, songjiang, asked, products
):
    from jilian.firms.models import Site
    from jilian.places.models import Division

    chain["晶圆"].product = "晶圆"
    chain["晶圆"].save()
    Site.objects.create(
        firm=three["晶体厂"], division=Division.objects.get(code="310117105"), is_main=True,
        valid_from=date(2020, 1, 1), known_by=date(2020, 1, 1), source=source,
    )  # fmt: skip
    response = as_person(leader).get(f"{LINKS}?{asked}")
    rows = response.context["table"].paginated_rows
    assert {row.record.product for row in rows} == products


def test_a_firm_is_found_by_its_key_and_shown_by_its_name(as_person, leader, chain, three):
    page = as_person(leader).get(f"{LINKS}?firm={three['晶体厂'].pk}").content.decode()
    assert 'value="晶体厂"' in page


def test_an_unknown_firm_is_answered_with_close_ones(as_person, leader, chain):
    page = as_person(leader).get(f"{LINKS}?firm=传感").content.decode()
    assert "Do you mean: 传感器厂?" in page


def test_links_of_unknown_start_are_told_apart(as_person, leader, three, make_link):
    make_link(three["晶体厂"], three["晶圆厂"], valid_from=None, known_by=date(2024, 5, 1))
    client = as_person(leader)
    page = client.get(f"{LINKS}?on=2023-01-01").content.decode()
    assert "1 more link may have held" in page
    shown = client.get(f"{LINKS}?on=2023-01-01&held=perhaps").context["table"]
    assert len(shown.paginated_rows) == 1


def test_htmx_is_answered_with_the_part(as_person, leader, chain):
    part = as_person(leader).get(LINKS, headers={"hx-request": "true"}).content.decode()
    assert 'id="found"' in part
    assert "<html" not in part


@pytest.mark.parametrize("links", [4, 24])
def test_the_list_asks_the_same_number_of_queries(
    as_person, leader, firm, make_link, links, django_assert_num_queries
):
    first = firm("零厂")
    for number in range(links):
        make_link(first, firm(f"厂{number}"), amount_yuan=number)
    client = as_person(leader)
    client.get(LINKS)
    with django_assert_num_queries(14):
        client.get(LINKS)
    with django_assert_num_queries(10):
        client.get(f"{LINKS}?evidence=declared")


@pytest.mark.parametrize("links", [4, 60])
def test_the_part_and_the_page_ask_the_same_number_of_queries(
    as_person, lin, firm, make_link, links, django_assert_num_queries
):
    from jilian.firms.models import Firm

    own = Firm.objects.get(name="林氏晶圆")
    for number in range(links):
        evidence = "order" if number % 2 else "inferred"
        link = make_link(firm(f"厂{number}"), own, evidence)
        make_link(own, firm(f"客{number}"), evidence)
    client = as_person(lin)
    client.get(f"/songjiang/firms/{own.pk}/links/")
    with django_assert_num_queries(13):
        client.get(f"/songjiang/firms/{own.pk}/links/")
    with django_assert_num_queries(12):
        client.get(f"{LINKS}{link.pk}/")


def test_twenty_are_named_and_the_rest_counted_with_a_link(as_person, leader, firm, make_link):
    own = firm("大厂")
    for number in range(23):
        make_link(firm(f"厂{number}"), own, "order")
    make_link(firm("推断厂"), own, "inferred")
    part = as_person(leader).get(f"/songjiang/firms/{own.pk}/links/").content.decode()
    assert part.count("<li>") == 20
    assert f"?firm={own.pk}&amp;side=buyer&amp;evidence=order" in part
    assert "and 3 more" in part
    assert "and 1 more" in part


def test_the_page_of_an_inferred_link_says_how_it_was_computed(as_person, leader, chain):
    page = as_person(leader).get(f"{LINKS}{chain['晶圆'].pk}/").content.decode()
    for words in ("inferred 40%", "Nobody stated it", "Input–output coefficient", "0.2000",
                  "The supplier makes a product that the buyer buys.", "10.0 km"):  # fmt: skip
        assert words in page


def test_on_a_day_before_its_start_a_link_did_not_hold(as_person, leader, chain):
    page = as_person(leader).get(f"{LINKS}{chain['硅锭'].pk}/?on=2020-01-01").content.decode()
    assert "did not hold on the day shown" in page


def test_files_hold_the_list_leave_a_trace_and_run_no_formula(as_person, mei, chain):
    SupplyLink.objects.filter(pk=chain["硅锭"].pk).update(product="=2+3")
    client = as_person(mei)
    answer = client.get("/songjiang/links.csv", {"evidence": "declared", **SAID})
    lines = text_of(answer).splitlines()
    assert len(lines) == 2
    assert ",'=2+3," in lines[1]
    assert "5000000.0" in lines[1]
    trace = Trace.objects.get(action="links.exported")
    assert (trace.by, trace.after["rows"]) == ("mei", 1)
    assert trace.after["asked"]["evidence"] == ["declared"]
    book = load_workbook(io.BytesIO(client.get("/songjiang/links.xlsx", SAID).content))
    assert {row[7].value for row in book.active.iter_rows(min_row=2)} == {"'=2+3", None}
    assert client.get("/songjiang/links.pdf").status_code == 404


def test_lin_takes_no_file(as_person, lin, lin_link):
    assert as_person(lin).get("/songjiang/links.csv").status_code == 404
    assert not Trace.objects.filter(action="links.exported").exists()


def test_a_day_is_frozen_from_the_page_and_taken_along(as_person, mei, chain):
    client = as_person(mei)
    day = timezone.localdate().isoformat()
    answer = client.post("/songjiang/snapshots/freeze/", {"as_of": day})
    assert answer.status_code == 302
    snapshot = Snapshot.objects.get()
    page = client.get("/songjiang/snapshots/").content.decode()
    assert snapshot.fingerprint[:12] in page
    assert ", Mei" in page
    files = _unzipped(client.get(f"/songjiang/snapshots/{snapshot.pk}.zip", SAID))
    manifest = tables.Manifest.from_json(files.pop("manifest.json").decode())
    assert manifest.fingerprint == snapshot.fingerprint
    kept = tables.read_snapshot(
        {name.removesuffix(".parquet"): content for name, content in files.items()}, manifest
    )
    assert sorted(kept["links"]["amount"].to_list(), key=bool) == [None, 5_000_000.0]
    assert Trace.objects.get(action="snapshot.exported").after["with_amounts"] is True


def test_the_office_takes_a_snapshot_along_without_values(as_person, office, mei, world, chain):
    snapshot = freeze_snapshot(by=mei, at=NOON, world=world, as_of=NOON.date())
    files = _unzipped(as_person(office).get(f"/songjiang/snapshots/{snapshot.pk}.zip", SAID))
    origin = json.loads(files.pop("taken_from.json"))
    manifest = tables.Manifest.from_json(files.pop("manifest.json").decode())
    kept = tables.read_snapshot(
        {name.removesuffix(".parquet"): content for name, content in files.items()}, manifest
    )
    assert origin == {"fingerprint": snapshot.fingerprint, "withheld": ["links.amount"]}
    assert manifest.fingerprint != snapshot.fingerprint
    assert kept["links"]["amount"].to_list() == [None, None]


def _unzipped(response) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_day_that_has_not_come_is_not_frozen(as_person, mei, chain):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    answer = as_person(mei).post("/songjiang/snapshots/freeze/", {"as_of": tomorrow})
    assert answer.status_code == 422
    assert "has not come" in answer.content.decode()
    assert not Snapshot.objects.exists()


def test_lin_sees_snapshots_without_the_number_of_links(as_person, lin, mei, world, chain):
    freeze_snapshot(by=mei, at=NOON, world=world, as_of=NOON.date())
    page = as_person(lin).get("/songjiang/snapshots/").content.decode()
    assert "withheld" in page
    assert "Freeze a day" not in page
    assert as_person(lin).post("/songjiang/snapshots/freeze/").status_code == 404


def test_inferring_first_says_what_ends_and_begins(as_person, mei, made_chain):
    asked = {"as_of": "2026-03-02", "expected_links": 3, "least_probability": 0.05, "half_km": 10}
    client = as_person(mei)
    page = client.post("/songjiang/snapshots/infer/", asked).content.decode()
    assert "1 inferred link" in page
    assert "earlier days keep them" in page
    assert not Trace.objects.filter(action="links.inferred").exists()
    answer = client.post("/songjiang/snapshots/infer/", {**asked, "confirmed": "1"})
    assert answer.status_code == 302
    assert Trace.objects.filter(action="links.inferred").count() == 1


def test_what_cannot_be_inferred_is_said_by_the_form(as_person, mei, chain):
    asked = {"as_of": "2026-03-02", "expected_links": 900, "least_probability": 0.1, "half_km": 10}
    answer = as_person(mei).post("/songjiang/snapshots/infer/", asked)
    assert answer.status_code == 422
    assert "evidence does not hold them" in answer.content.decode()


def test_a_service_officer_sees_the_links_of_the_town(
    as_person, person, world, three, chain, source
):
    from jilian.firms.models import Site
    from jilian.places.models import Division

    Site.objects.create(
        firm=three["晶体厂"], division=Division.objects.get(code="310117105"), is_main=True,
        valid_from=date(2020, 1, 1), known_by=date(2020, 1, 1), source=source,
    )  # fmt: skip
    officer = person("officer", "service_officer", world, key="310117105")
    response = as_person(officer).get(LINKS)
    rows = [row.record.product for row in response.context["table"].paginated_rows]
    assert rows == ["硅锭"]
    assert [one.count for one, _url in response.context["counts"]] == [0, 1, 0, 0]
    assert as_person(officer).get(f"{LINKS}{chain['晶圆'].pk}/").status_code == 404
    part = as_person(officer).get(f"/songjiang/firms/{three['晶体厂'].pk}/links/").content.decode()
    assert "硅锭" in part


@pytest.mark.parametrize(
    ("role", "key", "seen"), [("service_officer", "310117105", 3), ("data_steward", "", 4)]
)
def test_links_are_seen_alike_by_their_ends_and_one_by_one(
    person, world, firm, make_link, source, role, key, seen
):
    from jilian.accounts.permissions import Permission
    from jilian.firms.models import Firm, Site
    from jilian.network.models import SupplyLink
    from jilian.places.models import Division

    inside, absorbed, far, other = (firm(name) for name in ("近厂", "近厂旧录", "远厂", "他厂"))
    Site.objects.create(
        firm=inside, division=Division.objects.get(code="310117105"), is_main=True,
        valid_from=date(2020, 1, 1), known_by=date(2020, 1, 1), source=source,
    )  # fmt: skip
    for one, two in ((inside, far), (far, absorbed), (far, other), (other, inside)):
        make_link(one, two, "order")
    Firm.objects.filter(pk=absorbed.pk).update(merged_into=inside)
    reader = person("reader", role, world, key=key)
    for permission in (Permission.SEE_LINKS, Permission.SEE_AMOUNTS):
        few = SupplyLink.objects.all().few_visible_to(reader, world, permission)
        assert set(few) == set(SupplyLink.objects.visible_to(reader, world, permission))
        assert permission is Permission.SEE_AMOUNTS or few.count() == seen
