"""Pages: from a cluster to a decision, the calendar, and who sees what."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from conftest import NOON, SAID, TODAY
from jilian.clusters.models import Membership
from jilian.leaders import operations
from jilian.leaders.models import ChainHeadTerm, Selection


@pytest.fixture
def page(as_person, office):
    """Ask a page of this area as Mei."""
    client = as_person(office)

    def ask(name: str, *args: object, **data: object):
        return client.get(reverse(f"leaders:{name}", args=("songjiang", *args)), data)

    ask.client = client
    return ask


def post(client, name, *args, **data):
    return client.post(reverse(f"leaders:{name}", args=("songjiang", *args)), data)


def test_from_the_first_step_to_the_decision(page, office, cluster, body, chips, settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    assert page("start", cluster.pk).status_code == 200
    made = post(
        page.client, "start", cluster.pk, as_of=TODAY.isoformat(), year=2025, method="topsis",
        missing="not_comparable",
    )  # fmt: skip
    selection = Selection.objects.get()
    assert made.url.endswith(f"/leaders/{selection.pk}/measures/")
    assert "employees" in page("measures", selection.pk).content.decode()
    post(page.client, "measures", selection.pk, scale=["employees", "revenue"],
         innovation=["patents"], economic_quality=["tax_per_mu"],
         organisation_base=["own_body"])  # fmt: skip
    assert page("weights", selection.pk).status_code == 200
    odd = post(page.client, "weights", selection.pk, weighting="by_hand", scale="50")
    assert (odd.status_code, "must come to 100" in odd.content.decode()) == (422, True)
    post(page.client, "weights", selection.pk, weighting="equal")
    shown = page("detail", selection.pk).content.decode()
    assert "晶圆厂" in shown and "stands first" in shown
    assert "20 " in shown or "400 / 20" in shown
    ask = {"firms": [chips["封测厂"].pk], "from_day": TODAY.isoformat()}
    refused = post(page.client, "decide", selection.pk, **ask)
    assert "needs a reason" in refused.content.decode()
    ask["reason"] = "产能更大"
    asked = post(page.client, "decide", selection.pk, **ask)
    assert "becomes a leading firm" in asked.content.decode()
    assert not Membership.objects.filter(role="leader").exists()
    post(page.client, "decide", selection.pk, confirmed="1", **ask)
    assert Membership.objects.get(role="leader").firm == chips["封测厂"]
    assert "封测厂" in page("list").content.decode()
    part = page("of_cluster", cluster.pk).content.decode()
    assert "产能更大" in part and "<html" not in part
    again = page.client.get(
        reverse("leaders:again", args=("songjiang", selection.pk)), headers={"HX-Request": "true"}
    )
    assert "the same to the last digit" in again.content.decode()
    taken = post(page.client, "undo", selection.pk, reason="误")
    assert taken.status_code == 302
    assert not Membership.objects.filter(role="leader").exists()


def test_what_is_missing_is_said_in_words(page, office, cluster, body, chips):
    chips["光刻厂"].facts.filter(measure="land").delete()
    started = operations.start_selection(by=office, at=NOON, cluster=cluster, as_of=TODAY)
    found = operations.compute_selection(by=office, at=NOON, selection=started)
    shown = page("detail", found.pk).content.decode()
    assert shown.count("not comparable") >= 3
    assert "one of its two parts is not stated for this year" in shown
    only = page("detail", found.pk, comparable="no").content.decode()
    assert "光刻厂" in only and "硅料厂" not in only.split('id="rows"')[1].split("</table>")[1]


def test_the_table_leaves_as_a_file_with_its_purpose(page, computed):
    asked = page("export", computed.pk, "csv", **SAID)
    lines = asked.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 5 + 4
    assert "400/20" in asked.content.decode()
    assert page("export", computed.pk, "xlsx", **SAID).status_code == 200


def test_points_are_added_up_while_they_are_typed(page):
    words = page("sum", scale="40", innovation="35.5").content.decode()
    assert "75.5 points together; 100 are needed" in words
    assert "100 points together" in page("sum", scale="60", innovation="40").content.decode()
    assert "from 0 to 100" in page("sum", scale="x").content.decode()


def test_the_calendar_from_empty_to_a_swap(as_person, secretary, cluster, chips):
    today = timezone.localdate()
    client = as_person(secretary)
    ask = {"begins": today.replace(day=1).isoformat(), "months": 6, "reason": "章程"}
    bad = post(client, "propose", cluster.pk, order="无名厂", **ask)
    assert "无名厂 is no member" in bad.content.decode()
    post(client, "propose", cluster.pk, order="晶圆厂\n封测厂\n硅料厂", **ask)
    terms = list(ChainHeadTerm.objects.order_by("known_by"))
    assert [term.firm.name for term in terms] == ["晶圆厂", "封测厂", "硅料厂"]
    post(client, "change", terms[1].pk, act="swap", other=terms[2].pk, reason="搬迁")
    shown = client.get(reverse("leaders:calendar", args=("songjiang", cluster.pk)))
    assert shown.content.decode().index("硅料厂") < shown.content.decode().index("搬迁")
    post(client, "note", cluster.pk, text="检测台协议", owner="晶圆厂办公室")
    listed = client.get(reverse("leaders:calendar", args=("songjiang", cluster.pk)))
    assert "carried by 晶圆厂" in listed.content.decode()


def test_wu_and_the_secretary_see_no_table_and_outsiders_no_item(
    as_person, wu, secretary, lin, computed, cluster, chips
):
    for who in (wu, secretary, lin):
        client = as_person(who)
        for name in ("detail", "decide", "again"):
            found = client.get(reverse(f"leaders:{name}", args=("songjiang", computed.pk)))
            assert found.status_code == 404, (who, name)
    part = as_person(secretary).get(reverse("leaders:of_cluster", args=("songjiang", cluster.pk)))
    assert "Selection of" not in part.content.decode()
    operations.propose_terms(
        by=secretary, at=NOON, cluster=cluster, firms=[chips["晶圆厂"].pk], months=12,
        begins=TODAY.replace(month=1, day=1), reason="章程",
    )  # fmt: skip
    operations.note_item(by=secretary, at=NOON, cluster=cluster, text="检测台", owner="办公室")
    page = as_person(lin).get(reverse("leaders:calendar", args=("songjiang", cluster.pk)))
    assert page.status_code == 200 and "检测台" not in page.content.decode()
    gone = as_person(lin).get(reverse("leaders:propose", args=("songjiang", cluster.pk)))
    assert gone.status_code == 404


@pytest.mark.parametrize(
    "name, of", [("list", ""), ("detail", "s"), ("of_cluster", "c"), ("calendar", "c")]
)
def test_the_number_of_queries_does_not_grow(
    name, of, page, office, computed, cluster, chips, firm, days, django_assert_max_num_queries
):
    def count() -> int:
        with django_assert_max_num_queries(60) as asked:
            args = {"": (), "s": (computed.pk,), "c": (cluster.pk,)}[of]
            assert page(name, *args).status_code == 200
        return len(asked)

    page("list")
    for at in range(6):
        Membership.objects.create(
            cluster=cluster, firm=firm(f"新{at}厂"), reason="名单", role="leader", **days
        )
    operations.propose_terms(
        by=office, at=NOON, cluster=cluster, months=1, begins=TODAY.replace(year=2030, day=1),
        firms=[one.pk for one in chips.values()], reason="章程",
    )  # fmt: skip
    first = count()
    operations.propose_terms(
        by=office, at=NOON, cluster=cluster, months=1, begins=TODAY.replace(year=2031, day=1),
        firms=[one.pk for one in chips.values()], reason="章程",
    )  # fmt: skip
    for _at in range(3):
        started = operations.start_selection(by=office, at=NOON, cluster=cluster, as_of=TODAY)
        operations.compute_selection(by=office, at=NOON, selection=started)
    assert count() == first
