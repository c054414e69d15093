"""Who calls stays hidden: over pages, the API, notices, files, counts, and by the clock.

对手乙厂 calls. 对手丙厂 next door is invited; 对手丁厂 of the same cluster and industry is not; the
firm of the small world, a secretary of another cluster and an officer of another town are
outsiders. None of them sees the caller's name beside the call before it is released.
"""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from statistics import median
from time import perf_counter
from uuid import uuid4

import pytest
from django.utils import timezone

from attack.attackers import browser_of
from attack.ground import AWAY, FIRM_B, _firm
from attack.reading import read
from attack.roads import NO_SUCH_KEY, all_roads
from conftest import SAID
from jilian.notices.models import Notice
from jilian.shortages import operations
from jilian.shortages.models import Call
from jilian.shortages.rules.calling import Said
from jilian.shortages.urls import urlpatterns

MATERIAL, EFFECT = "乙号去毛刺溶液", "乙号封装线"
TRIES, MOST_APART, MOST_REPEATS = 200, 0.05, 3


@pytest.fixture
def stage(ground, person):
    """The caller, her competitor next door who is invited, one who is not, and outsiders."""
    from jilian.clusters.models import Membership
    from jilian.firms.models import FirmIndustry
    from jilian.places.models import Industry

    here, cluster = ground.here, ground.cluster_b
    next_door = _firm(here, ground.source, "对手丁厂", AWAY)
    days = {"known_by": timezone.localdate(), "source": ground.source}
    Membership.objects.create(cluster=cluster, firm=next_door, reason="公开名单", **days)
    industry = Industry.objects.get(code="3973")
    for one in (ground.b, ground.c, next_door):
        FirmIndustry.objects.create(firm=one, industry=industry, is_main=True, **days)
    bei = person("bei")
    invited = person("invited", "member_firm", here, key=str(ground.c.pk))
    call = operations.raise_call(
        by=bei, at=timezone.now(), firm=ground.b,
        said=Said(
            material=MATERIAL, amount=Decimal("4938271"), unit="kg", hazard="none",
            needed_by=timezone.now() + timedelta(hours=12), effect=EFFECT,
        ),
    )  # fmt: skip
    operations.ask_helpers(by=bei, at=timezone.now(), call=call, firms=[ground.c])
    return {
        "call": call,
        "invited": invited,
        "outsiders": [
            person("beside", "member_firm", here, key=str(next_door.pk)),
            person("outsider", "member_firm", here, key=str(ground.small.firm.pk)),
            person("secretary", "cluster_secretary", here, key=str(ground.small.cluster.pk)),
            person("officer", "service_officer", here, key="310117105"),
            person("neighbour", "service_officer", here, key=AWAY),
            person("office", "economy_commission", here),
        ],
    }


def roads_of_calls(ground, call):
    """Every road of calls, with this call in its slots; and the lists beside it."""
    found = []
    for road in all_roads(ground, within="/calls"):
        if road.part in ("", "a"):
            url = road.url
            for small in (ground.small.call, ground.small.call_asked):
                url = url.replace(str(small.key), str(call.key))
            found.append((road.method, url, str(call.key) in url))
    return found


def asked(client, method, url):
    return read(client.generic(method, url, "{}", content_type="application/json"))


def test_an_outsider_learns_of_nothing_at_all(ground, stage):
    call, wrong = stage["call"], []
    assert {key for _method, _url, key in roads_of_calls(ground, call)} == {True, False}
    for who in stage["outsiders"]:
        client = browser_of(who)
        for method, url, is_of_call in roads_of_calls(ground, call):
            answer = asked(client, method, url)
            if is_of_call:
                absent = asked(client, method, url.replace(str(call.key), NO_SUCH_KEY))
                same = absent.status == answer.status
                same &= absent.text == answer.text.replace(str(call.key), NO_SUCH_KEY)
                # 422: the body was refused before anything was looked for
                if answer.status not in (404, 405, 422) or not same:
                    wrong.append(f"{who} {method} {url}: {answer.status} {absent.status}")
            told = [one for one in (MATERIAL, EFFECT, "4938271") if answer.tells(one)]
            if told:
                wrong.append(f"{who} {method} {url} tells {told}")
        assert not Notice.objects.filter(to=who, key__contains=f"call:{call.pk}:").exists()
    assert wrong == []


def test_the_competitor_who_is_invited_sees_the_need_and_no_name(ground, stage):
    call, client = stage["call"], browser_of(stage["invited"])
    seen = []
    for method, url, is_of_call in roads_of_calls(ground, call):
        if method != "GET":
            continue
        answer = read(client.get(url))
        text = answer.text
        assert not answer.tells("4938271"), url
        assert EFFECT not in text, url
        if MATERIAL in text:
            seen.append(url)
            assert FIRM_B not in text, url
            assert str(ground.b.pk) not in re.findall(r"/firms/(\d+)/", text), url
            assert "九亭" not in text, url
        if is_of_call and url.endswith(("release/", "helpers/", "why/", "close/", "stock/")):
            assert answer.status == 404, url
    assert len(seen) >= 3, seen  # the list, the page, the part, the API
    api = client.get(f"/api/songjiang/calls/{call.key}").json()
    assert (api["caller"], api["town"], api["sector"], api["amount"]) == (None,) * 4
    notices = Notice.objects.filter(to=stage["invited"])
    assert notices.exists()
    assert not any(FIRM_B in f"{one.details} {one.url} {one.key}" for one in notices)


def test_no_address_of_a_call_has_a_running_number():
    numbered = [path for path in map(str, (one.pattern for one in urlpatterns)) if "<int:" in path]
    assert numbered == ["calls/<uuid:key>/useful/<int:pk>/"]  # of a firm in the register


def test_a_file_names_nobody(ground, stage, person):
    operations.widen_call(by=person("bei"), at=timezone.now(), call=stage["call"])
    client = browser_of(person("leader", "district_leader", ground.here))
    for kind in ("csv", "xlsx"):
        answer = read(client.get(f"/songjiang/calls.{kind}", SAID))
        assert answer.status == 200
        assert answer.tells(MATERIAL)  # it has left the cluster
        assert not answer.tells(FIRM_B)
        assert not answer.tells("4938271")


def test_counts_and_orders_do_not_tell_that_there_is_a_call(ground, stage):
    """What an outsider reads of calls is the same with the call and without it."""
    client = browser_of(stage["outsiders"][0])
    paths = ("/songjiang/calls/", "/songjiang/calls/?state=open", "/api/songjiang/calls",
             f"/songjiang/calls/?q={MATERIAL}", "/", "/notices/", "/songjiang/")  # fmt: skip
    before = [read(client.get(path)) for path in paths]
    call = stage["call"]
    Call.objects.filter(pk=call.pk).update(material="别的", amount=7, level=4, circle=1)
    call.pk, call.key = None, uuid4()
    call.save()
    assert [read(client.get(path)) for path in paths] == before


def test_the_clock_does_not_tell_a_hidden_call_from_none(ground, stage):
    """Medians of 200 tries, taken in turn, differ by less than a twentieth."""
    client = browser_of(stage["outsiders"][0])
    for road in ("/songjiang/calls/{}/", "/api/songjiang/calls/{}"):
        hidden, absent = (road.format(key) for key in (stage["call"].key, uuid4()))
        texts = [client.get(path) for path in (hidden, absent)]
        assert [one.status_code for one in texts] == [404, 404]
        apart = [_apart(client, hidden, absent)]
        while apart[-1] >= MOST_APART and len(apart) < MOST_REPEATS:
            apart.append(_apart(client, hidden, absent))
        assert apart[-1] < MOST_APART, (road, apart)


def _apart(client, hidden, absent):
    """By how much the medians of the two differ; each pair is asked in the other order."""
    spans = {hidden: [], absent: []}
    for tried in range(TRIES):
        for path in (hidden, absent) if tried % 2 else (absent, hidden):
            begin = perf_counter()
            client.get(path)
            spans[path].append(perf_counter() - begin)
    one, other = (median(spans[path]) for path in (hidden, absent))
    return abs(one - other) / max(one, other)
