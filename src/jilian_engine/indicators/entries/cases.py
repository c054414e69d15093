"""Cases of firms and the matters in them: opened, open, closed, solved, and in how many days."""

from __future__ import annotations

from decimal import Decimal

from jilian_engine.indicators.definition import Indicator, Select, Where, Words
from jilian_engine.indicators.entries.shared import (
    CASES,
    MATTERS,
    PERCENT,
    SERVICE,
    WORKING_DAYS,
    in_month,
    median,
)

_UNITS = ("world", "town")
_COUNT = Words("诉求计数", "count of cases")
INDICATORS = (
    Indicator(
        "cases_opened",
        Words("受理企业诉求数", "Cases opened"),
        CASES,
        SERVICE,
        Words("该月建立的诉求", "cases opened in the month"),
        _COUNT,
        select=in_month("cases", "opened"),
        unit_kinds=_UNITS,
        additive=True,
    ),
    Indicator(
        "cases_open",
        Words("月末在办诉求数", "Cases open at the end"),
        CASES,
        SERVICE,
        Words("月末尚未关闭的诉求", "cases not closed at the end"),
        _COUNT,
        select=Select("cases"),
        unit_kinds=_UNITS,
        additive=True,
        better="less",
    ),
    Indicator(
        "cases_closed",
        Words("办结诉求数", "Cases closed"),
        CASES,
        SERVICE,
        Words("该月关闭的诉求；关闭不等于解决", "cases closed in the month; closed is not solved"),
        _COUNT,
        select=in_month("cases", "closed"),
        unit_kinds=_UNITS,
        additive=True,
    ),
    Indicator(
        "cases_solved_share",
        Words("企业确认解决率", "Share that the firm confirms as solved"),
        PERCENT,
        SERVICE,
        Words("该月由企业作出评价的诉求", "cases that the firm judged in the month"),
        Words("企业确认解决 ÷ 企业已评价", "confirmed as solved ÷ judged"),
        select=in_month("cases", "judged", Where("solved")),
        of=in_month("cases", "judged"),
        factor=Decimal(100),
        unit_kinds=_UNITS,
        better="more",
        numerator=Words("确认解决", "confirmed as solved"),
        denominator=Words("企业已评价", "judged by the firm"),
    ),
    Indicator(
        "matters_decided",
        Words("办结事项数", "Matters decided"),
        MATTERS,
        SERVICE,
        Words("该月办结的事项", "matters that ended in the month"),
        Words("事项计数", "count of matters"),
        select=in_month("matters", "ended"),
        unit_kinds=_UNITS,
        additive=True,
    ),
    Indicator(
        "matter_working_days",
        Words("事项办理时长（中位数）", "Working days of matters (median)"),
        WORKING_DAYS,
        SERVICE,
        Words(
            "该月办结的事项；自受理至办结的工作日",
            "matters that ended in the month; working days from acceptance to decision",
        ),
        Words("工作日的中位数", "median of the working days"),
        select=median("matters", "ended", "working_days"),
        unit_kinds=_UNITS,
        better="less",
    ),
    Indicator(
        "matters_in_time_share",
        Words("按时办结率", "Share decided in time"),
        PERCENT,
        SERVICE,
        Words(
            "该月办结、有承诺或法定期限的事项", "matters that ended in the month and had a limit"
        ),
        Words("按时办结 ÷ 有期限的办结事项", "decided in time ÷ decided with a limit"),
        select=in_month("matters", "ended", Where("in_time")),
        of=in_month("matters", "ended", Where("in_time", "known")),
        factor=Decimal(100),
        unit_kinds=_UNITS,
        better="more",
        numerator=Words("按时办结", "in time"),
        denominator=Words("有期限的事项", "with a limit"),
    ),
)
