"""Four branches from nine o'clock, carried on a phone, for one step without network.

They end at 10:30, 11:05, 12:50 and 13:00: 4 h 00 min elapsed, 3 h 00 min working. A department
ends its own branch and sees no other; an outsider is told that nothing is there. In Chinese on
SQLite, in English on PostgreSQL; everybody walks at the width of a phone.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from browser.walks.walking import WIDTHS, Walk
from jilian_engine.clocks import SHANGHAI, china_calendar

pytestmark = pytest.mark.browser

NOW = datetime.now(SHANGHAI)
WORKED = china_calendar()
# The last working day before today, in a year whose working days are known.
LAST = min(NOW.date(), date(max(WORKED.years), 12, 31))
BEFORE = next(day for back in range(1, 30) if WORKED.is_working(day := LAST - timedelta(days=back)))
LATER = (NOW + timedelta(days=30)).date().isoformat()
STEPS = ("C02", "C03", "C04", "C06")
ENDS = {"C02": (10, 30), "C03": (11, 5), "C04": (12, 50), "C06": (13, 0)}
SAID = {
    "zh-hans": {
        "open": "立件", "add": "增加该事项", "kept": "已存在本机，尚未发送", "drop": "放弃",
        "happened": "期间有了新的进展", "result": "历时4小时00分，工作时间3小时00分",
        "tax": "契税", "survey": "地籍调查", "went": "时间花在哪里", "critical": "关键路径",
        "solved": "已解决", "confirmed": "办结并确认解决", "promise": "承诺补交",
    },
    "en": {
        "open": "Open the case", "add": "Add the matter",
        "kept": "Kept on this phone, not yet sent", "drop": "Drop it",
        "happened": "Something happened meanwhile",
        "result": "4 h 00 min elapsed, 3 h 00 min working", "tax": "Deed tax",
        "survey": "Cadastral survey", "went": "Where the time went", "critical": "critical path",
        "solved": "It is solved", "confirmed": "closed and confirmed solved",
        "promise": "Promise it",
    },
}  # fmt: skip


def at(hour, minute=0):
    return f"{BEFORE.isoformat()}T{hour:02}:{minute:02}"


class Complaints(list):
    """What the browser complains of, but for the lost network and the conflict that are meant."""

    def append(self, said):
        if "ERR_INTERNET_DISCONNECTED" not in said and "409" not in said:
            super().append(said)


class Carrier(Walk):
    """Somebody on a phone, in one language."""

    def __init__(self, visit, role, language):
        super().__init__(visit(role, language=language, width=WIDTHS["phone"][0]), "phone")
        self.words = SAID[language]
        self.seen.complaints = Complaints()

    def address_of(self, *parts):
        """The address of the link on this page that holds all of these parts."""
        links = self.page.eval_on_selector_all("main a[href]", "all => all.map(a => a.pathname)")
        return next(one for one in links if all(part in one for part in parts))

    def enter(self, path, **fields):
        """Open a page that asks, fill its form and send it."""
        self.open(path)
        self.fill(**fields)
        with self.page.expect_navigation():
            self.page.locator("main form[method=post] button.button").first.click()
        self.arrive()
        assert self.page.url != self.seen.address + path

    def fill(self, **fields):
        for name, value in fields.items():
            field = self.page.locator(f"main form[method=post] [name={name}]").first
            kind = field.evaluate("one => one.type")
            if kind == "radio":
                self.page.check(f"main [name={name}][value={value}]")
            elif kind == "select-one":
                field.select_option(value)
            else:
                field.fill(value)

    def cut_off(self, is_off):
        self.page.context.set_offline(is_off)


def test_four_branches_are_carried_on_a_phone(visit, database):
    language = "zh-hans" if database == "sqlite" else "en"
    officer = Carrier(visit, "service-officer", language)
    department = Carrier(visit, "department-officer", language)
    case, matter, steps = _opened(officer)
    _started(officer, case, matter, steps)
    _department(officer, department, case, steps)
    _offline(officer, case, steps)
    for step in ("C04", "C06"):
        officer.enter(f"{case}enter/branch_ended/{steps[step]}/", at=at(*ENDS[step]))
    officer.enter(f"{case}enter/decided/{matter}/", at=at(13), outcome="granted")
    for words in ("result", "went", "critical"):
        officer.says(officer.words[words])
    outsider = Carrier(visit, "member-firm", language)
    for path in (case, f"{case}enter/decided/{matter}/", f"{case}close/"):
        assert outsider.seen.open(path) == 404, path
    officer.enter(f"{case}close/")
    officer.open("/made/cases/today/")


def _opened(officer):
    """A case for the first firm of the officer's town; its address, matter and branches."""
    officer.open("/made/cases/today/")
    officer.open("/made/cases/new/")
    firm = officer.page.locator('main a[href^="?firm="]').first.get_attribute("href")
    officer.open(f"/made/cases/new/{firm}")
    officer.fill(title="拿地四小时办证")
    officer.press(officer.words["open"])
    case = officer.page.url.removeprefix(officer.seen.address)
    officer.open(f"{case}matters/new/?template=P-C")
    for box in officer.page.locator("[name=steps]").all():
        box.set_checked(box.get_attribute("value") in STEPS)
    officer.press(officer.words["add"])
    matter = re.search(r"/accepted/([0-9a-f-]{36})/", officer.address_of("/accepted/")).group(1)
    keys = officer.page.eval_on_selector_all(
        'main a[href*="/steps/"]', "all => all.map(a => a.pathname.split('/').at(-3))"
    )
    return case, matter, dict(zip(STEPS, keys, strict=True))


def _started(officer, case, matter, steps):
    """Three start on a promised paper; all at nine."""
    for step in STEPS[1:]:
        officer.enter(f"{case}steps/{steps[step]}/promise/", kind="缴款凭证", due_on=LATER)
    officer.enter(f"{case}enter/accepted/{matter}/", at=at(9))
    offices = {"C02": "planning", "C03": "tax", "C04": "survey", "C06": "registry"}
    for step, key in steps.items():
        path = f"{case}enter/branch_started/{key}/"
        officer.enter(path, at=at(9), office=offices[step])


def _department(officer, department, case, steps):
    """Planning ends its branch while the officer's own entry of it waits for the network."""
    path = f"{case}enter/branch_ended/{steps['C02']}/"
    officer.open(path)
    officer.fill(at=at(10, 35))
    officer.cut_off(True)
    officer.page.locator("main form[method=post] button.button").click()
    kept = officer.page.get_by_role("heading", name=officer.words["kept"])
    expect(kept).to_be_visible(timeout=20_000)
    department.open(case)
    for other in ("tax", "survey", "went"):
        expect(department.page.locator("main")).not_to_contain_text(department.words[other])
    assert department.seen.open(f"{case}enter/branch_ended/{steps['C03']}/") == 404
    department.seen.complaints.clear()
    department.enter(path, at=at(*ENDS["C02"]))
    officer.cut_off(False)
    box = officer.page.locator("[data-unsent-box]")
    expect(box).to_contain_text(officer.words["happened"], timeout=30_000)
    box.get_by_role("button", name=officer.words["drop"]).click()
    expect(box).to_be_hidden()
    officer.page.wait_for_load_state("networkidle")


def _offline(officer, case, steps):
    """Entered on the open page without network, kept, and sent by itself; once."""
    officer.open(case)
    officer.page.locator("#enter summary").click()
    officer.page.check(f"[name=act][value='branch_ended.{steps['C03']}']")
    officer.page.fill("#enter [name=at]", at(*ENDS["C03"]))
    officer.cut_off(True)
    officer.page.locator("#enter form button.button").click()
    kept = officer.page.get_by_role("heading", name=officer.words["kept"])
    expect(kept).to_be_visible(timeout=20_000)
    with officer.page.expect_navigation(timeout=30_000):
        officer.cut_off(False)
    officer.page.wait_for_load_state("networkidle")
    officer.arrive()
    expect(officer.page.locator("[data-unsent-box]")).to_be_hidden()
    assert officer.page.locator("#events li", has_text="11:05").count() == 1
