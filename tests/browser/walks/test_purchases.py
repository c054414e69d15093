"""A purchase from request to sum: three lines, three suppliers, both sides report, counted once.

A buyer and three suppliers walk through it: in Chinese on SQLite at the width of a phone, in
English on PostgreSQL at that of a desk. Every page is looked at in both widths.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from browser.walks.walking import WIDTHS, Walk

pytestmark = pytest.mark.browser

NOW = datetime.now(ZoneInfo("Asia/Shanghai"))
TODAY, LATER = NOW.date().isoformat(), (NOW + timedelta(days=60)).date().isoformat()
CLOSES = (NOW + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M")
LINES = (("建筑幕墙", "600", "m2"), ("中空玻璃", "1200.5", "m2"), ("开关面板", "2000", "piece"))
PRICES = ({1: "5180", 2: "1190"}, {1: "5420", 2: "1200.25"}, {3: "247.155"})
VALUES = ("3108000.00", "1440900.13", "494310.00")  # 5,043,210.13
# Each keeps a firm of the cluster besides: the buyer, then three suppliers.
KEEPERS = ("town-office", "science-commission", "service-officer", "partner-city")
SAID = {
    "zh-hans": {
        "put": "发布", "keep": "保存价格", "submit": "提交报价", "close": "立即截止",
        "declare": "申报", "award": "保存定标", "decide": "定标", "report": "填报",
        "sum": "500余万元", "once": "双方填报一致",
        "taking": "接受报价", "compared": "比价中", "awarded": "已中标",
    },
    "en": {
        "put": "Put it round", "keep": "Keep the price", "submit": "Submit the offer",
        "close": "Close it now", "declare": "Declare it", "award": "Keep the award",
        "decide": "Award it", "report": "Report it", "sum": "over 5,000,000 yuan",
        "once": "both sides report the same",
        "taking": "takes offers", "compared": "being compared", "awarded": "awarded",
    },
}  # fmt: skip


class Trader(Walk):
    """A buyer or supplier, in one language."""

    def __init__(self, visit, role, language, width):
        super().__init__(visit(role, language=language, width=WIDTHS[width][0]), width)
        self.words = SAID[language]

    def send(self, said="", **fields):
        """Fill fields of the page's form and press its button."""
        for name, value in fields.items():
            field = self.page.locator(f"main form[method=post] [name={name}]").first
            kind = field.evaluate("one => one.type")
            if kind == "radio":
                self.page.check(f"main [name={name}][value={value}]")
            elif kind == "select-one":
                field.select_option(value)
            else:
                field.fill(value)
        button = self.page.locator("main form[method=post]").get_by_role("button")
        (button.get_by_text(self.words[said], exact=True) if said else button).first.click()
        self.arrive()

    def says(self, what):
        super().says(self.words.get(what, what))

    @property
    def number(self):
        return re.findall(r"/(\d+)/", self.page.url)[-1]


@pytest.fixture
def walk(visit, database):
    """Enter as a person of the demo, in the language and at the width of this database."""
    language, width = ("zh-hans", "phone") if database == "sqlite" else ("en", "desk")
    return lambda role: Trader(visit, role, language, width)


def test_a_purchase_is_put_round_awarded_and_its_orders_count_once(walk):
    firms = _firms(walk("member-firm"))
    _keepers(walk("security-administrator"), firms)
    buyer, *suppliers = [walk(role) for role in KEEPERS]
    purchase = _put_round(buyer, [name for _key, name in firms[1:]])
    for supplier, prices in zip(suppliers, PRICES, strict=True):
        _offered(supplier, purchase, prices)
    _awarded(buyer, purchase, suppliers[0], [name for _key, name in firms[1:]])
    for number, ((key, _name), supplier) in enumerate(
        zip(firms[1:], suppliers, strict=True), start=1
    ):
        _reported(buyer, purchase, "buyer", key, number)
        _reported(supplier, purchase, "supplier", key, number)
        supplier.says("once")
    _counted(buyer, suppliers[1], walk("district-leader"))


def _firms(member):
    """Four members of a cluster, keys and names, that the demo has not used: buyer first."""
    member.open("/made/purchases/new/")
    cluster = member.page.locator("[name=cluster] option").first.get_attribute("value")
    address = f"{member.seen.address}/api/made/clusters/{cluster}/members"
    rows = member.page.context.request.get(address).json()
    return [(str(one["firm"]), one["name"]) for one in rows][-4:]


def _keepers(security, firms):
    """People of the demo keep one firm each besides what they are."""
    for role, (_key, name) in zip(KEEPERS, firms, strict=True):
        security.open(f"/people/?q=demo-{role}")
        security.page.locator('main td a[href^="/people/"]').first.click()
        security.page.wait_for_load_state("load")
        form = security.page.locator("main form:has([name=role])")
        form.locator("[name=role]").select_option("member_firm")
        form.locator("[name=world_code]").select_option("made")
        form.locator("[name=scope]").fill(name)
        form.get_by_role("button").first.click()
        security.page.wait_for_load_state("load")


def _put_round(buyer, names):
    """The three steps of a request, and the page that says what will happen."""
    buyer.open("/made/purchases/new/")
    buyer.send(title="办公楼", kind="goods", in_project="no", funding="other")
    purchase = buyer.number
    for material, amount, unit in LINES:
        buyer.send(material=material, amount=amount, unit=unit, needed_on=LATER)
    buyer.open(f"/made/purchases/{purchase}/circle/")
    buyer.send(
        invited="\n".join(names), closes_at=CLOSES, own_rules="三家比价", own_document="采3号"
    )
    buyer.send("put")
    buyer.says("taking")
    return purchase


def _offered(supplier, purchase, prices):
    for number, price in prices.items():
        supplier.open(f"/made/purchases/{purchase}/offer/{number}/")
        supplier.send("keep", unit_price=price, tax="with", rate="13", lead_days="30")
    supplier.send("submit", conflict="none")
    others = {one for all_of in PRICES for one in all_of.values()} - set(prices.values())
    text = supplier.page.locator("main").inner_text().replace(",", "")
    assert not any(one in text for one in others)


def _awarded(buyer, purchase, supplier, names):
    buyer.open(f"/made/purchases/{purchase}/close/")
    buyer.send("close")
    supplier.open(f"/made/purchases/{purchase}/offer/")
    supplier.says("compared")
    buyer.open(f"/made/purchases/{purchase}/declare/")
    buyer.send("declare", evaluators="采购部、总工程师", conflict="none")
    for (number, reason), name in zip(((1, ""), (2, "产能已满"), (3, "")), names, strict=True):
        buyer.open(f"/made/purchases/{purchase}/award/{number}/")
        label = buyer.page.locator("main form label", has_text=name).first
        buyer.page.fill(f"#{label.get_attribute('for')}", LINES[number - 1][1])
        buyer.send("award", reason=reason)
    buyer.open(f"/made/purchases/{purchase}/decide/")
    buyer.send("decide")
    supplier.open(f"/made/purchases/{purchase}/offer/")
    supplier.says("awarded")


def _reported(person, purchase, side, key, number):
    person.open(f"/made/purchases/{purchase}/report/{side}/?supplier={key}")
    value = person.page.locator(f"[name=value_{number}]").input_value()
    assert value == VALUES[number - 1]
    person.send("report", number=f"PO-{number}", ordered_on=TODAY, document=f"合同{number}")


def _counted(buyer, supplier, leader):
    """Six reports, three orders: the buyer sees the sum, others at most its words."""
    for person in (buyer, supplier, leader):
        person.open("/made/purchases/figures/")
    buyer.says("5,043,210.13")
    buyer.says("sum")
    for other in (supplier, leader):
        assert "043,210" not in other.page.locator("main").inner_text()
