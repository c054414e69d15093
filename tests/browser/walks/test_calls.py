"""A call for help from the first word to the last gram, by the caller and two helpers.

1,250 kg; one helper takes 800, the other 450; delivered are 800, 440 and 10; it closes at 1,250.000
and not before. A third firm of the cluster is asked and never sees a name. In Chinese on SQLite at
the width of a phone, in English on PostgreSQL at that of a desk; each page is looked at in both.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from browser.conftest import Visit
from browser.walks.walking import WIDTHS, Walk

pytestmark = pytest.mark.browser

WORD = "only-for-this-walk-1"
NEEDED_BY = (datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(hours=20)).strftime(
    "%Y-%m-%dT%H:%M"
)
WORDS = {
    "zh-hans": {
        "next": "下一步", "call": "发出求助", "stop": "距停线还有12小时", "ask": "询问所选企业",
        "answer": "答复", "see": "先看结果", "missing": "1,240", "closed": "已办结",
        "release": "公开", "not_yet": "尚无", "sign": "签收", "dispatch": "登记发货",
        "question": "谁能帮我？", "split": "建议分配", "looks": "谁在何时看到了什么",
        "keep": "保存",
    },
    "en": {
        "next": "Next", "call": "Call for help", "stop": "The line stops in 12 hours",
        "ask": "Ask those chosen", "answer": "Answer", "see": "See what would happen",
        "missing": "1,240", "closed": "Closed.", "release": "Release it", "not_yet": "not yet",
        "sign": "Sign for it", "dispatch": "Report the dispatch", "question": "Who can help me?",
        "split": "Proposed split", "looks": "Who saw what when", "keep": "Keep it",
    },
}  # fmt: skip
# Gives firms a keeper each, with a password; prints the caller's material and names.
PEOPLE = """
import json, sys
from django.utils import timezone
from jilian.cli import set_up
set_up()
from jilian.accounts.models import Appointment, Person
from jilian.firms.models import Firm, FirmProduct
asked = json.loads(sys.argv[1])
own = Appointment.objects.get(person__username="demo-member-firm", world_code="made")
caller = Firm.objects.get(pk=int(own.scope_key))
for name, firm in asked["keepers"].items():
    made = Person.objects.create(username=name, name=name, joined_at=timezone.now())
    made.set_password(asked["word"]); made.save()
    Appointment.objects.create(person=made, role="member_firm", world_code="made",
        scope_kind="firm", scope_key=str(firm), given_at=timezone.now(), given_by="tests")
product = FirmProduct.objects.filter(firm__world__code="made").order_by("pk").first()
print(json.dumps({"caller": caller.name, "caller_pk": caller.pk,
    "material": product.name if product else "x"}))
"""


def people(start, keepers):
    asked = json.dumps({"keepers": keepers, "word": WORD})
    done = subprocess.run(
        [sys.executable, "-c", PEOPLE, asked], env=start.env, capture_output=True, text=True,
        timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def signed_in(browser, address, name, language, width):
    """A keeper of a firm who signs in with a password."""
    context = browser.new_context(viewport={"width": WIDTHS[width][0], "height": WIDTHS[width][1]})
    context.add_cookies([{"name": "django_language", "value": language, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", WORD)
    page.locator("form:has([name=password]) button").first.click()
    page.wait_for_load_state("networkidle")
    return Walk(Visit(page, address), width)


def test_a_call_is_answered_by_two_and_closed_to_the_last_gram(database, started, visit, browser):
    start, address = started
    language, width = ("zh-hans", "phone") if database == "sqlite" else ("en", "desk")
    say = WORDS[language]
    kept = people(start, {})
    caller = Walk(visit("member-firm", language=language, width=WIDTHS[width][0]), width)
    url = _raised(caller, say, kept["material"])
    firms = _asked(caller, say, url, kept)
    people(start, dict(zip(("keeper-a", "keeper-b", "keeper-c"), firms, strict=True)))
    a, b, rival = (signed_in(browser, address, name, language, width)
                   for name in ("keeper-a", "keeper-b", "keeper-c"))  # fmt: skip
    for helper, amount in ((a, "800kg"), (b, "０．４５吨")):
        _answered(helper, say, url, amount, kept["caller"])
    _released(caller, say, url)
    _accepted(caller, say, url)
    for helper, amount, batch in ((a, "800", "B-1"), (b, "440", "B-2"), (b, "10", "B-3")):
        if batch == "B-3":
            _not_closed_yet(caller, say, url)
        _delivered(helper, caller, say, url, amount, batch)
        _nameless(rival, url, kept["caller"])
    caller.open(f"{url}close/")
    caller.confirm()
    caller.says("1,250.000")
    expect(caller.page.locator("main")).not_to_contain_text(say["not_yet"])  # all five times
    caller.open(f"{url}lesson/")
    caller.page.select_option("[name=cause]", "supplier")
    caller.page.select_option("[name=second_source]", "sought")
    caller.page.check("[name=line_saved][value=yes]")
    caller.press(say["keep"])
    _nameless(rival, url, kept["caller"])


def _raised(walk, say, material):
    walk.open("/made/calls/new/")
    for field, value in (("material", material), ("amount", "１，２５０公斤"),
                         ("needed_by", NEEDED_BY), ("stock_left", "300kg"),
                         ("daily_use", "0.6t")):  # fmt: skip
        walk.page.fill(f"[name={field}]", value)
    walk.page.reload()  # what was typed is kept in the browser
    expect(walk.page.locator("[name=amount]")).to_have_value("１，２５０公斤")
    walk.page.select_option("[name=hazard]", "none")
    walk.press(say["next"])
    walk.says(say["stop"])
    walk.press(say["call"])
    expect(walk.page.locator("h1")).to_contain_text(say["question"])
    walk.says("1,250.000")
    return walk.page.url.removeprefix(walk.seen.address)


def _asked(walk, say, url, kept):
    """The first three of the list are asked; their numbers."""
    boxes = walk.page.locator("main input[name=firm]")
    expect(boxes.nth(2)).to_be_attached(timeout=60_000)
    firms = [boxes.nth(place).get_attribute("value") for place in range(3)]
    assert str(kept["caller_pk"]) not in firms
    for place in range(3):
        boxes.nth(place).check()
    walk.look()
    walk.press(say["ask"])
    walk.open(f"{url}why/?q={kept['caller'][:4]}")
    return [int(one) for one in firms]


def _answered(walk, say, url, amount, caller):
    walk.open("/notices/")
    walk.open("/made/calls/")
    walk.open(url)
    expect(walk.page.locator("main")).not_to_contain_text(caller)
    expect(walk.page.locator("main")).not_to_contain_text("1,250")
    walk.open(f"{url}answer/")
    walk.page.check("[name=answer][value=can]")
    walk.page.fill("[name=offered]", amount)
    walk.page.fill("[name=lead_hours]", "6")
    walk.page.check("[name=papers][value=coa]")
    walk.press(say["answer"])


def _released(walk, say, url):
    """The size is released, with a word on what that means."""
    walk.open(f"{url}release/")
    walk.confirm()


def _accepted(walk, say, url):
    walk.open(url)
    walk.says(say["split"])
    walk.says(say["looks"])
    for amount in ("800", "450"):
        walk.open(url)
        line = walk.page.locator("main li", has_text=f"{amount}.000").filter(
            has=walk.page.locator('a.button[href*="/accept/"]')
        )
        walk.open(line.first.locator('a.button[href*="/accept/"]').get_attribute("href"))
        walk.page.fill("[name=amount]", amount)
        walk.press(say["see"])
        walk.confirm()


def _delivered(helper, caller, say, url, amount, batch):
    helper.open(url)
    helper.follow(say["dispatch"])
    helper.page.fill("[name=amount]", amount)
    helper.page.fill("[name=batch]", batch)
    helper.press(say["dispatch"])
    caller.open(url)
    caller.says(batch)
    caller.follow(say["sign"])
    caller.press(say["sign"])


def _not_closed_yet(walk, say, url):
    walk.open(f"{url}close/")
    walk.confirm()
    walk.says(say["missing"])


def _nameless(walk, url, caller):
    """The competitor who was asked: no name on any page, nor in what the API answers."""
    for path in (url, f"{url}live/", "/made/calls/", "/notices/"):
        answer = walk.page.request.get(walk.seen.address + path)
        assert answer.status == 200, path
        assert caller not in answer.text(), path
    key = re.search(r"/calls/([0-9a-f-]{36})/", url).group(1)
    told = walk.page.request.get(f"{walk.seen.address}/api/made/calls/{key}").json()
    assert (told["caller"], told["amount"], told["helpers"]) == (None, None, [])
    refused = walk.page.request.get(f"{walk.seen.address}{url}helpers/")
    assert refused.status == 404
