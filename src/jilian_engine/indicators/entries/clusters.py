"""Clusters and their members."""

from __future__ import annotations

from decimal import Decimal

from jilian_engine.indicators.definition import Indicator, Select, Where, Words
from jilian_engine.indicators.entries.shared import (
    CHAIN,
    CLUSTERS,
    FIRMS,
    PERCENT,
    in_month,
)

_PLACES = ("world", "town")
INDICATORS = (
    Indicator(
        "clusters",
        Words("产业集群数", "Clusters"),
        CLUSTERS,
        CHAIN,
        Words(
            "月末存续的集群；街镇为集群所在地", "clusters that stand at the end; a town hosts them"
        ),
        Words("集群计数", "count of clusters"),
        select=Select("clusters"),
        unit_kinds=_PLACES,
    ),
    Indicator(
        "clusters_with_body",
        Words("已建党组织的集群数", "Clusters with an organisation"),
        CLUSTERS,
        CHAIN,
        Words("月末有组织机构的集群", "clusters that have a body at the end"),
        Words("集群计数", "count of clusters"),
        select=Select("clusters", (Where("has_body"),)),
        unit_kinds=_PLACES,
    ),
    Indicator(
        "cluster_members",
        Words("集群成员企业数", "Members of clusters"),
        FIRMS,
        CHAIN,
        Words("月末为任一集群成员的企业，每家计一次", "firms in any cluster at the end, each once"),
        Words("企业计数；在两个集群的只计一家", "count of firms; one in two clusters counts once"),
        select=Select("memberships"),
    ),
    Indicator(
        "leading_firms",
        Words("集群龙头企业数", "Leading firms of clusters"),
        FIRMS,
        CHAIN,
        Words("月末为任一集群龙头的企业", "firms that lead a cluster at the end"),
        Words("企业计数", "count of firms"),
        select=Select("memberships", (Where("role", value="leader"),)),
    ),
    *(
        Indicator(
            f"{position}_members",
            Words(f"{zh}成员企业数", f"Members {position}"),
            FIRMS,
            CHAIN,
            Words(
                f"月末在任一集群中居于{zh}的企业",
                f"firms that stand {position} in a cluster at the end",
            ),
            Words("企业计数", "count of firms"),
            select=Select("memberships", (Where("position", value=position),)),
        )
        for position, zh in (("upstream", "上游"), ("midstream", "中游"), ("downstream", "下游"))
    ),
    Indicator(
        "members_joined",
        Words("本月加入集群的企业数", "Firms that joined a cluster"),
        FIRMS,
        CHAIN,
        Words("开始日期在该月内的成员关系", "memberships that begin in the month"),
        Words("企业计数，每家一次", "count of firms, each once"),
        select=in_month("memberships", "begins"),
    ),
    Indicator(
        "members_left",
        Words("本月退出集群的企业数", "Firms that left a cluster"),
        FIRMS,
        CHAIN,
        Words("结束日期在该月内的成员关系", "memberships that end in the month"),
        Words("企业计数，每家一次", "count of firms, each once"),
        select=in_month("memberships", "ends"),
    ),
    Indicator(
        "member_share",
        Words("集群成员占在册企业比重", "Share of firms that are in a cluster"),
        PERCENT,
        CHAIN,
        Words("月末在册企业", "firms on record at the end"),
        Words("集群成员企业 ÷ 在册企业", "members of clusters ÷ firms on record"),
        select=Select("memberships"),
        of=Select("firms"),
        factor=Decimal(100),
        unit_kinds=_PLACES,
        better="more",
        numerator=Words("集群成员", "members"),
        denominator=Words("在册企业", "firms on record"),
    ),
)
