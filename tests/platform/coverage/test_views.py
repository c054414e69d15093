"""The pages: who sees what, how many queries, and every step of a campaign by its forms."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import NOON, SAID, TODAY
from jilian.coverage import operations
from jilian.coverage.models import Campaign, CoveragePlan, Target, TargetCount
from jilian.coverage.rules import Conditions

from .conftest import JIUTING, XINQIAO


def address(name, *args, world="songjiang"):
    return reverse(f"coverage:{name}", args=(world, *args))


def counted(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


PAGES = ("board", "signing", "checks", "plan", "close", "report")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_campaign_opens_for_the_office_and_for_no_outsider(
    page, as_person, mei, wu, person, world, campaign
):
    url = address(page, campaign.pk)
    assert as_person(mei).get(url).status_code == 200
    assert as_person(wu).get(url).status_code == 404
    leader = person("leader", "district_leader", world)
    sees = page in ("board", "report")
    assert as_person(leader).get(url).status_code == (200 if sees else 404)


def test_a_campaign_is_drawn_up_frozen_and_started_by_its_pages(as_person, mei, world, firms):
    client = as_person(mei)
    asked = {
        "title": "园区攻坚", "round": 1, "drawn_on": TODAY.isoformat(), "basis": "conditions",
        "closes_on": (TODAY + timedelta(days=90)).isoformat(), "towns": [XINQIAO],
    }  # fmt: skip
    part = client.get(address("count"), asked)
    assert "3" in part.content.decode()
    assert client.post(address("new"), asked).status_code == 302
    made = Campaign.objects.get(title="园区攻坚")
    assert client.get(address("draft", made.pk)).status_code == 200
    listed = client.post(
        address("draft", made.pk), {"act": "list", "lines": "光刻厂,生物医药,龙头"}
    )
    assert listed.status_code == 302
    question = client.get(address("freeze", made.pk)).content.decode()
    assert "Freeze the list with 3 firms?" in question
    client.post(address("freeze", made.pk))
    client.post(address("start", made.pk))
    made.refresh_from_db()
    assert (made.state, made.listed) == ("running", 3)
    assert client.get(address("draft", made.pk)).status_code == 404


def test_a_list_from_a_file_is_taken_and_unknown_firms_are_named(as_person, mei, draft):
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile(
        "list.csv", "编号,领域,理由\n硅料厂,集成电路,重点\n无此厂,,\n".encode("gb18030")
    )
    url = address("draft", draft.pk)
    answer = as_person(mei).post(url, {"act": "list", "file": file}, follow=True)
    assert "无此厂" in answer.content.decode()
    assert draft.listed_firms.count() == 1


def test_targets_are_said_done_by_one_and_signed_by_another_on_the_pages(
    as_person, mei, hong, campaign, firms, cover
):
    cover(*firms[:2])
    pks = list(Target.objects.filter(firm__in=firms[:2]).values_list("pk", flat=True))
    ask = {"act": "done", "pick": pks}
    client = as_person(mei)
    assert "2 targets?" in client.get(address("move", campaign.pk), ask).content.decode()
    done = {"act": "done", "pks": ",".join(map(str, pks)), "confirmed": "1", "state": "joint",
            "route": "area", "on": TODAY.isoformat()}  # fmt: skip
    assert client.post(address("move", campaign.pk), done).status_code == 302
    assert (
        "yourself: somebody else signs"
        in client.get(address("signing", campaign.pk)).content.decode()
    )
    sign = {"act": "sign", "pks": ",".join(map(str, pks)), "confirmed": "1", "back": "signing"}
    client.post(address("move", campaign.pk), sign)
    assert Target.objects.filter(state="joint").count() == 0
    as_person(hong).post(address("move", campaign.pk), sign)
    assert Target.objects.filter(state="joint", route="area").count() == 2
    board = as_person(hong).get(address("board", campaign.pk)).content.decode()
    assert "33.33" in board
    assert "2 of 6 firms" in board


def test_all_that_fit_the_filters_are_moved_at_once(as_person, mei, campaign, firms):
    client = as_person(mei)
    ask = {"act": "not_yet", "all": "1", "town": JIUTING}
    assert "3 targets?" in client.get(address("move", campaign.pk), ask).content.decode()


def test_the_board_filters_by_state_town_route_and_what_is_late(as_person, mei, campaign, firms):
    client, url = as_person(mei), address("board", campaign.pk)
    Target.objects.filter(firm=firms[0]).update(
        due_on=TODAY - timedelta(days=1), planned_route="line"
    )
    for asked, names in (
        ({"town": JIUTING}, {"光刻厂", "清洗厂", "靶材厂"}),
        ({"q": "晶圆"}, {"晶圆厂"}),
        ({"route": "line"}, {"硅料厂"}),
        ({"waits": "late"}, set()),
        ({"state": "own"}, set()),
    ):
        table = client.get(url, asked).context["table"]
        found = {row.record.name for row in table.paginated_rows}
        if "waits" in asked:  # pages are of today, which is later than the whole campaign
            assert "硅料厂" in found
        else:
            assert found == names


def test_a_town_sees_its_own_targets_and_a_firm_only_itself(
    as_person, ting, person, world, campaign, firms
):
    board = as_person(ting).get(address("board", campaign.pk))
    assert {row.record.name for row in board.context["table"].paginated_rows} == {
        "光刻厂", "清洗厂", "靶材厂",
    }  # fmt: skip
    assert "You see 3 of the 6 firms" in board.content.decode()
    keeper = person("keeper", "member_firm", world, key=str(firms[0].pk))
    own = Target.objects.get(firm=firms[0])
    client = as_person(keeper)
    assert client.get(address("board", campaign.pk)).headers["Location"] == address(
        "target", own.pk
    )
    assert client.get(address("target", own.pk)).status_code == 200
    other = Target.objects.get(firm=firms[1])
    assert client.get(address("target", other.pk)).status_code == 404
    assert client.get(address("report", campaign.pk)).status_code == 302


def test_a_count_is_seen_by_the_office_and_the_firm_and_by_no_town(
    as_person, mei, ting, person, world, campaign, firms
):
    own = Target.objects.get(firm=firms[4])
    url = address("target", own.pk)
    keeper = person("keeper", "member_firm", world, key=str(firms[4].pk))
    assert as_person(keeper).post(url, {"act": "count", "stated": "2"}).status_code == 302
    assert TargetCount.objects.get().stated == "2"
    for who in (mei, keeper):
        assert as_person(who).get(url).context["page"].count == "2"
    seen = as_person(ting).get(url)
    assert (seen.context["page"].count, seen.context["page"].sees_count) == (None, False)
    as_person(ting).post(url, {"act": "count", "stated": "0"})
    assert TargetCount.objects.get().stated == "2"


def test_the_register_is_recorded_from_the_page_of_a_target(as_person, mei, campaign, firms, cover):
    body = cover(firms[1])
    url = address("target", Target.objects.get(firm=firms[0]).pk)
    given = {"act": "record", "organisation": body.key, "mode": "joint",
             "from_day": TODAY.isoformat()}  # fmt: skip
    assert as_person(mei).post(url, given).status_code == 302
    assert firms[0].covers.count() == 1


def test_files_say_what_for_and_hold_no_count(as_person, mei, campaign, firms):
    operations.enter_count(by=mei, at=NOON, target=Target.objects.get(firm=firms[0]), stated="2")
    client = as_person(mei)
    asked = client.get(address("export", campaign.pk, "csv"))
    assert asked.status_code == 200
    assert "attachment" not in asked.headers.get("Content-Disposition", "")
    for name in ("export", "export_report"):
        for kind in ("csv", "xlsx"):
            file = client.get(address(name, campaign.pk, kind), SAID)
            assert "attachment" in file.headers["Content-Disposition"]


def test_the_planner_page_asks_accepts_and_departs_with_a_reason(
    as_person, mei, campaign, firms, planned
):
    client, url = as_person(mei), address("plan", campaign.pk)
    client.post(url, {"act": "ask"})
    plan = CoveragePlan.objects.get()
    assert plan.state == "done"
    page = client.get(url).content.decode()
    assert "No plan costs less than" in page
    line = plan.lines.get(target__firm=firms[0])
    client.post(url, {"act": "line", "line": line.pk, "route": "advisor", "words": ""})
    line.refresh_from_db()
    assert line.decided_route == ""
    client.post(url, {"act": "line", "line": line.pk, "route": "advisor", "words": "搬迁在即"})
    client.post(url, {"act": "accept_all", "plan": plan.pk})
    routes = dict(Target.objects.values_list("name", "planned_route"))
    assert routes == {**dict.fromkeys(routes, "line"), "硅料厂": "advisor"}


def test_the_pages_ask_the_same_queries_however_many_targets(
    as_person, mei, hong, world, campaign, firms, firm, cover, source, finish
):
    cover(*firms[:2])
    finish(campaign, firms[0])
    client = as_person(mei)
    target = address("target", Target.objects.get(firm=firms[0]).pk)
    urls = [address("list"), target, *(address(page, campaign.pk) for page in PAGES)]
    few = [counted(client, url) for url in urls]
    more = [firm(f"企业{number}") for number in range(20)]
    cover(*more, key="O9")
    second = operations.create_campaign(
        by=mei, at=NOON, world=world, title="第二批", drawn_on=TODAY,
        closes_on=TODAY + timedelta(days=90), conditions=Conditions(basis="list"),
    )  # fmt: skip
    from jilian.coverage.rules.listing import read_lines

    lines = read_lines("\n".join(one.identifier for one in (*more, *firms)))
    operations.list_firms(by=mei, at=NOON, campaign=second, lines=lines)
    operations.freeze_campaign(by=mei, at=NOON, campaign=second)
    operations.start_campaign(by=mei, at=NOON, campaign=second)
    target = address("target", Target.objects.get(firm=firms[3], campaign=second).pk)
    urls = [address("list"), target, *(address(page, second.pk) for page in PAGES)]
    many = [counted(client, url) for url in urls]
    assert all(after <= before + 1 for before, after in zip(few, many, strict=True)), (few, many)


def test_the_part_of_a_cluster_says_what_its_firms_are_in(
    as_person, mei, wu, world, source, campaign, firms, cover
):
    from jilian.clusters.models import Cluster, Membership

    cover(firms[0])
    days = {"valid_from": TODAY, "known_by": TODAY, "source": source}
    cluster = Cluster.objects.create(world=world, key="C", name="芯片", sort_key="x", **days)
    for one in firms[:2]:
        Membership.objects.create(cluster=cluster, firm=one, reason="名单", **days)
    url = address("of_cluster", cluster.pk)
    words = as_person(mei).get(url).content.decode()
    assert "1 of the 2 member firms" in words
    assert "2 of its firms are targets" in words
    assert as_person(wu).get(url).status_code == 404
