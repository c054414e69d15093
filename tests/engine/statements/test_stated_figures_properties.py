"""What holds for every text: reading never fails, offsets are the text's own, parts agree."""

from __future__ import annotations

import time
from decimal import Decimal

from hypothesis import given, settings, strategies as st

from engine.statements import cases
from engine.statements.notation import stated
from jilian_engine.statements import StatedFigure, read_figures

KINDS = {
    "level", "change", "growth", "compound_growth", "share", "points", "multiple", "doubling",
    "rank", "run", "duration",
}  # fmt: skip
BOUNDS = {"exact", "more_than", "at_least", "at_most", "below", "about", "between"}
SIGNS = (
    "0123456789.,%-+—~ １２％，。；：、（）()《》“”\n〇零一二两三四五六七八九十百千万亿"
    "余多来几数半成番倍元家户个项名位人次件年月日天时分之点第前首位连续翻近超过约不足以上下内左右"
    "增长下降提高到至为占比较是的同十四五目今去截"
)
PIECES = tuple(
    text
    for group in (cases.LEVELS, cases.BOUNDS, cases.PERCENTS, cases.CHANGES, cases.MULTIPLES)
    for text, _ in group
)
WRITTEN = st.none() | st.tuples(st.integers(2000, 2050), st.integers(1, 12))
NOUNS = ("企业", "重点项目", "专利成果", "志愿者队伍", "引进团队", "在建工程")
UNITS = {"家": "firm", "项": "item", "件": "piece", "户": "household", "万元": "yuan",
         "亿元": "yuan", "亩": "mu", "人次": "person_time", "个工作日": "working_day"}  # fmt: skip
SIZES = {"万元": 10**4, "亿元": 10**8}


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from(SIGNS), max_size=60) | st.text(max_size=60), WRITTEN)
def test_any_text_is_read_without_failing(text: str, written: tuple[int, int] | None) -> None:
    _check(text, read_figures(text, written=written))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=6), st.sampled_from("，。；\n"))
def test_parts_agree_in_any_run_of_sentences(pieces: list[str], stop: str) -> None:
    text = stop.join(pieces)
    _check(text, read_figures(text))


def _check(text: str, figures: tuple[StatedFigure, ...]) -> None:
    end = 0
    for figure in figures:
        assert end <= figure.start < figure.end <= len(text)
        end = figure.end
        assert figure.text == text[figure.start : figure.end]
        assert figure.kind in KINDS
        assert figure.bound in BOUNDS
        assert (figure.value is None) == (figure.bound == "between")
        if figure.low is not None and figure.high is not None:
            assert figure.low <= figure.high
            assert figure.value is None or figure.low <= figure.value <= figure.high


@st.composite
def said_figures(draw: st.DrawFn) -> tuple[str, str]:
    """A phrase with one figure, and that figure in the notation of the cases."""
    noun, unit = draw(st.sampled_from(NOUNS)), draw(st.sampled_from(sorted(UNITS)))
    whole = draw(st.integers(2, 99999))
    digits = str(whole)
    if draw(st.booleans()) and unit in SIZES:
        digits += f".{draw(st.integers(1, 9))}"
    value = format((Decimal(digits) * SIZES.get(unit, 1)).normalize(), "f")
    before, behind, sign = draw(
        st.sampled_from((
            ("", "", "{}"), ("近", "", "<{}"), ("超过", "", ">{}"), ("不少于", "", ">={}"),
            ("不超过", "", "<={}"), ("约", "", "~{}"), ("", "以上", ">={}"), ("", "以内", "<={}"),
            ("", "左右", "~{}"), ("逾", "", ">{}"), ("不足", "", "<{}"),
        ))
    )  # fmt: skip
    kind = "duration" if UNITS[unit] == "working_day" else "level"
    if draw(st.booleans()):
        shown = f"{whole:,}" + digits[len(str(whole)) :]
    else:
        shown = digits.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789"})
    said = f"{before}{shown}{unit}{behind}"
    return f"{noun}{said}", f"{said}: {kind} {sign.format(value)} {UNITS[unit]}"


@settings(max_examples=200, deadline=None)
@given(st.lists(said_figures(), min_size=1, max_size=5), st.sampled_from(("，", "；", "。\n")))
def test_figures_put_into_a_text_come_back_exactly(said: list[tuple[str, str]], stop: str) -> None:
    text = stop.join(phrase for phrase, _ in said)
    assert stated(text) == " | ".join(figure for _, figure in said)


def test_a_long_speech_is_read_in_under_a_second() -> None:
    text = ("，".join(PIECES) * 20)[:20_000]
    began = time.perf_counter()
    assert len(read_figures(text)) > 1000
    assert time.perf_counter() - began < 1


def test_rows_of_one_sign_take_no_longer() -> None:
    for row in ("1", "一", "近", "1、", "“", "十四五", "2021年", "第1、", "上万"):
        began = time.perf_counter()
        read_figures(row * (5_000 // len(row)))
        assert time.perf_counter() - began < 1
