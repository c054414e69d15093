"""Organisations, their growth, their members and the firms they cover. Counts, never people."""

from __future__ import annotations

from decimal import Decimal

from jilian_engine.indicators.definition import Indicator, Select, Where, Words
from jilian_engine.indicators.entries.shared import (
    BODIES,
    FIRMS,
    MEMBERS,
    ORGANISING,
    PERCENT,
    in_month,
)

_PLACES = ("world", "town")
_STAND = Words("月末存续的组织，每个计一次", "organisations that stand at the end, each once")
_TYPES = (
    ("committees", ("primary_committee", "working_committee"), "党委", "Committees"),
    ("general_branches", ("general_branch",), "党总支", "General branches"),
    (
        "branches",
        ("branch", "temporary_branch", "project_branch", "area_branch"),
        "党支部",
        "Branches",
    ),
    ("joint_branches", ("joint_branch",), "联合党支部", "Joint branches"),
)


def _bodies(key: str, name: Words, boundary: Words, *where: Where) -> Indicator:
    return Indicator(
        key,
        name,
        BODIES,
        ORGANISING,
        boundary,
        Words("组织计数", "count of organisations"),
        select=Select("organisations", where),
        unit_kinds=_PLACES,
        additive=True,
    )


_MEMBERS = Select("members", how="sum", amount="members")
INDICATORS = (
    _bodies("organisations", Words("党组织数", "Organisations"), _STAND),
    _bodies(
        "cluster_organisations",
        Words("集群党组织数", "Organisations of clusters"),
        Words("月末存续的集群党组织", "bodies of clusters that stand at the end"),
        Where("of_cluster"),
    ),
    *(
        _bodies(
            key,
            Words(zh + "数", en),
            Words(f"月末类型为{zh}的组织", f"{en.lower()} by type at the end"),
            Where("type", "in", types),
        )
        for key, types, zh, en in _TYPES
    ),
    Indicator(
        "organisations_founded",
        Words("本月新建党组织数", "Organisations founded"),
        BODIES,
        ORGANISING,
        Words("成立日期在该月内的组织", "organisations founded in the month"),
        Words("组织计数", "count of organisations"),
        select=in_month("organisations", "founded"),
        unit_kinds=_PLACES,
        additive=True,
    ),
    Indicator(
        "organisations_growth",
        Words("党组织数同比增长", "Organisations: growth on the year before"),
        PERCENT,
        ORGANISING,
        Words(
            "两端均为月末存续的组织；并入的组织不再单独计",
            "organisations at both ends; absorbed ones no longer count",
        ),
        Words("本月末组织数 ÷ 12个月前组织数 − 1", "organisations now ÷ 12 months before − 1"),
        select=Select("organisations"),
        of=Select("organisations", lag=12),
        growth=True,
        factor=Decimal(100),
        unit_kinds=_PLACES,
        numerator=Words("本月末", "now"),
        denominator=Words("12个月前", "12 months before"),
    ),
    Indicator(
        "party_members",
        Words("党员数", "Members of organisations"),
        MEMBERS,
        ORGANISING,
        Words(
            "各组织截至月末最近一次统计的正式党员与预备党员；只有区间的不计，并注明下限",
            "formal and probationary members by the last count of each organisation; "
            "bands make it a bound",
        ),
        Words("各组织人数之和", "sum over organisations"),
        select=_MEMBERS,
        unit_kinds=_PLACES,
        people=True,
        additive=True,
    ),
    Indicator(
        "covered_firms",
        Words("党组织覆盖企业数", "Firms covered by an organisation"),
        FIRMS,
        ORGANISING,
        Words(
            "月末由任一组织覆盖的企业，每家计一次",
            "firms covered by any organisation at the end, each once",
        ),
        Words("企业计数", "count of firms"),
        select=Select("covers"),
    ),
    Indicator(
        "firms_with_own_organisation",
        Words("单独建组织的企业数", "Firms with their own organisation"),
        FIRMS,
        ORGANISING,
        Words("月末有单独组建的组织的企业", "firms with an organisation of their own at the end"),
        Words("企业计数", "count of firms"),
        select=Select("covers", (Where("mode", value="own"),)),
    ),
    Indicator(
        "coverage_share",
        Words("党组织覆盖率", "Share of firms covered"),
        PERCENT,
        ORGANISING,
        Words("月末在册企业", "firms on record at the end"),
        Words("党组织覆盖企业 ÷ 在册企业", "firms covered ÷ firms on record"),
        select=Select("covers"),
        of=Select("firms"),
        factor=Decimal(100),
        better="more",
        numerator=Words("覆盖企业", "firms covered"),
        denominator=Words("在册企业", "firms on record"),
    ),
)
