"""Where a formation starts and what it must keep, on two chains one can see."""

from __future__ import annotations

import io

import numpy as np
import polars as pl
import pytest

from jilian_engine.clusters import form_clusters
from jilian_engine.errors import EngineError
from jilian_engine.network import build_network
from jilian_engine.worlds import planted_network

FIRMS = ["cake", "crystal", "dough", "flour", "sensor", "solvent", "sugar", "wafer"]
LINKS = "crystal wafer, solvent wafer, wafer sensor, crystal sensor, flour dough, sugar dough, \
dough cake, flour cake, dough wafer"


def network():
    rows = io.StringIO("supplier,buyer\n" + LINKS.replace(", ", "\n").replace(" ", ","))
    links = pl.read_csv(rows).with_columns(evidence=pl.lit("declared"))
    return build_network(pl.DataFrame({"firm": FIRMS}), links)


def formed(**conditions) -> set[frozenset[str]]:
    found = form_clusters(network(), seed=7, resolution=0.2, resamples=0, **conditions)
    groups: dict[int, set[str]] = {}
    for firm, cluster in zip(FIRMS, found.membership.tolist(), strict=True):
        if cluster >= 0:
            groups.setdefault(cluster, set()).add(firm)
    return {frozenset(held) for held in groups.values()}


def at(*firms: str) -> np.ndarray:
    return np.array([firm in firms for firm in FIRMS])


FOOD = frozenset({"cake", "dough", "flour", "sugar"})
CHIPS = frozenset({"crystal", "sensor", "solvent", "wafer"})


def test_a_good_start_stays_as_it_is() -> None:
    assert formed() == formed(start=np.where(at(*FOOD), 9, 4)) == {FOOD, CHIPS}


def test_a_firm_begun_in_the_wrong_cluster_moves_unless_it_is_fixed() -> None:
    start = np.where(at(*FOOD) | at("solvent"), 0, 1)
    assert formed(start=start) == {FOOD, CHIPS}
    assert formed(start=start, fixed=at("solvent", "flour")) == {
        FOOD | {"solvent"}, CHIPS - {"solvent"}}  # fmt: skip


def test_a_fixed_firm_keeps_a_cluster_below_the_least_size() -> None:
    start = np.where(at("sugar"), 5, -1)
    assert formed(start=start, fixed=at("sugar")) >= {CHIPS}
    alone = np.where(at("sugar"), 5, np.where(at(*FOOD), 3, 4))
    fixed = at("sugar", "dough", "flour", "cake")
    assert formed(start=alone, fixed=fixed) == {FOOD - {"sugar"}, frozenset({"sugar"}), CHIPS}


def test_a_forbidden_pair_is_parted() -> None:
    found = formed(forbidden=np.array([(FIRMS.index("crystal"), FIRMS.index("sensor"))]))
    assert FOOD in found
    assert not any({"crystal", "sensor"} <= held for held in found)


def test_areas_part_what_belongs_together() -> None:
    areas = pl.Series(["jiuting" if firm == "solvent" else "sijing" for firm in FIRMS])
    assert formed(areas=areas) == {FOOD, CHIPS - {"solvent"}}
    unknown = pl.Series([None if firm == "sugar" else "sijing" for firm in FIRMS])
    assert formed(areas=unknown) == {FOOD - {"sugar"}, CHIPS}


def test_strengths_count_the_ties_that_a_condition_cut() -> None:
    areas = pl.Series(["jiuting" if firm == "solvent" else "sijing" for firm in FIRMS])
    found = form_clusters(network(), seed=7, resolution=0.2, resamples=0, areas=areas)
    assert found.inside_share[FIRMS.index("wafer")] == 0.5  # crystal and sensor of four


@pytest.mark.parametrize(("conditions", "code"), [
    ({"start": np.zeros(3)}, "bad_condition"),
    ({"fixed": at("cake")}, "bad_condition"),
    ({"start": np.full(8, -1), "fixed": at("cake")}, "bad_condition"),
    ({"forbidden": np.array([(0, 8)])}, "bad_condition"),
    ({"forbidden": np.array([(2, 2)])}, "bad_condition"),
    ({"start": np.zeros(8), "fixed": at("cake", "crystal"), "forbidden": np.array([(0, 1)])},
     "contradiction"),
    ({"start": np.zeros(8), "fixed": at("cake", "crystal"), "areas": pl.Series(FIRMS)},
     "contradiction"),
    ({"start": np.zeros(8), "fixed": at("cake"), "areas": pl.Series([None] * 8, dtype=pl.String)},
     "bad_condition"),
])  # fmt: skip
def test_conditions_that_cannot_hold_are_refused(conditions, code) -> None:
    with pytest.raises(EngineError) as refused:
        formed(**conditions)
    assert refused.value.code == code


def test_a_start_alone_changes_little_on_a_planted_network() -> None:
    planted = planted_network(3, 8, 40, mixing=0.1)
    moved = planted.truth.copy()
    moved[::16] = (moved[::16] + 1) % 8
    found = form_clusters(planted.network, seed=7, resolution=0.1, resamples=0, start=moved)
    again = form_clusters(planted.network, seed=7, resolution=0.1, resamples=0)
    assert (found.membership == again.membership).all()
    assert found.quality == again.quality
