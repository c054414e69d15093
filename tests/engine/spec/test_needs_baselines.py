"""The baselines of the bench are what they are called."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[3] / "benches"))

from needs_baselines import (
    CUTS,
    PLACES,
    Bm25,
    Distance,
    Trigram,
    pairs,
    similarity,
    trigrams,
    word_similarity,
)
from needs_labels import CorpusFirm, read_corpus

FIRMS = [
    CorpusFirm("valves", "", "310117", "3443", ("球阀", "闸阀")),
    CorpusFirm("ball", "", "320500", "3443", ("球阀",)),
    CorpusFirm("cement", "", "340100", "3011", ("水泥",)),
    CorpusFirm("silent", "", "310117", "3011", ()),
]


@pytest.mark.parametrize(
    ("need", "term", "of_postgresql"),
    [
        ("去毛刺溶液", "去毛刺药水", 0.33333334),
        ("IGBT模块", "IGBT 1200V 50A", 0.22222222),
        ("清洗液", "清洗晶圆表面残胶用的药水", 0.13333334),
    ],
)
def test_similarity_is_that_of_pg_trgm(need, term, of_postgresql):
    found = similarity(frozenset(trigrams(need)), frozenset(trigrams(term)))
    assert found == pytest.approx(of_postgresql, abs=1e-6)


@pytest.mark.parametrize(
    ("term", "need", "of_postgresql"),
    [("球阀", "球阀 DN100 法兰 不锈钢", 1), ("光伏EVA胶膜", "EVA 胶膜 透明 460g", 0.18181819)],
)
def test_word_similarity_is_that_of_pg_trgm(term, need, of_postgresql):
    found = word_similarity(frozenset(trigrams(term)), trigrams(need))
    assert found == pytest.approx(of_postgresql, abs=1e-6)


def test_pairs_keep_latin_words_whole():
    assert pairs("IGBT模块 水") == ["igbt模", "模块", "水"]


@pytest.mark.parametrize("unit", ["best term", "sum of terms", "firm"])
def test_bm25_answers_with_the_makers_alone_and_equals_are_equal(unit):
    scores = Bm25(FIRMS, CUTS["characters and pairs"], unit)("要 球阀 DN50")
    assert set(scores) == {"valves", "ball"}
    assert (scores["valves"] == scores["ball"]) == (unit == "best term")
    assert Bm25(FIRMS, CUTS["pairs"], unit)("螺丝") == {}


def test_trigrams_give_a_firm_its_best_term():
    scores = Trigram(FIRMS, "similarity")("球阀")
    assert scores == {"valves": 1, "ball": 1}


def test_distance_knows_nothing_but_the_place():
    scores = Distance(FIRMS)("310117")
    assert sorted(scores, key=lambda firm: -scores[firm]) == ["valves", "ball", "cement"]
    assert {firm.division for firm in read_corpus()} == set(PLACES)
