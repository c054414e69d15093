"""Values of 2021 as they were published for Songjiang; a template; people who compile and sign."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

AT = datetime(2022, 1, 20, 2, 0, tzinfo=UTC)
DECEMBER = date(2021, 12, 1)
BODY = """# 财政与经济
地方财政收入【地方财政收入·松江区·2021年】，同比【地方财政收入·松江区·2021年·同比】。
| 项目 | 数值 |
| 研发投入强度 | 【研发投入强度·松江区·2021】 |
| 常住人口 | 【常住人口·松江区·2021】 |
"""


@pytest.fixture
def values(world, source):
    """Write a value; the revision counts on by itself."""
    from jilian.indicators.models import Value

    def write(indicator: str, number: str | None, year: int = 2021, **more):
        days = {"period_first": date(year, 1, 1), "period_last": date(year, 12, 31)}
        stands = {
            "world": world, "indicator": indicator, "unit_kind": "place", "unit_key": "310117",
            "period_kind": "year", "source_kind": "published", "source": source,
            "measured_at": AT, "measured_by": "tests", **days,
            "value": None if number is None else Decimal(number),
            "bound": "unknown" if number is None else "exact", **more,
        }  # fmt: skip
        same = {
            name: stands[name]
            for name in ("world", "indicator", "unit_key", "period_first", "period_last")
        }
        before = Value.objects.filter(**same).count()
        reason = {"replaced_reason": "更正"} if before else {}
        return Value.objects.create(**stands, **reason, revision=before + 1)

    return write


@pytest.fixture
def office(world, values, person):
    """What was published, the template of a brief, and who works on it."""
    from jilian.reports import operations

    values("local_fiscal", "250.1", price_basis="current", vintage="first_published")
    values("local_fiscal", "220.9", year=2020)
    values("rd_intensity", "5.38", bound="more_than")
    values("population", None)
    eco = person("mei", "economy_commission", world)
    template = operations.save_template(
        by=eco, at=AT, world=world, key="monthly", name="松江区月报", body=BODY,
        name_en="Monthly brief", body_en="Revenue【local_fiscal·310117·2021】.",
    )  # fmt: skip
    return SimpleNamespace(
        world=world, values=values, template=template, mei=eco,
        lin=person("lin", "district_leader", world),
        town=person("cen", "cluster_secretary", world, "1"), wu=person("wu"),
    )  # fmt: skip


@pytest.fixture
def compiled(office):
    """The report of December 2021, compiled by Mei."""
    from jilian.reports import operations

    return operations.compile_report(
        by=office.mei, at=AT, world=office.world, month=DECEMBER, template=office.template
    ).report


@pytest.fixture
def signed(office, compiled):
    """The same, signed by Mei and Lin."""
    from jilian.reports import operations

    for who in (office.mei, office.lin):
        operations.sign_report(by=who, at=AT, report=compiled)
    return compiled
