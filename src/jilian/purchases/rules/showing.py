"""A sum of orders in true words, and to whom it may be shown at all.

A sum of one order is a price. Who is no side of the orders hears the sum in words of one leading
digit, and only when it is made of enough orders of enough suppliers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jilian_engine.figures import Bound, Figure, Wording, in_chinese, in_english, wording_for

LEAST_ORDERS = 3
LEAST_SUPPLIERS = 3
DOMINANT_PERCENT = 80  # of one supplier: from here on the sum tells that supplier's value
REST_LEAST = 2  # orders and suppliers left when a side takes its own from the sum


@dataclass(frozen=True)
class Part:
    """One order of a sum: its two sides and its value, None where that is not known."""

    buyer: int
    supplier: int
    value: Decimal | None


def sum_words(figure: Figure, language: str) -> str:
    """The sum in words that are true: 近, 余 or the number itself for an exact sum.

    A lower bound says 以上 and never 余: nobody knows that it stays below the next step.
    """
    if figure.value is None or (figure.bound is not Bound.EXACT and figure.value == 0):
        return "未知" if language == "zh" else "unknown"
    if figure.bound is Bound.EXACT:
        wording, number = wording_for(figure.value)
        whole = number.to_integral_value()
        number = whole if whole == number else number  # 500万元, not 5000000.00元
    else:
        wording, number = Wording.AT_LEAST, _leading(figure.value)
    if language == "zh":
        return in_chinese(wording, number, "元")
    return in_english(wording, number, "yuan")


def _leading(value: Decimal) -> Decimal:
    place = Decimal(1).scaleb(value.adjusted())
    return value // place * place


def may_be_shown(parts: Sequence[Part], own: Collection[int] = ()) -> bool:
    """Whether the sum may be shown to who keeps these firms, and is no side of all of it.

    What is left when the own orders are taken off must not be somebody's price either.
    """
    if not _is_enough(parts, LEAST_ORDERS, LEAST_SUPPLIERS):
        return False
    rest = [one for one in parts if one.buyer not in own and one.supplier not in own]
    if len(rest) == len(parts):
        return True
    return not rest or _is_enough(rest, REST_LEAST, REST_LEAST)


def _is_enough(parts: Sequence[Part], orders: int, suppliers: int) -> bool:
    by_supplier: dict[int, Decimal] = defaultdict(Decimal)
    for one in parts:
        if one.value is None:
            return False  # whether one dominates is not known
        by_supplier[one.supplier] += one.value
    if len(parts) < orders or len(by_supplier) < suppliers:
        return False
    return max(by_supplier.values()) * 100 < DOMINANT_PERCENT * sum(by_supplier.values())
