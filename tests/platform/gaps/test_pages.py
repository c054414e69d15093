"""Pages: what stands on them, for whom, and with how many queries."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner

from conftest import NOON
from jilian.gaps import operations
from jilian.gaps.models import Recruit

DAY = date(2026, 2, 1)


@pytest.fixture
def recruit(people, cluster, missing):
    made = operations.add_recruit(
        by=people["eco"], at=NOON, cluster=cluster, name="杭州光刻胶厂", direction="upstream",
        of_product="光刻胶", missing_link=missing, on=date(2026, 1, 5),
    )  # fmt: skip
    operations.record_stage(
        by=people["eco"], at=NOON, recruit=made, stage="signed", on=DAY, document="协议1号"
    )
    return made


def text_of(answer):
    return answer.content.decode()


def test_the_page_of_a_missing_link_keeps_its_evidence_apart(
    missing, people, as_person, elsewhere, person
):
    path = f"/songjiang/gaps/{missing.pk}/"
    page = text_of(as_person(people["eco"]).get(path))
    assert "甲晶圆厂" in page and "fewer than three" in page and "withheld" in page
    assert "杭州光刻胶厂" not in page  # the other world is not open to the commission
    person("eco", "economy_commission", elsewhere.world)
    page = text_of(as_person(people["eco"]).get(path))
    assert "杭州光刻胶厂" in page and "makes this very product" in page
    leader = text_of(as_person(people["leader"]).get(path))
    assert "withheld" not in leader and "/decide/" not in leader
    assert as_person(people["leader"]).get(path + "decide/confirmed/").status_code == 404


def test_confirmed_listed_brought_in_and_counted_as_of_a_day(
    missing, people, as_person, cluster, firms
):
    eco = as_person(people["eco"])
    path = f"/songjiang/gaps/{missing.pk}/"
    form = {"reason": "", "on": "2026-03-02"}
    shown = text_of(eco.post(path + "decide/confirmed/", form))
    assert "the next search leaves that alone" in shown
    eco.post(path + "decide/confirmed/", {**form, "confirmed": "1"})
    eco.post(path + "list/", {"owner_office": "经委产业科"})
    lists = text_of(eco.get(f"/songjiang/clusters/{cluster.pk}/lists/"))
    assert "经委产业科" in lists and "光刻胶" in lists
    new = f"/songjiang/clusters/{cluster.pk}/recruits/new/?missing={missing.pk}"
    typed = {"name": "新光刻胶厂", "direction": "upstream", "of_firm": firms["甲"].pk,
             "on": "2026-01-05"}  # fmt: skip
    assert eco.post(new, typed).status_code == 302
    made = Recruit.objects.get()
    assert made.missing_link_id == missing.pk and made.of_firm_id == firms["甲"].pk
    for stage, on in (("signed", "2026-01-20"), ("registered", "2026-02-10")):
        answer = eco.post(f"/songjiang/recruits/{made.pk}/stage/",
                          {"stage": stage, "on": on, "document": "号"})  # fmt: skip
        assert answer.status_code == 302
    found = eco.get("/api/songjiang/gaps/pipeline?on=2026-02-01").json()
    assert [one["count"] for one in found["numbers"]] == [1, 0, 0]
    back = eco.post(
        f"/songjiang/recruits/{made.pk}/stage/", {"stage": "signed", "on": "2026-03-01"}
    )
    assert back.status_code == 200  # no longer among what may follow
    part = text_of(eco.get(f"/songjiang/clusters/{cluster.pk}/gaps/part/"))
    assert "oldest:" in part and "经委产业科" in part


def test_a_published_figure_stands_beside_our_own_records(
    recruit, people, as_person, world, source, cluster
):
    from jilian.sources.models import PublishedFact

    PublishedFact.objects.create(
        world=world, key="B01", source=source, quote="签约引进上下游相关企业72家",
        subject="别的集群", measure="firms_signed", value=72, comparator="=",
    )  # fmt: skip
    page = text_of(as_person(people["eco"]).get("/songjiang/recruits/"))
    assert "72 signed; 0 of them known by name here" in page
    PublishedFact.objects.update(subject=cluster.name)
    page = text_of(as_person(people["eco"]).get("/songjiang/recruits/"))
    assert "72 signed; 1 of them known by name here" in page
    assert Recruit.objects.count() == 1  # nobody is made up


def test_pages_ask_the_same_number_of_queries_however_much_there_is(
    recruit, people, as_person, cluster, missing, django_assert_max_num_queries, firm, world, source
):
    from jilian.clusters.models import Membership

    eco = as_person(people["eco"])
    paths = {
        "/songjiang/gaps/": 22,
        f"/songjiang/gaps/{missing.pk}/": 24,
        f"/songjiang/clusters/{cluster.pk}/gaps/": 26,
        f"/songjiang/clusters/{cluster.pk}/gaps/part/": 18,
        f"/songjiang/clusters/{cluster.pk}/lists/": 16,
        "/songjiang/recruits/": 24,
        f"/songjiang/recruits/{recruit.pk}/": 18,
        "/songjiang/size-classes/": 22,
    }
    for number in range(12):
        one = operations.add_recruit(
            by=people["eco"], at=NOON, cluster=cluster, name=f"厂{number}", direction="downstream",
            of_product="晶圆",
        )  # fmt: skip
        operations.record_stage(by=people["eco"], at=NOON, recruit=one, stage="signed",
                                on=NOON.date())  # fmt: skip
        operations.add_item(by=people["eco"], at=NOON, cluster=cluster, kind="offer",
                            words=f"开放{number}", owner_office="链主办")  # fmt: skip
        Membership.objects.create(
            cluster=cluster, firm=firm(f"成员{number}"), reason="名单", source=source,
            valid_from=date(2020, 1, 1), known_by=date(2020, 1, 1), position="upstream",
        )  # fmt: skip
    for path, most in paths.items():
        with django_assert_max_num_queries(most):
            assert eco.get(path).status_code == 200, path


def test_exports_say_their_purpose_and_follow_the_filters(recruit, people, as_person):
    eco = as_person(people["eco"])
    taking = {"purpose": "会议", "recipient": "经委"}
    for path, words in (("gaps.csv", "光刻胶"), ("recruits.csv", "杭州光刻胶厂")):
        assert words not in text_of(eco.get(f"/songjiang/{path}"))
        answer = eco.get(f"/songjiang/{path}", taking)
        if answer.status_code != 200 or words not in text_of(answer):
            answer = eco.post(f"/songjiang/{path}", taking)
        assert words in text_of(answer), path


def test_the_command_line_prints_both(recruit, world):
    from jilian.gaps.cli import gaps

    run = CliRunner()
    rows = json.loads(run.invoke(gaps, ["missing", "--world", "songjiang", "--json"]).output)
    assert rows[0]["product"] == "光刻胶" and rows[0]["withheld"] is False
    found = run.invoke(
        gaps, ["pipeline", "--world", "songjiang", "--as-of", "2026-01-31", "--json"]
    )
    assert [one["count"] for one in json.loads(found.output)["numbers"]] == [0, 0, 0]
    assert "signed" in run.invoke(gaps, ["pipeline", "--world", "songjiang"]).output


def test_related_classes_and_size_classes_are_there(missing, people, as_person):
    eco = as_person(people["eco"])
    assert "Too few places" in text_of(eco.get("/songjiang/gaps/related/"))
    assert "those who may see the yearly facts" not in text_of(eco.get("/songjiang/size-classes/"))
    other = text_of(as_person(people["secretary"]).get("/songjiang/size-classes/"))
    assert "those who may see the yearly facts" in other
