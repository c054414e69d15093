"""The pages of cases: what each reader meets, and the four-branch case through them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jilian.cases import operations
from jilian.cases.models import Case, CaseEvent, Matter

from .conftest import moment

pytestmark = pytest.mark.django_db


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def url_of(case, rest=""):
    return f"/songjiang/cases/{case.key}/{rest}"


def test_the_four_branches_show_four_hours_elapsed_and_three_working(people, four_hours, as_person):
    case = four_hours().case
    page = text(as_person(people.officer).get(url_of(case)))
    assert "4 h 00 min elapsed, 3 h 00 min working" in page
    assert "formally accepted, 2 March 2026 09:00, to: decided, 2 March 2026 13:00" in page
    for words in ("Where the time went", "several offices at once", "offices closed",
                  "critical path", "closed hours", "10:30", "11:05", "12:50"):  # fmt: skip
        assert words in page, words
    assert "By law kept" in page.replace("✓ ", "")


def link(page, *parts):
    found = [one for one in re.findall(r'href="([^"]+)"', page) if all(p in one for p in parts)]
    assert found, parts
    return found[0]


def sent(client, path, *, apart=False, **given):
    """Send the form of a page with the key and the number that it carries."""
    page = client.get(path)
    assert page.status_code == 200, path
    hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', page.text).group(1)
              for name in ("once", "seen")}  # fmt: skip
    headers = {"X-Unsent": "1"} if apart else {}
    return client.post(path, {**hidden, **given}, headers=headers)


def typed(at):
    return at.strftime("%Y-%m-%dT%H:%M")


def test_an_officer_carries_four_branches_through_the_pages(people, place, as_person):
    officer = as_person(people.officer)
    assert "尼西半导体" in officer.get("/songjiang/cases/new/").text
    form = officer.get(f"/songjiang/cases/new/?firm={place.nisi.pk}").text
    assert "尼西半导体路1号" in form  # known, and not asked
    assert 'name="answer_address"' not in form
    opened = officer.post("/songjiang/cases/new/", {
        "firm": place.nisi.pk, "title": "土地证", "answer_contact_office": "行政部",
    })  # fmt: skip
    case = Case.objects.get()
    assert opened.url == url_of(case)
    officer.post(url_of(case, "matters/new/"), {
        "template": "P-C", "steps": ["C02", "C03", "C04", "C06"], "department": "registry",
    })  # fmt: skip
    matter = Matter.objects.get()
    Case.objects.update(opened_at=moment(2, 8), last_event_at=moment(2, 8))
    for step in matter.steps.exclude(step="C02"):
        promise = url_of(case, f"steps/{step.key}/promise/")
        assert sent(officer, promise, kind="缴款凭证", due_on="2030-01-02").status_code == 302
    at = url_of(case, "enter/")
    accept = f"{at}accepted/{matter.key}/"
    assert "until" in text(officer.get(accept))  # both limits, if it were accepted now
    assert sent(officer, accept, at=typed(moment(2))).status_code == 302
    for key in ("C02", "C03", "C04", "C06"):
        step = matter.steps.get(step=key)
        started = sent(officer, f"{at}branch_started/{step.key}/", at=typed(moment(2)),
                       office={"C03": "tax", "C04": "survey"}.get(key, ""))  # fmt: skip
        assert started.status_code == 302, started.text[-3000:]
    assert "2026" in text(officer.get(url_of(case)))
    for key, hour, minute in (("C02", 10, 30), ("C03", 11, 5), ("C04", 12, 50), ("C06", 13, 0)):
        step = matter.steps.get(step=key)
        ended = sent(officer, f"{at}branch_ended/{step.key}/", at=typed(moment(2, hour, minute)))
        assert ended.status_code == 302
    decide = f"{at}decided/{matter.key}/"
    assert decide in officer.get(url_of(case)).text
    assert sent(officer, decide, at=typed(moment(2, 13)), outcome="granted").status_code == 302
    page = text(officer.get(url_of(case)))
    assert "4 h 00 min elapsed, 3 h 00 min working" in page
    assert "缴款凭证" in page
    _closed_and_judged(officer, as_person(people.nisi), case)


def _closed_and_judged(officer, firm, case):
    assert sent(officer, url_of(case, "close/")).status_code == 302
    assert firm.get(url_of(case, "close/")).status_code == 404
    assert "It is not solved" in firm.get(url_of(case)).text
    missing = sent(firm, url_of(case, "not-solved/"), words="")
    assert missing.status_code == 422
    assert sent(firm, url_of(case, "not-solved/"), words="面积写错").status_code == 302
    assert "closed but not solved" in text(officer.get("/songjiang/cases/"))
    assert sent(firm, url_of(case, "reopen/"), words="面积写错").status_code == 302
    assert Case.objects.get().is_open


def test_a_form_sent_twice_enters_once_and_one_that_was_overtaken_says_so(
    people, certificate, record, as_person
):
    matter = certificate()
    record(matter, "accepted", moment(2, 9))
    record(matter, "branch_started", moment(2, 9), "C02")
    record(matter, "branch_started", moment(2, 9), "C04")
    officer, finance = as_person(people.officer), as_person(people.finance)
    step = matter.steps.get(step="C02")
    path = url_of(matter.case, f"enter/branch_ended/{step.key}/")
    page = officer.get(path).text
    form = {name: re.search(rf'name="{name}" value="([^"]*)"', page).group(1)
            for name in ("once", "seen")} | {"at": typed(moment(2, 10, 30))}  # fmt: skip
    apart = {"X-Unsent": "1"}
    record(matter, "branch_ended", moment(2, 10), "C04")  # beside it: no conflict
    first = officer.post(path, form, headers=apart)
    assert (first.status_code, first.json()["url"]) == (200, url_of(matter.case))
    again = officer.post(path, form, headers=apart)
    assert again.status_code == 200
    assert CaseEvent.objects.filter(step=step, event="branch_ended").count() == 1
    late = finance.post(path, form | {"once": "another"}, headers=apart)
    assert late.status_code == 409
    assert "branch ended" in late.json()["happened"][0]
    plain = officer.post(path, form | {"once": "third"})
    assert plain.status_code == 409
    assert "Send it all the same" in plain.text
    ahead = officer.post(path, form | {"once": "x", "seen": late.json()["seen"]}, headers=apart)
    assert ahead.status_code == 422  # looked at, sent all the same, refused by the clock
    assert "not running" in ahead.json()["sentence"]


def test_a_department_meets_its_own_branch_and_an_outsider_nothing(
    people, certificate, record, as_person, place
):
    matter = certificate(department=None, steps=("C02", "C04"))
    case = matter.case
    record(matter, "accepted", moment(2, 9))
    record(matter, "branch_started", moment(2, 9), "C02")
    record(matter, "branch_started", moment(2, 9), "C04")
    operations.need_paper(by=people.officer, at=moment(2, 9), case=case, matter=matter,
                          step=matter.steps.get(step="C02"), kind="缴款凭证")  # fmt: skip
    client = as_person(people.survey)
    page = client.get(url_of(case)).text
    assert "Cadastral survey" in page
    for hidden in ("Price paid", "Finance", "缴款凭证", "Where the time went",
                   "Service officer", "By law", "拿地后四小时"):  # fmt: skip
        assert hidden not in page, hidden
    listed = text(client.get("/songjiang/cases/"))
    for hidden in ("Finance", "拿地后四小时", "Service officer", "9 March"):
        assert hidden not in listed, hidden
    assert "No case fits" in text(client.get("/songjiang/cases/?q=拿地"))
    own, other = (matter.steps.get(step=key) for key in ("C04", "C02"))
    assert client.get(url_of(case, f"enter/branch_ended/{own.key}/")).status_code == 200
    turned = client.get(url_of(case, f"enter/decided/{matter.key}/"))  # seen, not decided by it
    assert (turned.status_code, turned.url) == (302, url_of(case))
    for path in (f"enter/branch_ended/{other.key}/", "close/", "hand-over/",
                  "solved/", f"steps/{other.key}/promise/"):  # fmt: skip
        assert client.get(url_of(case, path)).status_code == 404, path
    for who in (people.elsewhere, people.xinyang, people.registry, people.wu):
        assert as_person(who).get(url_of(case)).status_code == 404
    reader = as_person(people.leader)
    assert "What can be done now" not in reader.get(url_of(case)).text


def test_an_officer_sees_what_is_due_and_stuck_and_goes_on_leave(
    people, certificate, record, as_person
):
    matter = certificate()
    record(matter, "accepted", moment(2, 9))
    record(matter, "branch_started", moment(2, 9), "C02")
    client = as_person(people.officer)
    page = text(client.get("/songjiang/cases/today/"))
    assert "Finance: Price paid" in page
    assert "overdue" in page  # its limit passed long ago
    assert "open case goes to the deputy" in text(client.get("/songjiang/cases/leave/"))
    assert client.post("/songjiang/cases/leave/", {"deputy": "bo"}).status_code == 302
    matter.case.refresh_from_db()
    assert matter.case.officer == "bo"
    assert "I am back" in client.get("/songjiang/cases/today/").text
    client.post("/songjiang/cases/back/")
    matter.case.refresh_from_db()
    assert matter.case.officer == "an"
    assert as_person(people.nisi).get("/songjiang/cases/today/").status_code == 404


def test_the_list_is_narrowed_and_taken_along_without_names(
    people, four_hours, certificate, record, opened, as_person
):
    four_hours()
    paused = certificate(case=opened(title="停表的"))
    record(paused, "accepted", moment(2, 9))
    record(paused, "paused", moment(2, 10), ground="hearing", notice="松听〔2026〕1号")
    client = as_person(people.leader)
    for query, seen in (("", 2), ("?held=paused", 1), ("?held=nobody", 1), ("?due=over", 0),
                        ("?template=P-C", 2), ("?q=停表", 1), ("?state=closed", 0),
                        ("?department=tax", 0)):  # fmt: skip
        page = client.get(f"/songjiang/cases/{query}").text
        assert len(re.findall(r'<td class="lead"', page)) == seen, query
    said = {"purpose": "年报", "recipient": "区政府"}
    file = client.get("/songjiang/cases.csv", said).content.decode()
    assert "停表的" in file
    assert "the clock stands" in file
    assert ",an," not in file
    page = text(client.get(url_of(paused.case)))
    assert "the clock stands: hearing" in page
    assert "overdue" not in page  # never late while it stands
    part = as_person(people.nisi).get(f"/songjiang/firms/{paused.case.firm_id}/cases/")
    assert "停表的" in part.text


def test_an_entry_is_corrected_beside_it(people, four_hours, as_person):
    matter = four_hours()
    officer = as_person(people.officer)
    row = CaseEvent.objects.get(event="branch_ended", step__step="C02")
    path = url_of(matter.case, f"correct/{row.pk}/")
    assert path in officer.get(url_of(matter.case)).text
    assert sent(officer, path, words="看错").status_code == 422
    assert sent(officer, path, at=typed(moment(2, 10, 40)), words="看错").status_code == 302
    page = text(officer.get(url_of(matter.case)))
    assert "in truth 2 March 2026 10:40" in page


def test_pages_ask_the_same_however_many_cases_matters_and_events(
    people, four_hours, certificate, record, opened, as_person
):
    case = four_hours().case
    officer = as_person(people.officer)
    paths = ["/songjiang/cases/", "/songjiang/cases/today/", url_of(case),
             f"/songjiang/firms/{case.firm_id}/cases/"]  # fmt: skip

    def counted():
        found = []
        for path in paths:
            officer.get(path)
            with CaptureQueriesContext(connection) as seen:
                assert officer.get(path).status_code == 200
            found.append(len(seen))
        return found

    certificate(case=opened())
    record(certificate(case=case), "accepted", moment(2, 9))  # it runs: those like it are sought
    before = counted()
    for _again in range(2):
        other = certificate(case=opened())
        record(other, "accepted", moment(2, 9))
        record(other, "branch_started", moment(2, 9), "C02")
        more = certificate(case=case)
        record(more, "accepted", moment(2, 9))
        record(more, "branch_started", moment(2, 9), "C02")
        operations.promise_paper(
            by=people.officer, at=moment(2, 9), case=other.case, matter=other, kind="缴款凭证",
            due_on=date(2026, 3, 6),
        )  # fmt: skip
    assert counted() == before
    assert max(before) < 40
