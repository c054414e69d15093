"""A month of figures, from a town's typing to a printed page whose figures open again.

A town enters, the check finds what slipped, the commission sends it back, it is mended, accepted,
locked and released with its cover while one town stays late; the values become indicators, a
report is compiled of them, two people sign it, and page, PDF, Word and Excel say the same. In
Chinese on SQLite at the width of a phone, in English on PostgreSQL at that of a desk.
"""

from __future__ import annotations

import csv
import io
import re
from decimal import ROUND_FLOOR, Decimal

import pytest
from playwright.sync_api import expect

from browser.walks import papers
from browser.walks.walking import WIDTHS, Walk

pytestmark = pytest.mark.browser

TOWN, OTHER, LATE = "九亭镇", "岳阳街道", "广富林街道"
BODY = """工业总产值【】，累计【returned_output_cumulative】。
战略性新兴产业产值占比【strategic_share】。
| 单位 | 产值 | 从业人员 |
| 九亭镇 | 【returned_output·九亭镇】 | 【returned_people·九亭镇】 |
| 岳阳街道 | 【returned_output·岳阳街道】 | 【returned_people·岳阳街道】 |
"""
FIGURES = 7
SAID = {
    "zh-hans": {
        "go on": "继续填报", "save": "保存并继续", "slip": "10,000倍",
        "sum": "不等于上期累计加本月",
        "zero": "确实为零的请说明", "send": "报送", "back": "退回", "accept": "接受",
        "lock": "锁定", "see": "查看覆盖程度并发布", "cover": "已报单位占上年数的{}%",
        "take": "立即转入", "put": "插入到光标处", "keep": "保存", "compile": "编制",
        "preview": "预览内容", "freeze": "编制并冻结", "sign": "签发", "file": "导出文件",
        "parts": "查看构成明细", "adds up": "记录合计与数字一致", "taken": "已转入",
        "output": "工业总产值（当月）", "language": "zh",
    },
    "en": {
        "go on": "Go on entering", "save": "Save and go on", "slip": "10,000 times",
        "sum": "is not the month plus the cumulative value",
        "zero": "say in a note that it is zero",
        "send": "Send the return", "back": "Send it back", "accept": "Accept it", "lock": "Lock",
        "see": "See the cover and release",
        "cover": "reported units stood for {} % of last year's value",
        "take": "Take it over now", "put": "Put it where the cursor stands", "keep": "Keep",
        "compile": "Compile", "preview": "See what it will say", "freeze": "Compile and freeze",
        "sign": "Sign off", "file": "Take the file", "parts": "Open its parts",
        "adds up": "the records add up to the figure", "taken": "taken over",
        "output": "Industrial output of the month", "language": "en",
    },
}  # fmt: skip


class Officer(Walk):
    """Somebody of the district, in one language."""

    def __init__(self, visit, role, language, width):
        super().__init__(visit(role, language=language, width=WIDTHS[width][0]), width)
        self.words = SAID[language]

    @property
    def path(self):
        return self.page.url.removeprefix(self.seen.address)

    def do(self, what):
        """Press the button, or follow the link, that is called so."""
        words = re.compile(f"^\\s*{re.escape(self.words[what])}")
        main = self.page.locator("main")
        found = main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words))
        with self.page.expect_navigation(wait_until="load"):
            found.first.click()
        self.look()

    def says(self, what):
        super().says(self.words.get(what, what))

    def value(self, name):
        return Decimal(self.page.locator(f"[name={name}]").input_value())

    def fill(self, **fields):
        for name, value in fields.items():
            self.page.fill(f"main form [name={name}]", str(value))

    def figures(self):
        """The figures of the report that is open, as they stand on the page."""
        return self.page.locator(".paper .in-place").all_inner_texts()

    def parts(self, path):
        """What a figure is made of: the rows of the page at an address."""
        self.open(path)
        self.says("adds up")
        return self.page.locator("main table tbody tr").all_inner_texts()


@pytest.fixture
def walk(visit, database):
    """Enter as a person of the demo, in the language and at the width of this database."""
    language, width = ("zh-hans", "phone") if database == "sqlite" else ("en", "desk")
    return lambda role: Officer(visit, role, language, width)


def test_a_month_goes_from_a_towns_typing_to_a_printed_figure_that_opens(walk):
    town, commission, leader = map(walk, ("town-office", "economy-commission", "district-leader"))
    path = _entered_with_slips(town)
    _returned_and_mended(town, commission, path)
    month = _accepted_and_locked(commission, path)
    _released_with_cover(leader, month, _cover(commission, month))
    _taken_over(commission)
    report = _compiled(commission, month)
    _signed(commission, leader, report)
    shown = _printed_alike(leader, report)
    _opened(leader, report, shown)
    outsider = walk("member-firm")
    for place in (path, report, f"{report}figures/1/", f"/made/returns/of/industry/{month}/",
                  shown[0][1], "/made/indicators/returned/"):  # fmt: skip
        assert outsider.seen.open(place) == 404, place
        assert outsider.seen.open(report.rstrip("/") + ".pdf") == 404


def _entered_with_slips(town):
    """A value in the wrong unit, a sum that disagrees, a zero without a word; then sent."""
    town.open("/made/returns/")
    town.do("go on")
    begun = town.path.split("enter/")[0]
    output, total = town.value("output__month"), town.value("output__cumulative")
    for month, cumulative, complaint in (
        (output * 10_000, total, "slip"), (output, total + 100, "sum"),
    ):  # fmt: skip
        town.open(f"{begun}enter/1/")
        town.fill(output__month=month, output__cumulative=cumulative)
        town.do("save")
        town.open(f"{begun}check/")
        town.says(complaint)
        assert not town.page.get_by_role("button", name=town.words["send"], exact=True).count()
    town.page.locator(f'main .list a[href$="{begun}enter/1/"]').first.click()
    town.arrive()
    town.fill(output__cumulative=total)
    town.do("save")
    town.open(f"{begun}enter/3/")
    town.fill(firms_growing__as_of=0)
    town.do("save")
    town.says("zero")
    town.open(f"{begun}enter/3/")
    town.fill(firms_growing__note="本月全部企业停产检修")
    town.do("save")
    town.do("send")
    return begun


def _returned_and_mended(town, commission, path):
    commission.open("/made/returns/review/")
    commission.page.get_by_role("link", name=TOWN).first.click()
    commission.arrive()
    assert commission.path == path
    commission.do("back")
    commission.fill(reason="停产检修的企业数请核对")
    commission.do("back")
    town.open("/made/returns/")
    town.says("停产检修的企业数请核对")
    town.open(f"{path}enter/3/")
    town.fill(firms_growing__as_of=12, firms_growing__note="")
    town.do("save")
    town.do("send")


def _accepted_and_locked(commission, path):
    commission.open(path)
    commission.do("accept")
    commission.do("accept")
    commission.open("/made/returns/review/")
    month = re.search(r"\d{4}-\d\d", commission.path)[0]
    commission.do("lock")
    commission.do("lock")
    commission.says(LATE)
    return month


def _cover(commission, month):
    """Last year's output of all towns but the late one, over that of all; rounded down."""
    year, rest = month.split("-")
    address = f"/made/returns/of/industry/{int(year) - 1}-{rest}/values.csv"
    asked = f"{commission.seen.address}{address}?purpose=walk&recipient=nobody"
    text = commission.page.context.request.get(asked).text().lstrip("\ufeff")
    names = ("工业总产值", "Industrial output"), ("本月", "this month")
    values = {
        row[0]: Decimal(row[6]) for row in csv.reader(io.StringIO(text))
        if row[4] in names[0] and row[5] in names[1]
    }  # fmt: skip
    late = values.pop(LATE)
    part = sum(values.values())
    return (part / (part + late) * 100).quantize(Decimal("0.1"), ROUND_FLOOR)


def _released_with_cover(leader, month, cover):
    leader.open("/made/returns/releases/")
    leader.do("see")
    leader.says(leader.words["cover"].format(cover))
    leader.says(LATE)
    leader.page.locator("main form:has([name=cover]) button").click()
    leader.arrive()
    leader.says(leader.words["cover"].format(cover))


def _taken_over(commission):
    commission.open("/made/indicators/returned/")
    commission.do("take")
    commission.open("/made/indicators/returned/")
    commission.says("taken")


def _compiled(commission, month):
    """A template with one figure picked from the lists, previewed and frozen."""
    commission.open("/made/reports/templates/new/")
    commission.fill(key="walk", name="工业月报", body=BODY, name_en="Industry", body_en=BODY)
    page = commission.page
    body = page.locator("[name=body]")
    body.evaluate("(one, at) => { one.focus(); one.setSelectionRange(at, at + 2); }", 5)
    body.press("Delete")
    page.locator("[name=pick-indicator]").select_option(commission.words["output"])
    page.get_by_role("button", name=commission.words["put"]).click()
    expect(body).to_have_value(
        re.compile(f"工业总产值【{re.escape(commission.words['output'])}】，")
    )
    expect(page.locator("#preview .in-place")).to_have_count(FIGURES)
    said = body.input_value()
    commission.fill(body_en=said)
    page.locator("#text-form").get_by_role("button", name=commission.words["keep"]).first.click()
    commission.arrive()
    commission.do("compile")
    page.locator("select[name=template]").select_option("walk")
    page.locator("input[type=month]").fill(month)
    page.check(f"[type=radio][name=language][value={commission.words['language']}]")
    commission.do("preview")
    assert page.locator(".paper .in-place").count() == FIGURES
    commission.do("freeze")
    return commission.path


def _signed(commission, leader, report):
    for person in (commission, leader):
        person.open(report)
        person.do("sign")
        person.do("sign")
    assert not leader.page.get_by_role("link", name=leader.words["sign"]).count()


def _taken(person, report, kind):
    """A file of the report, as the browser saves it."""
    person.open(report)
    person.page.locator(f'main a[href$=".{kind}"]').first.click()
    person.arrive()
    person.fill(purpose="上报", recipient="市经信委")
    with person.page.expect_download() as saved:
        person.page.get_by_role("button", name=person.words["file"]).click()
    return saved.value.path().read_bytes()


def _printed_alike(leader, report):
    """Page, PDF, Word and Excel say the same figures and lead to the same places."""
    leader.open(report)
    shown = leader.figures()
    assert len(shown) == FIGURES and all(re.search(r"\d", one) for one in shown), shown
    files = {kind: _taken(leader, report, kind) for kind in ("pdf", "docx", "xlsx")}
    pdf = papers.once(papers.in_pdf(files["pdf"]))
    assert [words for words, _address in pdf] == ["".join(one.split()) for one in shown]
    assert papers.once(papers.in_word(files["docx"])) == pdf
    excel = papers.in_excel(files["xlsx"])
    assert [words for words, _address in excel] == shown
    assert [address for _words, address in excel] == [address for _words, address in pdf]
    for kind, content in files.items():
        assert _taken(leader, report, kind) == content, kind
    return excel


def _opened(leader, report, printed):
    """From the page, the PDF and the workbook one comes to the same parts: five released towns."""
    leader.open(report)
    leader.page.locator(".paper .in-place").first.click()
    opened = leader.page.locator("#opened")
    expect(opened).to_contain_text(printed[0][0])
    leader.look()
    opened.get_by_role("link", name=leader.words["parts"]).click()
    leader.arrive()
    assert leader.path == printed[0][1]
    rows = leader.parts(printed[0][1])
    assert len(rows) == 5 and not any(LATE in one for one in rows), rows
    assert any(TOWN in one for one in rows) and any(OTHER in one for one in rows), rows
    own = leader.parts(printed[3][1])
    assert len(own) == 1 and TOWN in own[0], own
