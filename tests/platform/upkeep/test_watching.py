"""Health, readiness, metrics, headers, the log, and what is said when the database is gone."""

from __future__ import annotations

import json
import logging
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, OperationalError, connection
from django.test import Client

from conftest import NOON
from jilian.base.logs import LineFormatter, PlainFormatter
from jilian.base.outages import Outage, outage_of
from jilian.jobs.queries import SIGN_OF_LIFE
from jilian.upkeep.queries import readiness, watched
from safe_headers import header_faults


@contextmanager
def gone(words: str = "connection refused"):
    """A database that refuses every statement."""

    def refuse(*_args: object, **_more: object) -> None:
        raise OperationalError(words)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("django.db.backends.utils.CursorWrapper.execute", refuse)
        patched.setattr(connection, "ensure_connection", refuse)
        yield


def test_health_asks_nothing_of_the_database(db):
    with gone():
        assert Client().get("/health").json() == {"alive": True}


def test_ready_while_the_worker_lives(db):
    from django.utils import timezone

    assert Client().get("/ready").status_code == 503
    cache.set(SIGN_OF_LIFE, timezone.now(), None)
    answer = Client().get("/ready")
    assert (answer.status_code, answer.json()["ready"]) == (200, True)
    cache.delete(SIGN_OF_LIFE)


def test_ready_names_the_part_that_is_missing(db, monkeypatch):
    cache.set(SIGN_OF_LIFE, NOON - timedelta(minutes=3), None)
    assert readiness(NOON) == {"database": "ok", "tables": "ok", "worker": "silent"}
    monkeypatch.setattr("jilian.upkeep.queries.watching.pending_migrations", lambda: 2)
    assert readiness(NOON)["tables"] == "not of this version"
    cache.delete(SIGN_OF_LIFE)


def test_ready_says_503_when_the_database_is_gone(db):
    with gone():
        answer = Client().get("/ready")
    assert answer.status_code == 503
    assert answer.json()["parts"]["database"] == "cannot be reached"


def test_metrics_tell_requests_by_route_and_no_names(mei, as_person, firm, world):
    firm("张江晶圆厂")
    as_person(mei).get("/songjiang/firms/", {"q": "张江晶圆厂"})
    text = Client().get("/metrics").text
    assert 'jilian_requests_total{method="GET",route="firms:list",status="200"}' in text
    assert 'jilian_request_seconds_bucket{le="0.3",route="firms:list"}' in text
    assert 'jilian_jobs{state="waiting"} 0.0' in text
    assert "jilian_database_bytes" in text or connection.vendor == "sqlite"
    assert "张江" not in text
    assert "mei" not in text


def test_metrics_are_not_there_for_other_addresses_or_through_a_proxy(db):
    assert Client(REMOTE_ADDR="10.1.2.3").get("/metrics").status_code == 404
    assert Client(headers={"x-forwarded-for": "127.0.0.1"}).get("/metrics").status_code == 404


def test_what_is_not_known_is_left_out_of_the_metrics(db):
    assert watched(NOON).values["backup_age_seconds"] is None
    assert "jilian_backup_age_seconds" not in Client().get("/metrics").text


@pytest.mark.parametrize(
    "words, code",
    [
        ("connection refused", "database_gone"),
        ("database or disk is full", "disk_full"),
        ("database is locked", "database_busy"),
    ],
)
def test_an_outage_is_said_in_both_languages_and_to_programs_by_its_code(
    mei, as_person, words, code
):
    client = as_person(mei)
    client.raise_request_exception = False
    with gone(words):
        page = client.get("/songjiang/firms/")
        told = client.get("/api/songjiang/firms")
    assert page.status_code == 503
    assert page["Retry-After"] == "30"
    assert "没有保存" in page.text or "未保存" in page.text
    assert "Nothing of this was stored" in page.text
    assert (told.status_code, told.json()["code"]) == (503, code)
    assert told["Content-Type"] == "application/problem+json"


def test_a_defect_is_not_called_an_outage(mei, as_person, monkeypatch):
    def fail(*_args: object, **_more: object) -> None:
        raise ValueError("a firm's name")

    monkeypatch.setattr("jilian.home.queries.worlds_in_words", fail)
    client = as_person(mei)
    client.raise_request_exception = False
    page = client.get("/songjiang/")
    assert page.status_code == 500
    assert "Something went wrong" in page.text
    assert "a firm's name" not in page.text


@pytest.mark.parametrize(
    "error, outage",
    [
        (OperationalError("no such table: x"), None),
        (ValueError("x"), None),
        (DatabaseError("file is not a database"), Outage.GONE),
        (OSError(28, "No space left on device"), Outage.FULL),
    ],
)
def test_which_errors_are_outages(error, outage):
    assert outage_of(error) is outage


@pytest.mark.parametrize(
    "address",
    [
        "/", "/songjiang/", "/songjiang/firms/", "/songjiang/firms/export/csv", "/nowhere/",
        "/accounts/login/", "/health", "/ready", "/metrics", "/api/songjiang/firms",
        "/api/openapi.json", "/api/docs", "/permissions/", "/static/ui/ui.css",
        "/songjiang/firms/x/",
    ],
)  # fmt: skip
def test_every_kind_of_address_carries_the_headers(mei, as_person, settings, address):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    client = as_person(mei)
    client.raise_request_exception = False
    answer = client.get(address, secure=True)
    assert not list(header_faults(answer))
    assert "geolocation=()" in answer["Permissions-Policy"]
    assert answer["Strict-Transport-Security"].startswith("max-age=31536000")
    policy = answer.get("Content-Security-Policy", "")
    if not address.startswith("/static/"):
        assert "default-src 'self'" in policy
        assert "no-store" in answer["Cache-Control"] or "max-age" in answer["Cache-Control"]
    assert len(answer["X-Request-ID"]) >= 8


def test_cookies_are_for_https_alone_when_https_is_on():
    import subprocess
    import sys

    code = (
        "from jilian import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_HTTPONLY)"
    )
    import os

    told = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "JILIAN_HTTPS": "yes"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.split() == ["True", "True", "31536000", "True"]


@pytest.fixture
def lines():
    """What the log writes, in both layouts."""
    written: list[str] = []
    discreet = logging.getLogger().handlers

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(PlainFormatter("{levelname} {name} {message}", style="{").format(record))
            written.append(LineFormatter("{levelname}{name}{message}", style="{").format(record))

    from jilian.base.logs import Discreet

    handler = Keep()
    handler.addFilter(Discreet())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)
    assert discreet is not None


def test_a_name_that_was_searched_for_does_not_reach_the_log(mei, as_person, firm, lines):
    firm("张江晶圆厂")
    client = as_person(mei)
    client.raise_request_exception = False
    client.get("/songjiang/firms/", {"q": "张江晶圆厂"})
    client.get("/songjiang/search/", {"q": "张江晶圆厂"})
    client.get("/songjiang/张江晶圆厂/")
    client.post("/songjiang/firms/", {"name": "张江晶圆厂"})
    whole = "\n".join(lines)
    assert "firms:list" in whole
    for word in ("张江", "%E5%BC%A0", "\\u5f20", "mei"):
        assert word not in whole, whole


def test_an_error_is_logged_without_its_text(mei, as_person, monkeypatch, lines):
    def fail(*_args: object, **_more: object) -> None:
        raise ValueError("张江晶圆厂")

    monkeypatch.setattr("jilian.home.queries.worlds_in_words", fail)
    client = as_person(mei)
    client.raise_request_exception = False
    client.get("/songjiang/")
    whole = "\n".join(lines)
    assert "ValueError" in whole
    assert "张江" not in whole


def test_a_line_is_json_with_number_route_status_and_time(mei, as_person, lines):
    answer = as_person(mei).get("/songjiang/firms/", headers={"x-request-id": "abcdefgh-1"})
    assert answer["X-Request-ID"] == "abcdefgh-1"
    told = json.loads(next(line for line in lines if line.startswith("{") and "firms:list" in line))
    assert (told["route"], told["status"], told["request_id"]) == ("firms:list", 200, "abcdefgh-1")
    assert isinstance(told["ms"], int)


def test_an_odd_request_number_is_not_repeated(db):
    answer = Client().get("/health", headers={"x-request-id": "<script>"})
    assert "script" not in answer["X-Request-ID"]
