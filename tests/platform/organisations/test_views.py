from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from conftest import NOON, SAID
from jilian.accounts.rules import Role
from jilian.audit.models import Trace
from jilian.organisations import operations
from jilian.organisations.models import Organisation, Superior, TypeSpell
from jilian.organisations.rules import OrganisationRow
from jilian.places.models import World

C = "primary_committee"
ROOT = "/songjiang/organisations/"
SINCE = date(2024, 1, 1)


@pytest.fixture
def small_tree(body, firm):
    """A district, a town, a committee of a cluster, and Lin's branch under both."""
    body("district", C, name="松江区委员会")
    body("town", C, under="district", name="新桥镇党委", division_code="310117105")
    body("chips", C, under="district", name="集成电路产业集群党委", is_cluster_body=True)
    firm("新桥晶圆")
    return body(
        "lin", "branch", under="town", name="新桥晶圆党支部", cluster_superior_key="chips",
        firm=("made", "新桥晶圆"), formal_members=4, probationary_members=1,
        counted_on=date(2025, 12, 31), division_code="310117105",
    )  # fmt: skip


def text(answer):
    assert answer.status_code == 200, answer
    return " ".join(answer.content.decode().split())


# --- the tree --------------------------------------------------------------------------------


def test_the_page_says_how_many_of_which_type_before_the_tree(register, mei, as_person):
    page = text(as_person(mei).get(ROOT, {"on": "2022-03-08", "source": "ART"}))
    words = (
        "On 8 March 2022 9 organisations are known to have stood: 7 committees, 2 general branches."
    )
    assert words in page
    assert page.index(words) < page.index("九亭食品生产产业集群党委")


def test_unknown_foundings_stand_apart_and_are_not_in_the_tree(register, mei, as_person):
    page = text(as_person(mei).get(ROOT, {"on": "2020-01-01", "source": "ART"}))
    tree, apart = page.split('id="founding-unknown"')
    assert "The foundings of 8 more are unknown." in page
    assert "正泰智慧能源产业集群党委" in tree
    assert "九亭食品生产产业集群党委" not in tree
    assert "九亭食品生产产业集群党委" in apart


def test_a_body_without_a_name_shows_how_a_source_calls_it(save, mei, as_person, article):
    save(OrganisationRow("CL11", "", known_by=date(2018, 7, 2)))
    operations.attest(
        by=mei, at=NOON, organisation=Organisation.objects.get(), source=article,
        attested_on=date(2022, 3, 8), name_as_written="人工智能产业集群",
    )  # fmt: skip
    page = text(as_person(mei).get(ROOT))
    assert "人工智能产业集群" in page
    assert "own name unknown" in page


def test_the_cluster_line_is_another_tree_with_the_same_answer(small_tree, mei, as_person):
    page = text(as_person(mei).get(ROOT, {"line": "cluster"}))
    assert "集成电路产业集群党委" in page
    assert "新桥晶圆党支部" in page
    assert "松江区委员会" not in page.split('<ul class="tree"')[1]
    assert "4 organisations are known to have stood" in page


def test_a_part_answers_what_stands_under_one(small_tree, mei, as_person):
    town = Organisation.objects.get(key="town")
    part = as_person(mei).get(ROOT, {"under": town.pk}, headers={"HX-Request": "true"})
    assert "新桥晶圆党支部" in text(part)
    assert "<html" not in text(part)
    whole = text(as_person(mei).get(ROOT, {"under": town.pk}))
    assert "What stands under 新桥镇党委?" in whole
    assert as_person(mei).get(ROOT, {"under": 999_999}).status_code == 404


def test_a_large_tree_opens_two_levels_and_loads_the_rest(small_tree, save, mei, as_person):
    save(
        *(
            OrganisationRow(
                f"f{n}", f"支部{n:03}", superior_key="town", valid_from=date(2024, 1, 1)
            )
            for n in range(130)
        )
    )
    page = text(as_person(mei).get(ROOT))
    assert "新桥镇党委" in page
    assert "支部007" not in page
    assert f"under={Organisation.objects.get(key='town').pk}" in page
    part = as_person(mei).get(
        ROOT,
        {"under": Organisation.objects.get(key="town").pk},
        headers={"HX-Request": "true"},
    )
    assert "and 31 more" in text(part)


def test_the_tree_page_takes_the_same_queries_at_two_sizes(
    small_tree, save, mei, as_person, django_assert_max_num_queries
):
    browser = as_person(mei)
    browser.get(ROOT)
    with django_assert_max_num_queries(20) as few:
        browser.get(ROOT)
    save(
        *(
            OrganisationRow(
                f"f{n}", f"支部{n:03}", superior_key="town", valid_from=date(2024, 1, 1)
            )
            for n in range(50)
        )
    )
    with django_assert_max_num_queries(20) as many:
        browser.get(ROOT)
    assert len(few) == len(many)


# --- one organisation ------------------------------------------------------------------------


def test_the_page_of_an_organisation_shows_its_lines_rules_and_events(small_tree, mei, as_person):
    page = text(as_person(mei).get(f"{ROOT}{small_tree.pk}/"))
    for words in ("新桥镇党委", "集成电路产业集群党委", "新桥晶圆", "branch", "2020"):
        assert words in page
    assert "Where there are three formal members or more, a branch shall be set up." in page
    assert "《中国共产党支部工作条例（试行）》" in page
    assert "formal members: 4; the rule asks ≥ 3" in page


def test_outside_the_unit_and_its_superior_small_counts_are_withheld(
    small_tree, person, world, mei, as_person
):
    operations.record_counts(
        by=mei, at=NOON, organisation=small_tree, counted_on=date(2024, 12, 31), formal=2,
        probationary=1,
    )  # fmt: skip
    outside = person("su", Role.SERVICE_OFFICER, world, key="310117105")
    page = text(as_person(outside).get(f"{ROOT}{small_tree.pk}/"))
    section = page[page.index("Counts by day") : page.index("What the rules say")]
    assert '<td class="num" data-label="members">5</td>' in section  # 4 + 1, not the parts
    assert "withheld" in section  # the three of the year before
    assert "probationary" not in section
    assert "formal members: 4" not in page
    inside = person("tao", Role.TOWN_OFFICE, world, key="310117105")
    page = text(as_person(inside).get(f"{ROOT}{small_tree.pk}/"))
    assert '<td class="num" data-label="probationary">1</td>' in page
    elsewhere = person("tang", Role.TOWN_OFFICE, world, key="310117107")
    page = text(as_person(elsewhere).get(f"{ROOT}{small_tree.pk}/"))
    assert "probationary" not in page[page.index("Counts by day") :]


def test_the_page_of_an_organisation_takes_the_same_queries_at_two_sizes(
    small_tree, save, mei, firm, as_person, django_assert_max_num_queries
):
    browser, town = as_person(mei), Organisation.objects.get(key="town")
    browser.get(f"{ROOT}{town.pk}/")
    with django_assert_max_num_queries(26) as few:
        browser.get(f"{ROOT}{town.pk}/")
    for n in range(12):
        firm(f"企业{n:02}")
    save(
        *(
            OrganisationRow(
                f"f{n}", f"支部{n:03}", superior_key="town", valid_from=date(2024, 1, 1)
            )
            for n in range(20)
        ),
        *(
            OrganisationRow("town", "", firm=("made", f"企业{n:02}"), cover_mode="area_or_trade",
                            formal_members=100 + n, counted_on=date(2024, 1, 1 + n))
            for n in range(12)
        ),
    )  # fmt: skip
    with django_assert_max_num_queries(26) as many:
        browser.get(f"{ROOT}{town.pk}/")
    assert len(few) == len(many)


def test_a_day_before_the_founding_is_said_and_does_not_invent(register, mei, as_person):
    nine = Organisation.objects.get(key="CL01")
    page = text(as_person(mei).get(f"{ROOT}{nine.pk}/", {"on": "2020-01-01"}))
    assert "Whether it stood on this day is unknown." in page
    assert "type unknown" in page


# --- changes ---------------------------------------------------------------------------------


def test_a_change_is_first_shown_with_its_dates_and_then_made(small_tree, mei, as_person):
    browser = as_person(mei)
    address = f"{ROOT}{small_tree.pk}/change/superior/"
    asked = {"line": "territory", "superior": "松江区委员会", "from_day": "2026-01-01"}
    shown = text(browser.post(address, asked))
    assert "do these dates move?" in shown
    assert "新桥镇党委" in shown
    assert "1 January 2026" in shown
    assert Superior.objects.filter(organisation=small_tree, line="territory").count() == 1
    done = browser.post(address, {**asked, "confirmed": "1"})
    assert done.status_code == 302
    assert Superior.objects.filter(organisation=small_tree, line="territory").count() == 2


def test_a_refused_type_quotes_the_rule_in_the_form(small_tree, mei, as_person):
    browser, address = as_person(mei), f"{ROOT}{small_tree.pk}/change/type/"
    asked = {"type": C, "from_day": "2026-01-01"}
    page = text(browser.post(address, asked))
    assert "With 100 members or more a primary committee is set up" in page
    assert TypeSpell.objects.filter(organisation=small_tree).count() == 1
    asked |= {"because_of_work_needs": "on", "document": "松组〔2026〕1号"}
    shown = text(browser.post(address, asked))
    assert "by exception" in shown
    assert browser.post(address, {**asked, "confirmed": "1"}).status_code == 302
    page = text(browser.get(f"{ROOT}{small_tree.pk}/"))
    assert "by exception" in page
    assert "松组〔2026〕1号" in page


@pytest.mark.parametrize("kind", ["type", "superior", "name", "end", "counts"])
def test_every_form_opens_and_says_what_is_missing(small_tree, mei, as_person, kind):
    address = f"{ROOT}{small_tree.pk}/change/{kind}/"
    assert as_person(mei).get(address).status_code == 200
    assert "error" in text(as_person(mei).post(address, {"x": "y"}))


def test_an_organisation_that_is_not_found_names_close_ones(small_tree, mei, as_person):
    address = f"{ROOT}{small_tree.pk}/change/superior/"
    asked = {"line": "territory", "superior": "新桥镇", "from_day": "2026-01-01"}
    assert "新桥镇党委 (town)" in text(as_person(mei).post(address, asked))


def test_a_town_office_changes_its_own_town_only(small_tree, person, world, as_person):
    here = person("tao", Role.TOWN_OFFICE, world, key="310117105")
    there = person("tang", Role.TOWN_OFFICE, world, key="310117107")
    address = f"{ROOT}{small_tree.pk}/change/name/"
    assert as_person(here).get(address).status_code == 200
    assert as_person(there).get(address).status_code == 404
    page = text(as_person(there).get(f"{ROOT}{small_tree.pk}/"))
    assert "/change/" not in page


def test_who_covers_a_firm_is_recorded_from_its_page(small_tree, mei, firm, as_person):
    other = firm("新桥封测")
    browser, address = as_person(mei), f"/songjiang/firms/{other.pk}/organisations/cover/"
    assert browser.get(address).status_code == 200
    asked = {"organisation": "lin", "mode": "joint", "from_day": "2026-01-01"}
    assert browser.post(address, asked).status_code == 302
    part = text(browser.get(f"/songjiang/firms/{other.pk}/organisations/"))
    assert "新桥晶圆党支部" in part
    assert "joint organisation" in part


# --- how many, coverage, files ---------------------------------------------------------------


def test_the_page_of_counts_compares_years_without_inventing(register, mei, as_person):
    page = text(as_person(mei).get(f"{ROOT}counts/", {"on": "2022-03-08"}))
    assert "11 organisations are known to have stood" in page
    assert "8 committees" in page
    years = page[page.index("Organisations at the ends of years") :]
    assert years.index("31 December 2021") < years.index("31 December 2020")


def test_coverage_without_any_record_is_unknown_and_not_zero(register, mei, as_person):
    page = text(as_person(mei).get(f"{ROOT}coverage/"))
    assert "What is not recorded is unknown, not zero." in page
    assert "0.0%" not in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_is_taken_out_with_a_trace(small_tree, mei, as_person, kind):
    answer = as_person(mei).get(f"/songjiang/organisations.{kind}", SAID)
    assert answer.status_code == 200
    assert "organisations-songjiang-2" in answer.headers["Content-Disposition"]
    trace = Trace.objects.get(action="organisations.exported")
    assert (trace.after["rows"], trace.after["format"]) == (4, kind)


def test_no_cell_of_a_file_runs_as_a_formula(body, mei, as_person):
    body("evil", "branch", name="=HYPERLINK(1)")
    content = as_person(mei).get("/songjiang/organisations.csv", SAID).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))
    assert rows[1][2] == "'=HYPERLINK(1)"


def test_who_may_not_take_lists_out_gets_nothing(small_tree, lin, as_person):
    assert as_person(lin).get("/songjiang/organisations.csv").status_code == 404
    assert as_person(lin).get(f"{ROOT}coverage.csv").status_code == 404
    assert not Trace.objects.filter(action="organisations.exported").exists()


# --- Wu --------------------------------------------------------------------------------------


def test_wu_gets_none_of_the_pages(small_tree, wu, as_person, firm):
    other = firm("新桥封测")
    for address in (
        ROOT,
        f"{ROOT}counts/",
        f"{ROOT}coverage/",
        f"{ROOT}{small_tree.pk}/",
        f"{ROOT}{small_tree.pk}/change/type/",
        "/songjiang/organisations.csv",
        f"/songjiang/firms/{other.pk}/organisations/",
        f"/songjiang/firms/{other.pk}/organisations/cover/",
    ):
        assert as_person(wu).get(address).status_code == 404, address


def test_an_organisation_of_another_world_does_not_exist_here(small_tree, mei, as_person, source):
    other = World.objects.create(code="made", name="示例", name_en="Made")
    there = Organisation.objects.create(
        world=other, key="x", name="x", sort_key="x", known_by=date(2020, 1, 1), source=source
    )
    assert as_person(mei).get(f"{ROOT}{there.pk}/").status_code == 404


def test_the_pages_speak_chinese(small_tree, mei, as_person):
    browser = as_person(mei)
    browser.cookies["django_language"] = "zh-hans"
    for address in (ROOT, f"{ROOT}{small_tree.pk}/", f"{ROOT}counts/", f"{ROOT}coverage/"):
        assert 'lang="zh-hans"' in text(browser.get(address))
