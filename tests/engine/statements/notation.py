"""Short notation for what a sentence states: `1526家: level 1526 firm @2021 | 63%: share >63 …`.

Numbers: 63, >63, >=63, <63, <=63, ~63, >20<30 (余), >=10<100, 3..5 (a range).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from jilian_engine.statements import StatedFigure, read_figures

WRITTEN = (2022, 3)


def stated(text: str, written: tuple[int, int] | None = WRITTEN) -> str:
    """What is read in a text, in the notation."""
    return shown(read_figures(text, written=written))


def shown(figures: Iterable[StatedFigure]) -> str:
    return " | ".join(map(_one, figures))


def _one(figure: StatedFigure) -> str:
    words = [figure.kind, _number(figure), figure.unit or "-"]
    if figure.period:
        words.append(f"@{figure.period}")
    return f"{figure.text}: {' '.join(words)}"


def _number(figure: StatedFigure) -> str:
    low, high = _plain(figure.low), _plain(figure.high)
    if figure.value is None:
        assert figure.bound == "between"
        return f"{low}..{high}"
    value = _plain(figure.value)
    match figure.bound:
        case "exact":
            assert figure.value == figure.low == figure.high
            return value
        case "about":
            assert figure.low is None and figure.high is None
            return f"~{value}"
        case "more_than":
            assert figure.low == figure.value and not figure.low_included
            return f">{value}" + (f"<{high}" if figure.high is not None else "")
        case "below":
            assert figure.high == figure.value and not figure.high_included
            return (f">{low}" if figure.low is not None else "") + f"<{value}"
        case "at_least":
            assert figure.low == figure.value and figure.low_included
            return f">={value}" + (f"<{high}" if figure.high is not None else "")
        case _:
            assert figure.bound == "at_most" and figure.high_included
            return f"<={value}"


def _plain(number: Decimal | None) -> str:
    return "" if number is None else format(number, "f")
