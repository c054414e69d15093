"""A brief of three lines with its figures known, to be put together without a database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jilian.reports.formats import Paper, SignedBy
from jilian.reports.rules.asking import read_asked
from jilian.reports.rules.body import blocks_of, places_of
from jilian.reports.rules.compiling import Head, Material, Put, put_together
from jilian.reports.rules.content import canonical, fingerprint
from jilian.reports.rules.freezing import Known, Ranked

MONTH = date(2021, 12, 1)
BODY = """# 工业运行
规上工业企业【规上工业企业数·松江区】，产值【规上工业产值·松江区·2021年·余】，同比【规上工业产值·同比】。
| 指标 | 数值 |
|---|---|
| 战新占比 | 【战新占比·2021】 |
| 位次 | 【规上工业产值·位次】 |
"""


def known(**more: Any) -> Known:
    """The output of 2021 as it was published."""
    stands: dict[str, Any] = {
        "indicator": "above_scale_output", "name": "规上工业产值", "unit_key": "310117",
        "unit_name": "松江区", "period": "2021", "value": Decimal("4355"), "unit": "亿元",
        "places": 2, "revision": 1, "boundary": "规模以上工业", "price_basis": "现价",
        "source": "松江公报", "published_on": "2022-05-05",
        "parts": "/corridor/indicators/above_scale_output/parts/?unit=310117&month=2021",
    }  # fmt: skip
    return Known(**{**stands, **more})


def materials() -> dict[str, Material]:
    """What is known for each figure of the brief."""
    share = known(
        indicator="sei_share", name="战新占比", value=Decimal("63"), bound="more_than", unit="%",
        is_share=True, whole="规上工业产值", places=1,
    )  # fmt: skip
    firms = known(
        indicator="above_scale_firms", name="规上工业企业数", value=Decimal("1526"), unit="家"
    )
    return {
        "规上工业企业数·松江区": Material(firms),
        "规上工业产值·松江区·2021年·余": Material(known()),
        "规上工业产值·同比": Material(known(), base=known(value=Decimal("4000"), period="2020")),
        "战新占比·2021": Material(share),
        "规上工业产值·位次": Material(known(), ranked=Ranked(2, 0, 15, 16)),
    }


def put(
    body: str = BODY,
    language: str = "zh",
    audience: str = "inside",
    changed: Mapping[str, Material] | None = None,
) -> Put:
    """The brief put together, with some of its material changed."""
    blocks = blocks_of(body)
    asked = [(read_asked(token), f"line {line}") for token, line in places_of(blocks).items()]
    world = {"code": "corridor", "name": "长三角G60科创走廊", "invented": False}
    head = Head(world, MONTH, "松江区经济运行月报", audience, language, {"key": "m", "revision": 1})
    return put_together(head, blocks, asked, {**materials(), **(changed or {})})


def paper(**more: Any) -> Paper:
    """The brief as it is printed, signed by two."""
    content = put().content
    stands: dict[str, Any] = {
        "content": content, "fingerprint": fingerprint(canonical(content)), "revision": 1,
        "signatures": (
            SignedBy("梅", "经委", "2022年1月20日"), SignedBy("林", "办公室", "2022年1月21日"),
        ),
    }  # fmt: skip
    return Paper(**{**stands, **more})
