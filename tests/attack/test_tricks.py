"""Tricks with requests: odd questions, methods and bodies, other hosts, ways to other sites."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils.http import url_has_allowed_host_and_scheme

from attack.attackers import browser_of
from attack.campaign import forget
from attack.roads import all_roads, body_for, description
from jilian.audit.models import Trace

ODD = (
    "on=9999-99-99&page=0&sort=pk&per_page=0&limit=1e9&offset=-1&under=-1&first=99999999999",
    "on=0001-01-01&page=" + "9" * 40 + "&sort=-world__code&q=%27%22%3E%3Cscript%3E&after=x.y",
    "on=%E0%A4%A&page=-1&sort=..%2F..&q=" + "9" * 400 + "&place=x&first=-5&operating=-1",
    "on=&on=2026-01-01&page=1&page=2&sort=&q=%F0%9F%98%80&state=x&evidence=x&firm=x&source=x",
    "per_page=1e9&per_page=99999999999&page=x&after=9999-12-31.99999999999999999999&limit=0",
)
EVIL = "evil.example"


@pytest.fixture
def she(ground, person):
    """Whoever holds nearly every role at once."""
    person("she", "organisation_office", ground.here)
    person("she", "data_steward", ground.here)
    forget()
    person("she", "science_commission", ground.here)
    person("she", "member_firm", ground.here, str(ground.small.firm.pk))
    return person("she", "security_administrator")


@pytest.fixture
def roads(ground):
    """Every address with a record that is there; each method once."""
    found = {}
    for road in all_roads(ground):
        if road.part in ("", "a"):
            found.setdefault((road.method, road.name), road)
    return list(found.values())


def joined(url, query):
    return f"{url}{'&' if '?' in url else '?'}{query}"


@pytest.mark.parametrize("query", ODD)
def test_odd_questions_are_answered_without_an_error(query, roads, she):
    """Each page is asked two of them in turn: days, pages and orders are read in one way."""
    client, wrong, turn = browser_of(she), [], ODD.index(query)
    for at, road in enumerate(roads):
        if road.method == "GET" and turn in (at % len(ODD), (at + 2) % len(ODD)):
            answer = client.get(joined(road.url, query))
            if answer.status_code >= 500:
                wrong.append(f"{road.url} {answer.status_code}")
    assert wrong == []


def test_a_nul_in_a_question_is_refused(roads, she):
    client = browser_of(she)
    for road in roads[::7]:
        assert client.get(joined(road.url, "q=a%00b")).status_code == 400


def test_nobody_chooses_how_many_rows_a_page_has(roads, she):
    client = browser_of(she, Client)
    for url in ("/songjiang/firms/", "/songjiang/links/", "/songjiang/uploads/"):
        one = client.get(f"{url}?per_page=1")
        assert len(one.context["table"].paginated_rows) == len(
            client.get(url).context["table"].paginated_rows
        )


METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FROB")


def test_methods_that_nobody_uses_change_nothing(roads, she, person):
    traces, wrong = Trace.objects.count(), []
    for who in (she, person("wu")):
        client = browser_of(who)
        for at, road in enumerate(roads):
            if road.gate is None or "?" in road.url or road.method == "POST":
                continue
            method = METHODS[at % len(METHODS)]
            answer = client.generic(method, road.url, "{}", content_type="application/json")
            if answer.status_code >= 500:
                wrong.append(f"{method} {road.url} {answer.status_code}")
    assert wrong == []
    assert Trace.objects.count() == traces


def test_a_method_cannot_be_overridden(roads, she):
    client, wrong = browser_of(she), []
    written = {road.name for road in roads if road.method == "POST"}
    headers = dict.fromkeys(
        ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"), "POST"
    )
    for road in roads[::3]:
        if road.method == "GET" and road.name in written and "?" not in road.url:
            plain = client.get(road.url).status_code
            answer = client.get(f"{road.url}?_method=POST", headers=headers)
            if answer.status_code != plain:
                wrong.append(f"{road.url}: {answer.status_code}, not {plain}")
    assert wrong == []


def test_a_head_has_the_status_of_a_get_and_no_body(roads, she):
    client, wrong = browser_of(she), []
    for road in roads[::4]:
        if road.method == "GET" and road.gate is not None:
            got, head = client.get(road.url), client.head(road.url)
            same = got.status_code == head.status_code or head.status_code == 405
            if not same or (head.status_code == 200 and b"".join(head)):
                wrong.append(f"{road.url}: {head.status_code}, not {got.status_code}")
    assert wrong == []


def test_a_write_without_the_token_of_the_page_is_refused(roads, she):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(she, backend="allauth.account.auth_backends.AuthenticationBackend")
    traces, wrong = Trace.objects.count(), []
    for at, road in enumerate(roads):
        if road.method == "GET":
            continue
        for origin in (
            {},
            ({"origin": f"https://{EVIL}"}, {"referer": f"https://{EVIL}/"})[at % 2],
        ):
            answer = client.generic(
                road.method, road.url, "", content_type="application/x-www-form-urlencoded",
                headers=origin,
            )  # fmt: skip
            if answer.status_code not in (403, 404):
                wrong.append(f"{road.method} {road.url}: {answer.status_code}")
    assert wrong == []
    assert Trace.objects.count() == traces


BODIES = (
    ("application/json", "{}"),
    ("application/json", "[" * 100_000),
    ("application/json", '{"reason": ' + "9" * 5000 + "}"),
    ("application/x-www-form-urlencoded", "reason=%00&name=%00&scope=%00&pk=1e400"),
    ("multipart/form-data; boundary=x", "--x\r\nbroken"),
    ("multipart/form-data", "no boundary"),
    ("text/xml; charset=no-such", "<a/>"),
    ("", "x=1"),
    ("application/x-www-form-urlencoded", "&".join(f"a{at}=1" for at in range(1200))),
    ("application/json", '"' + "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 9) + '"'),
)


def _some_of(bodies, at):
    """The words with a NUL, and another in turn: a form is read in one way on every page."""
    nul, *others = bodies[1], bodies[0], *bodies[2:-1]
    return [nul, others[at % len(others)]]


@pytest.mark.parametrize("kind", ["page", "program"])
def test_odd_bodies_are_refused_without_an_error(kind, roads, she):
    wrong = []
    bodies = BODIES if kind == "program" else BODIES[2:]
    for at, road in enumerate(roads):
        is_program = road.url.startswith("/api/")
        if road.method == "GET" or road.gate is None or is_program != (kind == "program"):
            continue
        client = browser_of(she)
        told = bodies if kind == "program" or at % 12 == 0 else _some_of(bodies, at)
        for content_type, body in told:
            answer = client.generic(road.method, road.url, body, content_type=content_type)
            if answer.status_code >= 500:
                wrong.append(f"{road.method} {road.url}: {answer.status_code} {body[:20]!r}")
    assert wrong == []


def test_text_without_a_character_that_no_database_keeps(roads, she):
    """A NUL in any text that the API takes is refused in words."""
    wrong = []
    for road in roads:
        operation = description()["paths"].get(road.name, {}).get(road.method.lower(), {})
        content_type, body = body_for(operation)
        if road.method == "GET" or content_type != "application/json":
            continue
        odd = body.replace('"x"', '"a\\u0000b"')
        answer = browser_of(she).generic(road.method, road.url, odd, content_type=content_type)
        if answer.status_code >= 500 or (odd != body and answer.status_code < 300):
            wrong.append(f"{road.method} {road.url}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("number", [2**40, 2**70, -(2**70), -1, 1e308])
def test_numbers_that_no_column_holds_are_refused_without_an_error(number, roads, she):
    wrong = []
    for road in roads:
        operation = description()["paths"].get(road.name, {}).get(road.method.lower(), {})
        content_type, body = body_for(operation, number)
        if road.method == "GET" or content_type != "application/json":
            continue
        with transaction.atomic():
            client = browser_of(she)
            answer = client.generic(road.method, road.url, body, content_type=content_type)
            transaction.set_rollback(True)
        if answer.status_code >= 500:
            wrong.append(f"{road.method} {road.url}: {answer.status_code} {body}")
    assert wrong == []


ODD_PATHS = (
    "/songjiang/firms/%2531/", "/songjiang/firms/%252e%252e/people/", "/songjiang/..%2fpeople/",
    "/songjiang/firms/\uff11/", "/songjiang/firms/1%0a/", "/songjiang/firms/%00/",
    "/songjiang;/people/", "/songjiang/..;/people/", "/./people/", "/people//",
    "/PEOPLE/", "/songjiang/firms/-1/", "/songjiang/firms/1.0/", "/songjiang/firms/0x1/",
    "/songjiang/firms/99999999999999999999999999/", "/%73ongjiang%00/firms/", "/songjiang%2ffirms/",
    "/songjiang/firms.csv%00.html", "/songjiang/firms.exe", "/songjiang/links.../",
    "/songjiang/firms/1/%20", "/api/songjiang/firms/99999999999999999999999999",
    "/api/songjiang/firms/1%00", "/static/../settings.py", "/static/%2e%2e/settings.py",
    "/static/..%5csettings.py", "/people/%E0%A4%A/",
)  # fmt: skip


@pytest.mark.parametrize("path", ODD_PATHS)
def test_odd_paths_lead_nowhere(path, ground, person, she):
    for who in (person("wu"), she):
        answer = browser_of(who).generic("GET", path, QUERY_STRING="")
        assert answer.status_code < 500
        if who is not she:
            assert answer.status_code in (301, 400, 404)


def test_a_path_without_its_slash_says_the_same_of_any_record(ground, person):
    client = browser_of(person("wu"))
    for road in all_roads(ground):
        if road.method == "GET" and road.part and road.url.endswith("/"):
            answer = client.get(road.url[:-1])
            assert answer.status_code in (301, 404)
            assert answer.status_code == 404 or answer.url == road.url


def test_another_host_is_not_answered_and_never_named(ground, she):
    client = browser_of(she)
    assert client.get("/", headers={"host": EVIL}).status_code == 400
    for header in ("X-Forwarded-Host", "X-Original-URL", "X-Rewrite-URL", "X-Host", "Forwarded"):
        answer = client.get("/songjiang/firms/", headers={header: f"host={EVIL}"})
        assert answer.status_code == 200
        assert EVIL not in answer.text
    told = client.get("/people/", headers={"X-Original-URL": "/people/", "host": "testserver"})
    assert EVIL not in told.text


def test_a_road_is_not_opened_by_a_header_of_a_proxy(ground, person):
    client = browser_of(person("wu"))
    for header in ("X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix", "X-Script-Name"):
        assert client.get("/people/", headers={header: "/me/"}).status_code == 404
    for header in ("Remote-User", "X-Remote-User", "X-Forwarded-User", "Authorization"):
        answer = Client().get("/me/", headers={header: "mei"})
        assert answer.status_code == 302


ELSEWHERE = (
    f"https://{EVIL}/", f"//{EVIL}/", f"///{EVIL}", f"/\\{EVIL}", f"\\\\{EVIL}", f"https:{EVIL}",
    f"javascript:alert(1)//{EVIL}", f"/%09/{EVIL}", f"\t//{EVIL}", f"http://testserver@{EVIL}/",
    f"https:///{EVIL}",
)  # fmt: skip


NAMES = ("next", "back", "return", "url", "redirect", "to", "continue", "referer")


def test_nobody_is_sent_to_another_site(roads, she):
    """Every road that leads on, asked with every name by which a way on is given."""
    wrong = []
    for road in roads:
        if road.gate is None or road.url.startswith("/api/"):
            continue
        for next_url in ELSEWHERE:
            client = browser_of(she)
            ask = client.get if road.method == "GET" else client.post
            headers = {"referer": next_url.strip()}
            answer = ask(road.url, dict.fromkeys(NAMES, next_url), headers=headers)
            way = answer.get("Location", "") or answer.get("HX-Redirect", "")
            if not way:
                break
            if not url_has_allowed_host_and_scheme(way, {"testserver"}):
                wrong.append(f"{road.method} {road.url} leads to {way}")
    assert wrong == []


def test_signing_in_leads_to_no_other_site(ground, person):
    who = person("signer", "data_steward", ground.here)
    who.set_password("long-enough-7788")
    who.save()
    for next_url in ELSEWHERE:
        given = {"login": "signer", "password": "long-enough-7788", "next": next_url}
        answer = Client().post("/accounts/login/", given)
        assert answer.status_code == 302
        assert url_has_allowed_host_and_scheme(answer.url, {"testserver"})
