"""Pages of what breaks: what they answer, to whom, with how many queries."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import NOON, SAID, TODAY
from jilian.audit.models import Trace
from jilian.chain import operations
from jilian.chain.models import Scenario, SingleSource, StockStatement
from jilian.chain.rules import Shock, ShockKind
from jilian.network.models import SupplyLink
from jilian.network.operations import freeze_snapshot

from .conftest import FROZEN_ON, SINCE


@pytest.fixture(autouse=True)
def on_the_second_of_march(monkeypatch):
    """Let the pages be read on 2 March 2026."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def address(name, *args, **asked):
    from urllib.parse import urlencode

    path = reverse(f"chain:{name}", args=("songjiang", *args))
    return f"{path}?{urlencode(asked)}" if asked else path


def text_of(answer):
    return answer.content.decode()


def test_the_critical_list_answers_first(critical, jing, as_person):
    page = text_of(as_person(jing).get(address("critical")))
    assert "of the output of this network is lost" in page
    assert "25.0%" in page  # of the links are inferred
    assert "Single sources" in page


def test_without_a_list_the_page_says_the_next_step(jing, mei, world, as_person, snapshot):
    assert "Compute the list" in text_of(as_person(jing).get(address("critical")))
    assert "The economy or the science commission" in text_of(
        as_person(mei).get(address("critical"))
    )


def test_the_list_narrows_by_cluster_town_and_class(critical, cluster, jing, as_person):
    client = as_person(jing)
    within = client.get(address("critical", cluster=cluster.pk)).context["table"]
    assert {row.record.firm.name for row in within.rows} == {"晶圆", "封测"}
    town = client.get(address("critical", town="310117107", q="硅")).context["table"]
    assert [row.record.firm.name for row in town.rows] == ["硅料乙"]


def test_a_what_if_from_a_firm_says_who_is_hit(snapshot, firms, jing, as_person):
    page = as_person(jing).get(address("what_if", firm=firms["硅料乙"].pk, alone="on"))
    words = text_of(page)
    assert "What breaks if this fails: 硅料乙?" in words
    assert "Which calls for help would come" in words
    assert "抛光液" in words
    assert page.context["found"].by_supply == 2
    assert page.context["answer"].jobs.known.part == 1  # of some firms only, and said so


def test_output_and_jobs_at_stake_are_of_known_facts_alone(snapshot, firms, jing, as_person):
    page = as_person(jing).get(address("what_if", firm=firms["晶圆"].pk, lost="100"))
    answer = page.context["answer"]
    assert answer.output.known.part == 2
    assert answer.output.total == 13_000 * 10_000
    assert (answer.jobs.total, answer.jobs.known.part) == (200, 1)


def test_words_that_fit_several_firms_ask_which(snapshot, jing, as_person):
    page = text_of(as_person(jing).get(address("what_if", firm="硅料")))
    assert "Several firms fit" in page
    assert "No firm is called that." in text_of(
        as_person(jing).get(address("what_if", firm="没有"))
    )


@pytest.mark.parametrize(
    "asked, stopped",
    [({"town": "310117105"}, 3), ({"input": "硅片"}, 1), ({"input": "3973"}, 2)],
)
def test_a_town_an_input_or_a_class_fails(snapshot, jing, as_person, asked, stopped):
    page = as_person(jing).get(address("what_if", **asked))
    assert page.context["found"].stopped == stopped


def test_a_refusal_is_said_on_the_page(snapshot, jing, as_person):
    page = as_person(jing).get(address("what_if", input="不存在的东西"))
    assert "this concerns no firm" in text_of(page)


def test_a_network_without_such_links_says_so(jing, mei, world, links, as_person):
    SupplyLink.objects.exclude(evidence="inferred").delete()
    freeze_snapshot(by=mei, at=NOON, world=world, as_of=FROZEN_ON)
    client = as_person(jing)
    page = text_of(client.get(address("network", links="known")))
    assert "has no links to compute with" in page
    assert "?links=all" in page  # the way back
    assert client.get(address("drawing", links="known")).json()["firms"] == []
    assert len(client.get(address("drawing", links="all")).json()["links"]) == 1


def test_a_secretary_sees_the_own_cluster_alone(critical, cluster, firms, shu, as_person):
    client = as_person(shu)
    page = text_of(client.get(address("critical")))
    assert "晶圆" in page
    assert "硅料乙" not in page
    asked = client.get(address("what_if", firm=firms["晶圆"].pk))
    assert {row.firm.name for row in asked.context["answer"].hits} <= {"晶圆", "封测"}
    assert asked.context["answer"].output is None
    assert asked.context["answer"].not_listed == 2  # the two makers of silicon
    assert "No firm is called that." in text_of(client.get(address("what_if", firm="硅料乙")))


def test_a_member_firm_sees_its_own_inputs_alone(critical, firms, jia, as_person):
    client = as_person(jia)
    page = text_of(client.get(address("inputs", firms["晶圆"].pk)))
    assert "抛光液" in page
    assert "one supplier" in page
    for closed in (
        "critical",
        "what_if",
        "single_sources",
        "network",
        "drawing",
        "scenarios",
        "essential",
    ):
        assert client.get(address(closed)).status_code == 404, closed
    assert client.get(address("inputs", firms["封测"].pk)).status_code == 404


def test_nobody_else_sees_a_firms_inputs(firms, links, jing, mei, shu, wu, as_person):
    for somebody in (jing, mei, shu, wu):
        answer = as_person(somebody).get(address("inputs", firms["晶圆"].pk))
        assert answer.status_code == 404


def test_a_stock_is_stated_and_withdrawn_on_the_page(firms, links, jia, as_person):
    client = as_person(jia)
    said = {"product": "硅片", "days": "2.5", "stated_on": TODAY.isoformat(), "use": "own"}
    client.post(address("state_stock", firms["晶圆"].pk), said)
    assert "60 hours" in text_of(client.get(address("inputs", firms["晶圆"].pk)))
    wrong = client.post(address("state_stock", firms["晶圆"].pk), said | {"days": "-1"})
    assert wrong.status_code == 422
    client.post(address("withdraw_stock", StockStatement.objects.get().pk))
    assert "60 hours" not in text_of(client.get(address("inputs", firms["晶圆"].pk)))


def test_hours_given_for_it_stand_in_the_what_if(firms, snapshot, jia, jing, as_person):
    from decimal import Decimal

    from jilian.chain.rules import StockUse

    operations.state_stock(
        by=jia, at=NOON, firm=firms["晶圆"], product="抛光液", days=Decimal(2),
        stated_on=TODAY, use=StockUse.WHAT_IF,
    )  # fmt: skip
    page = text_of(as_person(jing).get(address("what_if", firm=firms["硅料乙"].pk, alone="on")))
    assert "after 48 h" in page
    assert "not before 48 h" in page  # 封测 behind it, whose stock nobody gave


def test_a_scenario_is_saved_from_the_page_run_again_and_put_away(snapshot, firms, jing, as_person):
    client = as_person(jing)
    said = {
        "firm": firms["硅料乙"].pk,
        "lost": "50",
        "links": "all",
        "name": "减半",
        "reason": "检修",
    }
    saved = client.post(address("save"), said, follow=True)
    assert "Saved." in text_of(saved)
    kept = Scenario.objects.get()
    assert kept.shock["lost_percent"] == 50
    again = text_of(client.post(address("again", kept.pk), follow=True))
    assert "No later network was frozen" in again
    other = client.post(address("save"), said | {"name": "全停", "lost": "100"}, follow=True)
    assert other.status_code == 200
    pks = list(Scenario.objects.values_list("pk", flat=True))
    beside = text_of(client.get(f"{address('compare')}?pick={pks[0]}&pick={pks[1]}"))
    assert "全停" in beside
    assert "减半" in beside
    client.post(address("put_away", kept.pk))
    assert "减半" in text_of(client.get(address("scenarios"))).split("Put away")[-1]


def test_a_scenario_without_words_is_refused_on_the_page(snapshot, firms, jing, as_person):
    said = {"firm": firms["硅料乙"].pk, "name": "", "reason": ""}
    page = text_of(as_person(jing).post(address("save"), said, follow=True))
    assert "Give the scenario a name and a reason." in page
    assert not Scenario.objects.exists()


def test_a_second_source_is_shown_with_what_it_saves(critical, jing, as_person):
    row = SingleSource.objects.get(what="抛光液")
    page = text_of(as_person(jing).get(address("single_source", row.pk)))
    assert "somebody outside this network" in page
    assert "硅料甲" in page  # same class


def test_essential_inputs_of_the_industries_here(snapshot, jing, as_person):
    page = text_of(as_person(jing).get(address("essential")))
    assert "电子元器件" in page


def test_the_network_is_a_table_and_a_drawing(critical, jing, firms, as_person):
    client = as_person(jing)
    page = text_of(client.get(address("network")))
    assert "The same as a table" in page
    assert "data-layers" in page
    drawn = client.get(address("drawing")).json()
    assert {one[1] for one in drawn["firms"]} == set(firms)
    assert len(drawn["links"]) == 4
    assert sum(link[2] for link in drawn["links"]) == 1  # inferred
    near = client.get(address("drawing", firm=firms["面包"].pk)).json()
    assert {one[1] for one in near["firms"]} == {"面粉", "面包"}


def test_the_parts_of_firm_and_cluster(critical, cluster, firms, jing, jia, wu, as_person):
    part = text_of(as_person(jing).get(address("of_firm", firms["晶圆"].pk)))
    assert "What breaks if it stops" in part
    assert "number" in part
    assert "Own inputs" in text_of(as_person(jia).get(address("of_firm", firms["晶圆"].pk)))
    assert text_of(as_person(jia).get(address("of_firm", firms["封测"].pk))) == ""
    assert "晶圆" in text_of(as_person(jing).get(address("of_cluster", cluster.pk)))
    assert as_person(jia).get(address("of_cluster", cluster.pk)).status_code == 404
    assert as_person(wu).get(address("of_cluster", cluster.pk)).status_code == 404


@pytest.mark.parametrize("name", ["export", "export_single"])
def test_lists_are_taken_out_with_a_trace(critical, jing, as_person, name):
    answer = as_person(jing).get(address(name, "csv", **SAID))
    lines = list(csv.reader(io.StringIO(text_of(answer).lstrip("\ufeff"))))
    assert len(lines) > 2
    assert Trace.objects.filter(action="breaks.exported", purpose=SAID["purpose"]).exists()


def test_hits_are_taken_out(snapshot, firms, jing, as_person):
    asked = {"firm": firms["硅料乙"].pk, **SAID}
    answer = as_person(jing).get(address("export_hits", "csv", **asked))
    assert "硅料乙" in text_of(answer)


def test_only_who_takes_lists_out_gets_the_files(critical, shu, as_person):
    assert as_person(shu).get(address("export", "csv", **SAID)).status_code == 404


PAGES = ("critical", "what_if", "single_sources", "network", "scenarios", "drawing")


@pytest.mark.parametrize("name", PAGES)
def test_the_number_of_queries_does_not_grow(
    critical, jing, world, source, firm, firms, as_person, name
):
    client = as_person(jing)
    where = address(name, firm=firms["硅料乙"].pk) if name == "what_if" else address(name)
    client.get(where)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(where)
    for number in range(6):
        buyer = firm(f"新厂{number}")
        SupplyLink.objects.create(
            world=world, supplier=firms["晶圆"], buyer=buyer, evidence="declared",
            known_by=SINCE, valid_from=SINCE, source=source,
        )  # fmt: skip
    worker = type(jing).objects.get(username="worker")
    run = operations.ask_critical(by=jing, at=NOON, world=world, as_of=TODAY)
    operations.complete_critical(run_id=run.pk, by=worker, at=NOON)
    for number in range(3):
        operations.save_scenario(
            by=jing, at=NOON, world=world, name=f"情景{number}", reason="演练",
            shock=Shock(ShockKind.FIRM, ("made:晶圆",)),
        )  # fmt: skip
    client.get(where)
    with CaptureQueriesContext(connection) as many:
        client.get(where)
    grown = 1 if name == "scenarios" else 0  # results are only asked for where there are scenarios
    assert len(many) <= len(few) + grown
    assert len(many) <= 32
