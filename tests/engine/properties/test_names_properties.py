from __future__ import annotations

from datetime import date

from hypothesis import given, strategies as st

from jilian_engine.names import (
    NameRow,
    build_index,
    dice,
    folded,
    jaro_winkler,
    likeness,
    match_names,
    normal_form,
    parts,
    renew_index,
    search_key,
)

WORDS = [
    "上海",
    "松江",
    "昆山市",
    "新阳",
    "半导体",
    "科技",
    "(集团)",
    "（上海）",
    "股份",
    "有限公司",
]
WORDS += ["分公司", "集团", "Ｃｏ．", "Ltd", " ", "·", "ABB", "厂", "İ", "ß", "①"]
names = st.one_of(st.text(max_size=20), st.lists(st.sampled_from(WORDS), max_size=6).map("".join))


@given(names)
def test_a_normal_form_is_its_own_normal_form(name: str) -> None:
    assert normal_form(normal_form(name)) == normal_form(name)


@given(names)
def test_width_and_spaces_at_the_ends_do_not_matter(name: str) -> None:
    assert normal_form(f"　{name} ") == normal_form(name)
    assert parts(normal_form(name)) == parts(name)
    assert search_key(normal_form(name)) == search_key(name)


@given(names)
def test_a_name_with_a_letter_has_a_brand(name: str) -> None:
    if any(sign.isalnum() for sign in normal_form(name)):
        assert parts(name).brand


@given(names, names)
def test_likeness_is_symmetric_and_within_bounds(one: str, other: str) -> None:
    for measure in (likeness, dice, jaro_winkler):
        assert measure(one, other) == measure(other, one)
        assert 0 <= measure(one, other) <= 1
        assert measure(one, one) == 1


@given(names)
def test_every_name_means_itself(name: str) -> None:
    assert match_names(name, name).decision == "same"


@given(names, names)
def test_it_does_not_matter_which_name_is_compared_with_which(name: str, other: str) -> None:
    assert match_names(name, other).decision == match_names(other, name).decision


@given(st.lists(names, min_size=1, max_size=12))
def test_every_firm_finds_itself(texts: list[str]) -> None:
    index = build_index([NameRow(at, at, "registered", text) for at, text in enumerate(texts)])
    for at, text in enumerate(texts):
        if folded(text) and len(folded(text)) <= 40:
            found = index.find(text, date(2026, 3, 2), limit=len(texts)).best
            assert at in {hit.firm for hit in found if hit.rank == 0}


@given(st.lists(names, min_size=1, max_size=12), st.lists(names, max_size=4), names)
def test_the_firms_that_fit_are_those_that_are_found(
    texts: list[str], changed: list[str], asked: str
) -> None:
    index = build_index([NameRow(at, at // 2, "registered", text) for at, text in enumerate(texts)])
    rows = [NameRow(50 + at, at, "registered", text) for at, text in enumerate(changed)]
    index = renew_index(index, set(range(len(changed))), rows)
    found = index.find(asked, date(2026, 3, 2), limit=40)
    fitting = index.firms_that_fit(asked)
    assert fitting is not None
    assert fitting.tolist() == sorted({hit.firm for hit in found.best})
    assert index.firms_that_fit(asked, most=max(1, len(fitting))) is None or not len(fitting)
