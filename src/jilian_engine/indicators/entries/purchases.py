"""Purchases put round and orders, counted once."""

from __future__ import annotations

from decimal import Decimal

from jilian_engine.indicators.definition import Indicator, Select, Where, Window, Words
from jilian_engine.indicators.entries.shared import (
    HELP,
    ITEMS,
    ORDERS,
    PERCENT,
    YUAN,
    in_month,
)

_BOTH = Where("both_sides")
_UNITS = ("world", "cluster")
INDICATORS = (
    Indicator(
        "purchases_put_round",
        Words("发布的采购需求数", "Purchases put round"),
        ITEMS,
        HELP,
        Words("该月发布的采购需求", "purchases put round in the month"),
        Words("采购计数", "count of purchases"),
        select=in_month("rounds", "put_round"),
        unit_kinds=_UNITS,
    ),
    Indicator(
        "orders_counted",
        Words("双方确认的订单数", "Orders that both sides report"),
        ORDERS,
        HELP,
        Words(
            "订单日在该月、买卖双方均已报告的订单",
            "orders of the month that buyer and supplier report",
        ),
        Words("订单计数，每单一次", "count of orders, each once"),
        select=in_month("orders", "ordered", _BOTH),
        unit_kinds=_UNITS,
    ),
    Indicator(
        "orders_both_sides_share",
        Words("双方确认比例", "Share of orders that both sides report"),
        PERCENT,
        HELP,
        Words("订单日在该月的订单", "orders of the month"),
        Words("双方均报告的订单 ÷ 全部订单", "orders that both report ÷ all orders"),
        select=in_month("orders", "ordered", _BOTH),
        of=in_month("orders", "ordered"),
        factor=Decimal(100),
        unit_kinds=_UNITS,
        better="more",
        numerator=Words("双方均报告", "both report"),
        denominator=Words("全部订单", "all orders"),
    ),
    Indicator(
        "order_value",
        Words("订单金额（不含税，累计）", "Value of orders without tax (to date)"),
        YUAN,
        HELP,
        Words(
            "截至月末双方均报告、且所报不含税金额一致的订单，每单计一次；双方所报不一致的"
            "订单金额未知，合计因此为下限；合计会泄露单个价格的月份不给出",
            "orders that both sides report by the end with the same value without tax, each "
            "once; where the two sides differ the value of the order is unknown and the sum a "
            "lower bound; months whose sum would tell a single price are left out",
        ),
        Words("金额之和", "sum of values"),
        price="current",
        select=Select("orders", (_BOTH,), Window.TOTAL, "ordered", "sum", "value"),
        unit_kinds=("world",),
    ),
)
