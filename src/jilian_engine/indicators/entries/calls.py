"""Calls for help: raised, open, solved, and how quickly."""

from __future__ import annotations

from decimal import Decimal

from jilian_engine.indicators.definition import Indicator, Select, Where, Words
from jilian_engine.indicators.entries.shared import CALLS, HELP, HOURS, PERCENT, in_month, median

_FULL = Where("in_full")
_WITHOUT = Words("；撤回的不计", "; withdrawn ones left out")
INDICATORS = (
    Indicator(
        "calls_raised",
        Words("短缺求助数", "Calls raised"),
        CALLS,
        HELP,
        Words("该月发出的求助" + _WITHOUT.zh, "calls raised in the month" + _WITHOUT.en),
        Words("求助计数", "count of calls"),
        select=in_month("calls", "called"),
    ),
    Indicator(
        "calls_open",
        Words("月末未结求助数", "Calls open at the end"),
        CALLS,
        HELP,
        Words(
            "月末仍在等待帮助的求助" + _WITHOUT.zh,
            "calls that wait for help at the end" + _WITHOUT.en,
        ),
        Words("求助计数", "count of calls"),
        select=Select("calls"),
        better="less",
    ),
    Indicator(
        "calls_closed",
        Words("足量解决的求助数", "Calls closed in full"),
        CALLS,
        HELP,
        Words("该月以足量到货结束的求助", "calls that ended in the month with the full amount"),
        Words("求助计数", "count of calls"),
        select=in_month("calls", "closed", _FULL),
    ),
    Indicator(
        "calls_solved_inside",
        Words("集群内解决的求助数", "Calls solved inside the cluster"),
        CALLS,
        HELP,
        Words(
            "该月足量解决、且全部由集群内企业供给的求助",
            "closed in full in the month by firms of the cluster alone",
        ),
        Words("求助计数", "count of calls"),
        select=in_month("calls", "closed", _FULL, Where("inside")),
    ),
    Indicator(
        "calls_inside_share",
        Words("集群内解决率", "Share solved inside"),
        PERCENT,
        HELP,
        Words("该月足量解决的求助", "calls closed in full in the month"),
        Words("集群内解决 ÷ 足量解决", "solved inside ÷ closed in full"),
        select=in_month("calls", "closed", _FULL, Where("inside")),
        of=in_month("calls", "closed", _FULL),
        factor=Decimal(100),
        better="more",
        numerator=Words("集群内解决", "solved inside"),
        denominator=Words("足量解决", "closed in full"),
    ),
    Indicator(
        "hours_to_useful_answer",
        Words("首个有效答复用时（中位数）", "Hours to the first useful answer (median)"),
        HOURS,
        HELP,
        Words(
            "该月收到首个有效答复的求助；自发出起的钟表小时" + _WITHOUT.zh,
            "calls whose first useful answer came in the month; clock hours since the call"
            + _WITHOUT.en,
        ),
        Words("用时的中位数", "median of the hours"),
        select=median("calls", "useful", "hours_to_useful"),
        better="less",
    ),
    Indicator(
        "hours_to_full_amount",
        Words("足量到货用时（中位数）", "Hours to the full amount (median)"),
        HOURS,
        HELP,
        Words(
            "该月足量结束的求助；自发出起的钟表小时",
            "calls closed in full in the month; clock hours since the call",
        ),
        Words("用时的中位数", "median of the hours"),
        select=median("calls", "closed", "hours_to_close", _FULL),
        better="less",
    ),
)
