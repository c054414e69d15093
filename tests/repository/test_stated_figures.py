"""The labelled sentences of the benches: spans inside their texts, and a closed vocabulary."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
HALVES = ("dev", "held")
RULE = (ROOT / "docs/methods/statement-labels.md").read_text(encoding="utf-8")
PERCENT = ("growth", "compound_growth", "share")
KINDS = {"level", "change", "points", "multiple", "doubling", "rank", "run", "duration", *PERCENT}
BOUNDS = {"exact", "more_than", "at_least", "at_most", "below", "about", "between"}
UNIT_OF = {
    **dict.fromkeys(PERCENT, "percent"),
    "points": "percentage_point",
    "multiple": "times",
    "doubling": "times",
    "rank": "rank",
}
DAY = r"\d{4}(-\d{2}(-\d{2}|\.\.\d{2})?)?"
PERIOD = re.compile(rf"|{DAY}|\d{{4}}(-\d{{2}})?\.\.|\d{{4}}\.\.\d{{4}}")
NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d*[1-9])?")


def _lines(half: str) -> list[dict[str, Any]]:
    path = ROOT / "benches/stated_figures" / f"{half}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("half", HALVES)
def test_each_label_keeps_to_the_rule(half: str) -> None:
    for line in _lines(half):
        assert set(line) == {"id", "text", "written", "figures"}
        assert line["written"] is None or re.fullmatch(r"\d{4}-\d{2}", line["written"])
        for one, next_one in pairwise(line["figures"]):
            assert one["span"][1] <= next_one["span"][0], line["id"]
        for figure in line["figures"]:
            assert _faults(line["text"], figure) == [], (line["id"], figure)


def _faults(text: str, figure: dict[str, Any]) -> list[str]:
    start, end = figure["span"]
    said = text[start:end]
    numbers = [figure[name] for name in ("value", "low", "high") if figure[name] is not None]
    sound = {
        "span": 0 <= start < end <= len(text) and said == said.strip(),
        "kind": figure["kind"] in KINDS,
        "bound": figure["bound"] in BOUNDS and _limits_agree(figure),
        "unit": figure["unit"] == UNIT_OF.get(figure["kind"], figure["unit"])
        and (not figure["unit"] or f"`{figure['unit']}`" in RULE),
        "period": PERIOD.fullmatch(figure["period"]) is not None,
        "numbers": all(NUMBER.fullmatch(number) for number in numbers),
    }
    return [name for name, good in sound.items() if not good]


def _limits_agree(figure: dict[str, Any]) -> bool:
    value, low, high = figure["value"], figure["low"], figure["high"]
    match figure["bound"]:
        case "exact":
            return value is not None and value == low == high
        case "about":
            return value is not None and low is None and high is None
        case "between":
            return value is None and Decimal(low) < Decimal(high)
        case "at_least" | "more_than":
            return bool(value == low and (high is None or high in (_next(value), "100")))
        case _:
            return bool(value == high and (low is None or low == _next(value)))


def _next(value: str) -> str:
    """The end of 余: one step further at the last place that is not zero."""
    number = Decimal(value).normalize()
    step = Decimal(1).scaleb(int(number.as_tuple().exponent)).copy_sign(number)
    return format(number + step, "f")


def test_the_halves_are_of_one_size_and_share_no_sentence() -> None:
    dev, held = _lines("dev"), _lines("held")
    assert len(dev) >= 110 and len(held) >= 110
    assert not {line["text"] for line in dev} & {line["text"] for line in held}
    ids = [line["id"] for line in dev + held]
    assert len(ids) == len(set(ids))


def test_the_held_half_is_no_less_varied_than_the_other() -> None:
    for name in ("kind", "bound", "unit"):
        found = [{f[name] for line in _lines(half) for f in line["figures"]} for half in HALVES]
        assert len(found[1]) >= len(found[0]) - 1, name
