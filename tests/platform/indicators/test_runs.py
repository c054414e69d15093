"""Measuring and releasing a month as later work: once, with what it would change or hide."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from jilian.accounts.queries import system_person
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.disclosure.models import Release
from jilian.firms.models import YearlyFact
from jilian.indicators import operations, queries
from jilian.indicators.models import MonthRun, Value
from jilian.indicators.operations import complete_month

from .conftest import APRIL, MAY
from .test_pages import text_of

MEASURE, RELEASE = "/songjiang/indicators/measure/", "/songjiang/indicators/release/"
SAID = {"month": "2026-03", "revise_reason": "", "once": "a-page"}


@pytest.fixture
def commission(person, world):
    """The economy commission, which measures, but does not keep what is shown outside."""
    return person("eco", "economy_commission", world)


@pytest.fixture
def not_yet(monkeypatch):
    """Let later work wait until it is called."""
    from jilian.indicators.operations import running

    monkeypatch.setattr(running, "after_commit", lambda *_operation, **_values: None)


@pytest.fixture
def ask(world, steward):
    """Ask for March 2026."""

    def asked(act="measure", *, by=None, token="a", note="", at=APRIL):
        return operations.ask_month(
            by=by or steward, at=at, world=world, act=act, month="2026-03", token=token, note=note
        )

    return asked


@pytest.fixture
def browse(as_person, django_capture_on_commit_callbacks):
    """Look at pages as a person, whose later work is done as soon as it is asked for."""

    class Browser:
        def __init__(self, who):
            system_person("worker")
            self.get = as_person(who).get
            self.client = as_person(who)

        def post(self, address, said):
            with django_capture_on_commit_callbacks(execute=True):
                return self.client.post(address, said)

    return Browser


def completed(run):
    return complete_month(run_id=run.pk, by=system_person("worker"), at=APRIL)


def test_the_same_page_sent_twice_is_one_run_and_one_measuring(steward, browse, firms):
    browser = browse(steward)
    assert not MonthRun.objects.exists()
    first, second = (browser.post(MEASURE, SAID) for _turn in range(2))
    run = MonthRun.objects.get()
    assert first.url == second.url == f"/songjiang/indicators/runs/{run.pk}/"
    assert run.state == "done"
    assert run.result["written"] == Value.objects.count() > 0
    assert Trace.objects.filter(action="indicators.measured").count() == 1
    page = text_of(browser.get(first.url))
    assert "values written" in page
    assert f"{run.result['written']} written" in text_of(browser.get(MEASURE))


def test_the_first_step_writes_nothing_and_asks(steward, as_person, firms):
    page = as_person(steward).post(MEASURE, {"month": "2026-03", "revise_reason": ""})
    assert "all computed indicators are measured" in text_of(page)
    assert not MonthRun.objects.exists()


def test_a_month_under_way_is_not_begun_again(not_yet, ask, firms):
    first, second = ask(token="a"), ask(token="b")
    assert first.pk == second.pk
    assert first.state == "waiting"
    done = completed(first)
    assert done.state == "done"
    values = Value.objects.count()
    assert completed(first).result == done.result  # run again by another worker
    assert Value.objects.count() == values
    assert ask(token="b").pk != first.pk


def test_the_database_keeps_one_run_of_a_month_under_way(not_yet, ask, world, firms):
    run = ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthRun.objects.create(
            world=world, act=run.act, month=run.month, token="other", asked_at=APRIL, asked_by="x"
        )


def test_progress_counts_the_tables_and_indicators_and_ends_with_its_page(
    not_yet, ask, firms, steward, as_person
):
    run, browser = ask(), as_person(steward)
    address = f"/songjiang/indicators/runs/{run.pk}/progress/"
    assert "waits for its turn" in text_of(browser.get(address))
    MonthRun.objects.filter(pk=run.pk).update(state="running", done=3, whole=90)
    assert "3/90" in text_of(browser.get(address))
    completed(run)
    run.refresh_from_db()
    assert run.done == run.whole > 80
    assert browser.get(address).headers["HX-Refresh"] == "true"


def test_values_that_changed_are_listed_and_written_once_there_is_a_reason(
    measured, firms, steward, browse, world
):
    YearlyFact.objects.filter(firm=firms["乙"], measure="output").update(value=2_000)
    before, browser = Value.objects.count(), browse(steward)
    answer = browser.post(MEASURE, SAID)
    page = text_of(browser.get(answer.url))
    assert Value.objects.count() == before
    assert "say why they are revised" in page
    assert "Output of industry above scale" in page
    run = MonthRun.objects.get()
    assert run.state == "refused"
    listed = {(one.definition.key, one.unit.kind): one for one in queries.changed_values(run)}
    row = listed["above_scale_output", "world"]
    assert ("0.5" in row.before, "0.6" in row.after) == (True, True)
    empty = browser.post(answer.url, {"once": "c", "note": " "})
    assert empty.status_code == 200
    assert Value.objects.count() == before
    said = browser.post(answer.url, {"once": "c", "note": "乙更正年报"})
    assert "revised" in text_of(browser.get(said.url))
    written = Value.objects.filter(revision=2)
    assert written.count() == run.result["changed"]
    assert set(written.values_list("replaced_reason", "measured_by")) == {("乙更正年报", "steward")}


def test_a_release_says_first_how_much_it_would_hide(measured, steward, browse):
    browser = browse(steward)
    look = browser.post(RELEASE, {"month": "2026-03", "once": "look"})
    assert not Release.objects.exists()
    ahead = MonthRun.objects.get()
    page = text_of(browser.get(look.url))
    assert "cells would be hidden" in page
    done = browser.post(look.url, {"once": "yes"})
    again = browser.post(look.url, {"once": "yes"})
    assert done.url == again.url
    release = Release.objects.get()
    assert release.figures.items() <= ahead.result.items()
    assert release.figures["primary"] > 0
    assert release.released_by == "steward"
    assert "cells are hidden" in text_of(browser.get(done.url))


def test_a_second_release_asks_what_was_corrected(measured, steward, browse):
    browser = browse(steward)
    for token in ("1", "2"):
        look = browser.post(RELEASE, {"month": "2026-03", "once": f"look{token}"})
        answer = browser.post(look.url, {"once": token})
    assert answer.status_code == 200
    assert "What was corrected" in text_of(answer)
    assert Release.objects.count() == 1
    browser.post(look.url, {"once": "3", "note": "乙更正年报"})
    assert Release.objects.order_by("number").last().note == "乙更正年报"


def test_who_does_not_keep_what_is_shown_outside_sees_no_button_and_releases_nothing(
    measured, ask, commission, as_person, wu
):
    browser = as_person(commission)
    page = browser.get("/songjiang/indicators/").content.decode()
    assert MEASURE in page
    assert RELEASE not in page
    assert browser.get(RELEASE).status_code == 404
    assert browser.get(MEASURE).status_code == 200
    look = ask("look")
    for one in (commission, wu):
        assert as_person(one).get(f"/songjiang/indicators/runs/{look.pk}/").status_code == 404
        with pytest.raises(NotAllowed):
            ask("release", by=one, token="x")


def test_who_may_no_longer_do_it_when_its_turn_comes_changes_nothing(
    not_yet, ask, commission, firms
):
    run = ask(by=commission)
    commission.appointments.update(ended_at=APRIL - timedelta(days=1))
    assert (completed(run).state, run.state) == ("refused", "waiting")
    assert not Value.objects.exists()


def test_a_defect_ends_the_run_and_is_raised(not_yet, ask, firms, monkeypatch):
    from jilian.indicators.operations import running

    run = ask()
    monkeypatch.setattr(running, "measured_rows", lambda *_all: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        completed(run)
    run.refresh_from_db()
    assert (run.state, run.refusal) == ("failed", "defect")


def test_work_whose_worker_died_again_and_again_is_given_up(not_yet, ask, firms):
    run = ask()
    operations.GIVEN_UP["complete_month"](by=system_person("worker"), at=MAY, run_id=run.pk)
    run.refresh_from_db()
    assert run.state == "failed"


def test_a_month_that_was_not_measured_or_is_not_over_is_refused_at_once(ask, world, steward):
    with pytest.raises(Refusal) as refused:
        ask("look")
    assert refused.value.code == "month_not_measured"
    with pytest.raises(Refusal) as refused:
        operations.ask_month(
            by=steward, at=APRIL, world=world, act="measure", month="2026-04", token="t"
        )
    assert refused.value.code == "month_not_over"
