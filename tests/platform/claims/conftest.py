"""Two firms with their keepers: Lin's 林氏晶圆 in 新桥, Hua's 华氏封装 in 九亭."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from conftest import NOON

LATER = NOON + timedelta(days=1)
SINCE = date(2022, 3, 8)


@pytest.fixture
def code():
    """A credit code of nobody: the check digit is computed."""
    from stdnum.cn import uscc

    body = "91310117MA1J1A2B3"
    return body + uscc.calc_check_digit(body)


@pytest.fixture
def furnished(source, industries, songjiang):
    """Give a firm a main site, an industry, products, a short name and a yearly fact."""
    from jilian.firms.models import FirmIndustry, FirmName, FirmProduct, Site, YearlyFact
    from jilian.places.models import Division

    def furnish(firm, town="310117105"):
        dates = {"known_by": SINCE, "source": source, "firm": firm}
        place = Division.objects.get(code=town)
        Site.objects.create(division=place, is_main=True, address="新飞路1号", **dates)
        FirmIndustry.objects.create(industry=industries["3973"], is_main=True, **dates)
        FirmName.objects.create(kind="short", text="林晶", normal_form="林晶", **dates)
        for rank, name in enumerate(("晶圆", "外延片"), start=1):
            FirmProduct.objects.create(
                trading="makes", name=name, normal_form=name, rank=rank, **dates
            )
        YearlyFact.objects.create(
            firm=firm, year=2025, measure="employees", value=Decimal(150), source=source
        )
        return firm

    return furnish


@pytest.fixture
def lins(lin, furnished):
    """The firm that Lin keeps, with a value of each kind."""
    from jilian.firms.models import Firm

    return furnished(Firm.objects.get(name="林氏晶圆"))


@pytest.fixture
def hua(person, world, firm, furnished):
    """Hua keeps another firm of the same world."""
    kept = furnished(firm("华氏封装"), "310117107")
    return person("hua", "member_firm", world, key=str(kept.pk))


@pytest.fixture
def propose(lin, lins, world):
    """Propose a correction of Lin's firm."""
    from jilian.claims.operations import propose_correction

    def make(field="main_site", manner="change", *, record=None, at=NOON, **more):
        about = record if record is not None else held(lins, field)
        value = more.pop("value", {"division": "310117107", "address": "涞寅路9号"})
        day = more.pop("from_day", date(2026, 1, 1))
        return propose_correction(
            by=lin, at=at, world=world, firm=lins, field=field, manner=manner, record=about,
            value=value, from_day=day, words=more.pop("words", "租赁合同 2026-01"), **more,
        )  # fmt: skip

    return make


def held(firm, field):
    """The first record of the firm that a field stands for."""
    rows = {
        "registered_name": firm.names.filter(kind="registered"),
        "short_name": firm.names.filter(kind="short"),
        "english_name": firm.names.filter(kind="english"),
        "main_site": firm.sites.filter(is_main=True, valid_to=None),
        "other_site": firm.sites.filter(is_main=False),
        "industry": firm.industries.filter(is_main=True, valid_to=None),
        "makes": firm.products.filter(trading="makes"),
        "buys": firm.products.filter(trading="buys"),
        "fact": firm.facts.all(),
    }
    found = rows[field].order_by("pk").first() if field in rows else None
    return found.pk if found else 0


def rows_of(firm):
    """Every row of the firm, in plain values, as a fingerprint."""
    from jilian.firms.operations.corrections import plain

    firm.refresh_from_db()
    related = ("names", "identities", "sites", "industries", "products", "facts")
    return [plain(firm)] + [
        plain(row) for name in related for row in getattr(firm, name).order_by("pk")
    ]
