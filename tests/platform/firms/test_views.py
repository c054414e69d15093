"""Pages of firms: who sees what, as of which day, in how many queries."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from conftest import SAID
from jilian.audit.models import Trace
from jilian.firms.models import Firm
from jilian.firms.operations import save_carriers
from jilian.firms.rules import CarrierRow, TitleRow

LATER = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
PAGES = ("list", "titles")


@pytest.fixture
def register(save, award, row, world, source, mei):
    """Three firms, one carrier, three titles."""
    save(row(), row(identifier="W2", name="第二晶圆有限公司", row=2),
         row(identifier="W3", name="=SUM(A1)食品厂", short_name=None, row=3))  # fmt: skip
    rows = [CarrierRow("创客空间", operator=("made", "W1"), division_code="310117105")]
    save_carriers(by=mei, at=LATER, world=world, source=source, rows=rows)
    award(
        TitleRow("创新载体", 1, carrier="创客空间", valid_from=date(2020, 1, 1)),
        TitleRow("创新载体", 3, carrier="创客空间", valid_from=date(2019, 1, 1)),
        TitleRow("高新技术企业", 1, firm=("made", "W1"), valid_from=date(2024, 1, 1)),
    )


def url(name: str, *args) -> str:
    return reverse(f"firms:{name}", args=("songjiang", *args))


def firm(identifier: str) -> Firm:
    return Firm.objects.get(identifier=identifier)


def test_the_list_shows_firms_with_place_industry_products_titles(register, mei, as_person):
    page = as_person(mei).get(url("list")).content.decode()
    for words in ("林氏晶圆有限公司", "新桥镇", "电子专用材料制造", "硅片", "高新技术企业"):
        assert words in page


def test_a_filter_narrows_the_list_and_htmx_gets_the_part_alone(register, mei, as_person):
    client = as_person(mei)
    page = client.get(url("list"), {"q": "第二"}).content.decode()
    assert "第二晶圆" in page and "食品厂" not in page
    part = client.get(url("list"), {"q": "第二"}, headers={"hx-request": "true"}).content.decode()
    assert part.strip().startswith('<div id="found">') and "<html" not in part


def test_a_firm_found_by_a_past_name_says_by_which(register, save, row, mei, as_person):
    save(row(name="林氏半导体有限公司", short_name=None), at=LATER)
    page = as_person(mei).get(url("list"), {"q": "林氏晶圆有限"}).content.decode()
    assert "林氏半导体有限公司" in page and "former name 林氏晶圆有限公司" in page


def test_the_as_of_day_travels(register, mei, as_person):
    page = as_person(mei).get(url("list"), {"on": "2026-03-05"}).content.decode()
    assert f"{url('detail', firm('W1').pk)}?on=2026-03-05" in page
    early = as_person(mei).get(url("detail", firm("W1").pk), {"on": "2020-01-01"})
    assert "Nothing certain is known" in early.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_wu_finds_no_page(register, wu, as_person, name):
    assert as_person(wu).get(url(name)).status_code == 404


def test_wu_and_a_firm_of_another_world_are_not_found(register, wu, mei, as_person, db):
    from jilian.places.models import World

    other = World.objects.create(code="other", name="别处", name_en="Elsewhere")
    hidden = Firm.objects.create(
        world=other, scheme="made", identifier="H", name="藏", sort_key="c"
    )
    assert as_person(wu).get(url("detail", firm("W1").pk)).status_code == 404
    assert as_person(mei).get(url("detail", hidden.pk)).status_code == 404
    assert as_person(wu).get(url("export", "csv")).status_code == 404


def test_the_page_of_a_firm_answers_who_where_since_when(register, mei, as_person):
    page = as_person(mei).get(url("detail", firm("W1").pk)).content.decode()
    for words in ("林氏晶圆有限公司", "新桥镇一号", "3985", "硅片", "employees (persons)", "120",
                  "not stated", "hx-get=", "/organisations/"):  # fmt: skip
        assert words in page
    assert page.count("source-mark") >= 8


def test_facts_do_not_exist_for_whom_they_are_not(register, lin, as_person):
    page = as_person(lin).get(url("detail", firm("W1").pk)).content.decode()
    assert "Yearly facts" not in page
    own = Firm.objects.get(name="林氏晶圆")
    assert "Yearly facts" in as_person(lin).get(url("detail", own.pk)).content.decode()


def test_titles_count_each_holder_once(register, mei, as_person):
    page = as_person(mei).get(url("titles"), {"kind": "创新载体"}).content.decode()
    assert "levels add to" in page and "because 1 holds two or more levels" in page
    only = as_person(mei).get(url("titles"), {"kind": "创新载体", "level": "1"}).content.decode()
    assert "创客空间" in only


def test_29_and_35_stand_on_the_page(award, world, source, mei, as_person):
    rows = [CarrierRow(f"载体{number:02d}") for number in range(29)]
    save_carriers(by=mei, at=LATER, world=world, source=source, rows=rows)
    held = [TitleRow("创新载体", 3, carrier=one.name, valid_from=date(2020, 1, 1)) for one in rows]
    held += [
        TitleRow("创新载体", 1, carrier=one.name, valid_from=date(2020, 1, 1)) for one in rows[:6]
    ]
    award(*held)
    page = as_person(mei).get(url("titles")).content.decode()
    assert '<span class="number">29</span>' in page
    assert '<span class="number">35</span>' in page
    assert "because 6 hold two or more levels" in page


def test_the_page_of_a_carrier(register, mei, as_person):
    from jilian.firms.models import Carrier

    page = as_person(mei).get(url("carrier", Carrier.objects.get().pk)).content.decode()
    for words in ("创客空间", "林氏晶圆有限公司", "新桥镇", "national"):
        assert words in page


def test_a_csv_of_the_list_runs_no_formula_and_leaves_a_trace(register, mei, as_person):
    answer = as_person(mei).get(url("export", "csv"), {"q": "食品", **SAID})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert len(lines) == 2
    assert lines[1][3] == "'=SUM(A1)食品厂"
    trace = Trace.objects.get(action="firms.exported")
    assert (trace.after["rows"], trace.after["asked"]["q"]) == (1, "食品")


def test_an_excel_file_of_titles(register, mei, as_person):
    answer = as_person(mei).get(url("export_titles", "xlsx"), {"kind": "创新载体", **SAID})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert len(rows) == 3 and rows[1][3] == "创客空间"
    assert Trace.objects.filter(action="titles.exported").count() == 1


def test_who_may_not_export_finds_no_file(register, lin, as_person):
    client = as_person(lin)
    assert client.get(url("export", "csv")).status_code == 404
    assert "firms.csv" not in client.get(url("list")).content.decode()
    assert client.get(url("export", "pdf")).status_code == 404


def count_queries(client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_pages_take_as_many_queries_at_two_sizes(register, save, row, award, mei, as_person):
    client, one = as_person(mei), firm("W1").pk
    addresses = [url("list"), url("list") + "?q=晶圆&place=310117", url("detail", one),
                 url("titles")]  # fmt: skip
    before = [count_queries(client, address) for address in addresses]
    save(*(row(identifier=f"N{n}", name=f"新晶圆{n}有限公司", row=n) for n in range(10, 40)))
    save(row(makes=("外延片", "抛光片"), other_names=(("short", "林晶"),)), at=LATER)
    award(*(TitleRow("高新技术企业", 1, firm=("made", f"N{n}")) for n in range(10, 40)))
    assert [count_queries(client, address) for address in addresses] == before
    assert max(before) <= 25
