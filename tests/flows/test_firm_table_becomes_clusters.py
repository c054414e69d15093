"""A firm table becomes clusters on a page: upload, run, proposal, adoption, page, traces."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from jilian.audit.models import Trace
from jilian.clusters.models import Cluster, FormationRun, Membership
from jilian.firms.models import Firm
from jilian.intake.models import Upload
from jilian.network.models import SupplyLink
from uploaded_tables import credit_code

CHIPS = ("硅料", "晶圆", "封测")
FOOD = ("面粉", "面团", "速食")
TOWN = {"硅料": "新桥镇", "晶圆": "新桥镇", "封测": "新桥镇"}
TRADE = {"硅料": "3985", "晶圆": "3973", "封测": "3973"}


def _name(kind: str, number: int) -> str:
    return f"{kind}{number}厂有限公司"


def _firm_table() -> str:
    rows = [
        f"{_name(kind, number)},{credit_code(10 * place + number)},{TOWN.get(kind, '九亭镇')},"
        f"{TRADE.get(kind, '3562')}"
        for place, kind in enumerate((*CHIPS, *FOOD))
        for number in (1, 2, 3)
    ]
    return "\n".join(["企业名称,统一社会信用代码,所属街镇,行业代码", *rows])


def _link_table() -> str:
    rows = [
        f"{_name(first, one)},{_name(second, other)}"
        for kinds in (CHIPS, FOOD)
        for first, second in pairwise(kinds)
        for one in (1, 2, 3)
        for other in (1, 2, 3)
    ]
    return "\n".join(["供应商,采购商,证据", *(f"{row},申报" for row in [*rows, _bridge()])])


def _bridge() -> str:
    return f"{_name('封测', 1)},{_name('速食', 1)}"


@pytest.fixture
def browser(as_person, mei, industries):
    """Mei's browser."""
    return as_person(mei)


@pytest.fixture
def done_later(django_capture_on_commit_callbacks):
    """Run what is queued, as the worker would."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def _upload(browser, done_later, kind: str, table: str) -> None:
    file = SimpleUploadedFile(f"{kind}.csv", table.encode())
    with done_later():
        browser.post(reverse("intake:receive", args=("songjiang",)), {"kind": kind, "file": file})
    upload = Upload.objects.latest("pk")
    upload = Upload.objects.latest("pk")
    assert upload.bad_rows == 0
    with done_later():
        browser.post(reverse("intake:apply", args=("songjiang", upload.pk)), {"rows": "good"})


def test_a_firm_table_becomes_clusters_on_a_page(browser, done_later, world):
    _upload(browser, done_later, "firms", _firm_table())
    _upload(browser, done_later, "links", _link_table())
    assert (Firm.objects.count(), SupplyLink.objects.count()) == (18, 37)

    today = timezone.localdate()
    with done_later():
        answer = browser.post(
            reverse("clusters:start", args=("songjiang",)),
            {"as_of": today.isoformat(), "resolution": "", "least_size": 3, "seed": 7},
        )
    run = FormationRun.objects.get()
    assert answer.url == reverse("clusters:run", args=("songjiang", run.pk))
    assert run.state == "done"
    assert not Membership.objects.exists()

    proposal = next(
        p for p in run.proposals.all() if p.members.filter(firm__name="晶圆1厂有限公司")
    )
    assert proposal.size == 9
    assert proposal.name == "新桥集成电路产业集群"
    typed = {"name": "新桥芯片集群", "name_en": "", "from_day": today.isoformat(),
             "reason": "联席会议纪要"}  # fmt: skip
    adopt = reverse("clusters:adopt", args=("songjiang", proposal.pk))
    confirm = browser.post(adopt, typed)
    answer = browser.post(adopt, confirm.context["hidden"])

    cluster = Cluster.objects.get()
    page = browser.get(answer.url).content.decode()
    assert answer.url == reverse("clusters:detail", args=("songjiang", cluster.pk))
    assert page.count("晶圆") >= 3
    assert "面粉1厂有限公司" not in page
    assert "联席会议纪要" in page
    assert {trace.action for trace in Trace.objects.all()} >= {
        "upload.received", "upload.applied", "snapshot.frozen", "formation_run.started",
        "formation_run.completed", "cluster.adopted",
    }  # fmt: skip


def test_a_planted_network_is_recovered_through_the_database(mei, world, source, industries):
    from jilian.clusters.operations import complete_run, start_run
    from jilian.firms.operations import save_firms
    from jilian.firms.rules import FirmRow
    from jilian.network.operations import save_links
    from jilian.network.rules import LinkRow
    from jilian_engine.worlds import planted_network

    planted = planted_network(3, clusters=6, size=12, links_a_firm=8, mixing=0.05)
    keys = planted.network.firms.to_list()
    group = dict(zip(keys, planted.truth.tolist(), strict=True))
    at = timezone.now()
    said = {"by": mei, "at": at, "world": world, "source": source}
    save_firms(**said, rows=[FirmRow("made", key, f"示例{key}厂") for key in keys])
    links = [
        LinkRow(("made", row["supplier"]), ("made", row["buyer"]), "declared")
        for row in planted.links.iter_rows(named=True)
    ]
    save_links(**said, rows=links)

    run = start_run(
        by=mei, at=at, world=world, as_of=timezone.localdate(at), resolution=None, seed=7
    )
    run = complete_run(run_id=run.pk, by=mei, at=at)
    found = {
        frozenset(one.members.values_list("firm__identifier", flat=True))
        for one in run.proposals.all()
    }
    wanted = {frozenset(key for key in keys if group[key] == number) for number in range(6)}
    assert found == wanted
