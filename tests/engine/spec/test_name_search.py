"""Searching names as one types: a world of nine names."""

from __future__ import annotations

from datetime import date

import pytest

from jilian_engine.names import NameIndex, NameRow, Way, build_index, mark_in, renew_index

DAY = date(2026, 3, 2)
NAMES = [
    (1, "registered", "上海新阳半导体材料股份有限公司"),
    (1, "short", "上海新阳"),
    (2, "registered", "贵州茅台酒股份有限公司"),
    (3, "registered", "重庆长安汽车股份有限公司"),
    (3, "former", "长安汽车厂"),
    (4, "registered", "ABB（中国）有限公司"),
    (5, "registered", "松江长安建筑有限公司"),
    (6, "english", "Queclink Wireless Solutions Co., Ltd."),
    (7, "registered", "新阳食品厂"),
]


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return build_index([NameRow(at, *row) for at, row in enumerate(NAMES)])


@pytest.mark.parametrize(
    ("text", "firms", "way"),
    [
        ("新阳", [7, 1], Way.TYPED),
        ("新陽", [7, 1], Way.TYPED),
        ("ＡＢＢ", [4], Way.TYPED),
        ("abb中国", [4], Way.TYPED),
        ("chongqing", [3], Way.PINYIN),
        ("xinyang", [7, 1], Way.PINYIN),
        ("guizhoumaot", [2], Way.PINYIN),
        ("gzmt", [2], Way.INITIALS),
        ("gzmaotai", [2], Way.INITIALS),
        ("上海xinyang", [1], Way.PINYIN),
        ("queclink", [6], Way.TYPED),
        ("WIRELESS", [6], Way.TYPED),
        ("新杨半导体", [1], Way.LIKE),
        ("贵洲茅台酒股份", [2], Way.LIKE),
        ("贵州茅太", [2], Way.LIKE),
        ("上海新阳半异体材料", [1], Way.LIKE),
        ("guizhoumaptai", [2], Way.LIKE),
        ("queclnik", [6], Way.LIKE),
        ("松江 建筑", [5], Way.TYPED),
        ("水泥", [], None),
        ("zzz", [], None),
    ],
)
def test_a_firm_is_found_however_it_is_typed(index, text, firms, way):
    hits = index.find(text, DAY)
    assert [hit.firm for hit in hits.best] == firms
    assert {hit.way for hit in hits.best} == ({way} if way else set())


def test_whole_names_come_first_and_names_of_today_before_former_ones(index):
    assert [(hit.firm, hit.rank) for hit in index.find("上海新阳", DAY).best] == [(1, 0)]
    assert [(hit.firm, hit.former) for hit in index.find("长安", DAY).best] == [
        (3, True),
        (5, False),
    ]
    assert [hit.firm for hit in index.find("长安汽车", DAY).best] == [3]


def test_a_name_is_former_from_its_last_day_on():
    index = build_index([NameRow(0, 1, "registered", "老晶圆厂", date(2026, 3, 9).toordinal())])
    assert not index.find("晶圆", date(2026, 3, 8)).best[0].former
    assert index.find("晶圆", date(2026, 3, 9)).best[0].former


def test_only_the_firms_asked_for_are_found_and_counted(index):
    assert index.find("有限公司", DAY).total == 5
    hits = index.find("有限公司", DAY, among={2, 4})
    assert ({hit.firm for hit in hits.best}, hits.total) == ({2, 4}, 2)
    assert index.find("有限公司", DAY, limit=1).total == 5


def test_changed_firms_are_found_by_their_new_names_alone(index):
    renewed = renew_index(index, {2}, [NameRow(20, 2, "registered", "仁怀酒厂")])
    assert not renewed.find("茅台", DAY).best
    assert [hit.name for hit in renewed.find("仁怀", DAY).best] == [20]
    assert [hit.firm for hit in renewed.find("新阳", DAY).best] == [7, 1]
    assert index.find("茅台", DAY).best


def test_an_empty_index_finds_nothing_until_a_firm_comes():
    empty = build_index([])
    assert empty.find("新阳", DAY).best == ()
    assert renew_index(empty, {1}, [NameRow(0, 1, "short", "新阳")]).find("xy", DAY).total == 1


@pytest.mark.parametrize(
    ("text", "start", "length", "marked"),
    [
        ("ABB（中国）有限公司", 3, 2, "中国"),
        ("Queclink Wireless", 4, 6, "link Wi"),
        ("上海 新陽", 2, 2, "新陽"),
        ("贵州茅台", 0, 4, "贵州茅台"),
    ],
)
def test_what_was_found_is_marked_in_the_name_as_it_is_written(text, start, length, marked):
    begin, end = mark_in(text, start, length)
    assert text[begin:end] == marked
