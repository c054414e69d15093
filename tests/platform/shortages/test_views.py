"""The pages of calls: the article's case through them, and what each reader is shown."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jilian.firms.models import FirmProduct
from jilian.shortages import operations
from jilian.shortages.forms import read_amount
from jilian.shortages.models import Call, Delivery, Helper, Reservation

NAME = "尼西"


@pytest.mark.parametrize(
    ("typed", "number", "unit", "word"),
    [
        ("1250kg", "1250", "kg", ""), ("１，２５０ 公斤", "1250", "kg", ""),
        ("1,250.5 kg", "1250.5", "kg", ""),
        ("1.25吨", "1.25", "t", ""), ("３万片", "30000", "piece", ""), ("500斤", "250", "kg", ""),
        ("20 L", "20", "L", ""), ("2 千克", "2", "kg", ""), ("3千升", "3000", "L", ""),
        ("5 m³", "5", "m3", ""), ("0.000001 t", "0.000001", "t", ""), ("12桶", "12", "own", "桶"),
        ("7", "7", "", ""),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_type_them(typed, number, unit, word):
    read = read_amount(typed)
    assert (read.number, read.unit, read.word) == (Decimal(number), unit, word)


@pytest.mark.parametrize(
    "typed", ["", "kg", "1,25 kg", "12,50 kg", "1.2.3 kg", "-5 kg", "1e5 kg2x", "0.0000001 t",
              "9" * 20 + "kg", "一百公斤", "1 250 kg 5"],
)  # fmt: skip
def test_what_is_no_amount_is_refused_not_guessed(typed):
    try:
        read = read_amount(typed)
    except ValidationError:
        return
    assert read.unit == "own"  # a word of one's own, which the form looks at again


def typed(**more):
    by = timezone.localtime(timezone.now() + timedelta(hours=12)).strftime("%Y-%m-%dT%H:%M")
    given = {"material": "去毛刺溶液", "amount": "１，２５０公斤", "needed_by": by,
             "stock_left": "300kg", "daily_use": "0.6t", "hazard": "none"}  # fmt: skip
    return given | more


def link(page, words):
    return re.search(rf'href="([^"]*{words}[^"]*)"', page).group(1)


def post(client, path, **given):
    answer = client.post(path, given)
    assert answer.status_code == 302, re.sub(r"<[^>]+>", " ", answer.text)[-1500:]
    return answer.url


@pytest.fixture
def url(people, as_person):
    """The page of a call of 尼西, raised in two steps."""
    client = as_person(people.nisi)
    second = client.post("/songjiang/calls/new/", typed())
    assert "The line stops in 12 hours" in second.text
    assert "1,250.000" in second.text
    return post(client, "/songjiang/calls/new/", **typed(step="2", cause="unknown"))


def asked(people, place, url, *names):
    call = Call.objects.get()
    return operations.ask_helpers(
        by=people.nisi, at=timezone.now(), call=call, firms=[getattr(place, one) for one in names]
    )


def test_the_articles_case_through_the_pages(people, place, as_person, url):
    caller, a, b = (as_person(one) for one in (people.nisi, people.xinyang, people.hucai))
    helpers = caller.get(f"{url}helpers/")
    assert helpers.status_code == 200
    post(caller, f"{url}ask/", firm=[place.xinyang.pk, place.hucai.pk])
    for client, offered in ((a, "800"), (b, "0.45 t")):
        page = client.get(url).text
        assert NAME not in page
        assert "1,250" not in page
        post(client, f"{url}answer/", answer="can", offered=offered, lead_hours="6")
    page = caller.get(url).text
    assert "Proposed split" in page
    for name, amount in (("新阳材料", "800 kg"), ("沪材化工", "450")):
        accept = link(caller.get(url).text.partition(name)[2], "/accept/")
        shown = caller.post(accept, {"amount": amount})
        assert "open to the two, and to nobody else" in shown.text
        post(caller, accept, amount=amount, confirmed="1")
    assert NAME in a.get(url).text  # opened to the two
    for client, amount, batch in ((a, "800", "B1"), (b, "440", "B2"), (b, "10", "B3")):
        if batch == "B3":
            refused = caller.post(f"{url}close/", {"confirmed": "1"}, follow=True).text
            assert "1,240" in refused
            assert Call.objects.get().is_open
        post(client, link(client.get(url).text, "/dispatch/"), amount=amount, batch=batch)
        receive = link(caller.get(url).text, "/receive/")
        post(caller, receive, accepted=amount)
    assert "0.000" in caller.get(f"{url}close/").text
    post(caller, f"{url}close/", confirmed="1")
    page = caller.get(url).text
    assert page.count("not yet") == 0  # all five times are there
    assert "1,250.000" in page
    post(caller, f"{url}lesson/", cause="supplier", second_source="sought", line_saved="yes")
    assert "being sought" in caller.get(url).text
    assert Call.objects.get().lesson.line_saved is True


def test_each_reader_is_shown_what_is_released_and_no_more(people, place, as_person, url):
    asked(people, place, url, "xinyang", "linjia")
    caller = as_person(people.nisi)
    readers = {name: as_person(getattr(people, name))
               for name in ("xinyang", "linjia", "secretary")}  # fmt: skip
    shown = {name: [client.get(url).text] for name, client in readers.items()}
    for step in range(3):
        assert "cannot be unseen" in caller.get(f"{url}release/").text
        post(caller, f"{url}release/", confirmed="1")
        for name, client in readers.items():
            shown[name].append(client.get(url).text)
        assert ("1,000 to below 2,000 kg" in shown["linjia"][step + 1]) is (step >= 0)
        assert ("新桥镇" in shown["linjia"][step + 1]) is (step >= 1)
    for pages in shown.values():
        assert [NAME in page for page in pages] == [False, False, False, True]
    assert caller.get(f"{url}release/").status_code == 404  # nothing is left to release
    page = caller.get(url).text
    assert "Cluster secretary" in page  # who saw what when
    assert "邻家封测" in page
    for name in ("hucai", "yuancai", "officer", "commission"):
        assert as_person(getattr(people, name)).get(url).status_code == 404


def test_the_part_that_changes_is_sent_only_when_it_changed(people, place, as_person, url):
    caller = as_person(people.nisi)
    version = re.search(r"live/\?v=(\w+)", caller.get(url).text).group(1)
    same = caller.get(f"{url}live/?v={version}")
    assert (same.status_code, same.content) == (204, b"")
    asked(people, place, url, "xinyang")
    changed = caller.get(f"{url}live/?v={version}")
    assert changed.status_code == 200
    assert f"v={version}" not in changed.text
    assert "data-poll" in changed.text
    assert len(changed.content) < 20_000
    helper = as_person(people.xinyang)
    before = re.search(r"live/\?v=(\w+)", helper.get(url).text).group(1)
    asked(people, place, url, "hucai")  # that another was asked changes nothing for her
    assert helper.get(f"{url}live/?v={before}").status_code == 204


def test_who_may_do_what(people, place, as_person, url):
    """What is the caller's is there for nobody else, nor the helper's for the caller."""
    made = asked(people, place, url, "xinyang", "linjia")
    operations.answer_call(by=people.xinyang, at=timezone.now(), helper=made[0], answer="can",
                           offered=Decimal(800), lead_hours=6)  # fmt: skip
    row = operations.accept_offer(by=people.nisi, at=timezone.now(), amount=Decimal(800),
                                  helper=Helper.objects.get(pk=made[0].pk))  # fmt: skip
    of_caller = ("release/", "delegate/", "widen/", "corridor/", "stock/", "close/", "rest/",
                 "withdraw/", "lesson/", "helpers/", "why/", f"accept/{made[0].key}/",
                 "permits/ask/pass/")  # fmt: skip
    for client in (as_person(people.xinyang), as_person(people.linjia)):
        assert [client.get(url + one).status_code for one in of_caller] == [404] * len(of_caller)
    rival = as_person(people.linjia)
    assert rival.get(f"{url}dispatch/{row.key}/").status_code == 404
    assert rival.get(f"{url}let-go/{row.key}/").status_code == 404
    assert as_person(people.xinyang).get(f"{url}dispatch/{row.key}/").status_code == 200
    assert as_person(people.nisi).get(f"{url}answer/").status_code == 404


def test_the_secretary_ranks_without_knowing_the_caller(people, place, as_person, url, source):
    secretary = as_person(people.secretary)
    page = secretary.get("/songjiang/calls/").text
    assert "Ask firms" in page
    assert NAME not in page
    for path in (url, f"{url}why/?q=远材"):
        assert NAME not in secretary.get(path).text
    # In the ranking the caller stands like any other firm of her kind: her absence would tell.
    for one in (place.nisi, place.linjia):
        FirmProduct.objects.create(
            firm=one, name="去溢料化学品", normal_form="去溢料化学品", trading="makes",
            source=source, valid_from=date(2020, 1, 1), known_by=date(2020, 1, 1),
        )  # fmt: skip
    page = secretary.get(f"{url}helpers/").text
    assert [name in page for name in ("尼西半导体", "邻家封测")] == [True, True]
    assert "Others are nearer" not in page
    assert "the firm that calls" not in secretary.get(f"{url}why/?q=%E5%B0%BC%E8%A5%BF").text
    post(secretary, f"{url}ask/", firm=[place.nisi.pk, place.linjia.pk])
    page = secretary.get(url).text
    assert page.count("尼西半导体") == page.count("邻家封测") == 1  # both were asked, both wait
    own = as_person(people.nisi).get(url).text
    assert "邻家封测" in own
    assert "尼西半导体" not in own
    post(secretary, f"{url}widen/", confirmed="1")
    commission = as_person(people.commission)
    assert NAME not in commission.get("/songjiang/calls/").text
    assert commission.get(url).status_code == 200
    assert "withheld" in commission.get("/songjiang/calls/figures/").text
    assert secretary.get("/songjiang/calls/figures/").status_code == 404
    said = {"purpose": "年报", "recipient": "区政府"}
    taken = commission.get("/songjiang/calls.csv", said)
    assert "去毛刺溶液" in taken.content.decode()
    assert NAME not in taken.content.decode()


def test_an_officer_gives_pass_and_permit(people, place, as_person):
    client = as_person(people.nisi)
    url = post(client, "/songjiang/calls/new/",
               **typed(hazard="8", step="2", cause="unknown"))  # fmt: skip
    for kind in ("pass", "safety"):
        post(client, f"{url}permits/ask/{kind}/", words="沪昆高速", confirmed="1")
    officer = as_person(people.officer)
    assert "去毛刺溶液" in officer.get("/songjiang/calls/permits/").text
    page = officer.get(url).text
    assert NAME in page  # the caller opened it by asking
    post(officer, link(page, "/take-up/"), confirmed="1")
    give = link(officer.get(url).text, "/give/")
    assert "ticked" in officer.get(give).text
    post(officer, give, number="松运〔2026〕7号", ticked=["carrier", "vehicle", "papers"])
    assert "松运〔2026〕7号" in client.get(url).text
    assert as_person(people.other_officer).get(url).status_code == 404
    assert as_person(people.other_officer).get(give).status_code == 404


def test_pages_take_the_same_queries_however_many_calls_and_helpers(
    people, place, as_person, raised
):
    calls = [raised()]
    caller = as_person(people.nisi)
    paths = ["/songjiang/calls/", f"/songjiang/calls/{calls[0].key}/",
             f"/songjiang/calls/{calls[0].key}/live/"]  # fmt: skip

    def counted():
        found = []
        for path in paths:
            caller.get(path)
            with CaptureQueriesContext(connection) as seen:
                assert caller.get(path).status_code == 200
            found.append(len(seen))
        return found

    def help_of(name):
        at = timezone.now()
        made = operations.ask_helpers(by=people.nisi, at=at, call=calls[0],
                                      firms=[getattr(place, name)])[0]  # fmt: skip
        made = operations.answer_call(by=getattr(people, name), at=at, helper=made, answer="can",
                                      offered=Decimal(100), lead_hours=5)  # fmt: skip
        row = operations.accept_offer(by=people.nisi, at=at, helper=made, amount=Decimal(50))
        for batch in ("1", "2"):
            operations.dispatch_part(by=getattr(people, name), at=at, reservation=row,
                                     amount=Decimal(10), batch=batch)  # fmt: skip

    Call.objects.update(needed_by=timezone.now() + timedelta(days=2))
    help_of("xinyang")
    before = counted()
    calls.extend(raised() for _again in range(3))
    for name in ("hucai", "linjia"):
        help_of(name)
    assert Reservation.objects.count() == 3
    assert Delivery.objects.count() == 6
    assert counted() == before
    assert max(before) < 40
