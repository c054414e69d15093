"""The made model behind shortage_simulation.py: shortages, what is true of each firm, the course.

docs/methods/shortage-simulation.md states it in words. All draws of a shortage come from the seed
and its number alone, so every way of ranking meets the same firms, answers and delays.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jilian_engine.worlds import District

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SAID = Path(__file__).parent / "shortage_words.csv"
OWN_WORD = 0.5  # share of calls that use the word of the records
STILL_MAKES = 0.9  # a record says so, and it is true
CAN_BESIDE = {"same class": 0.35, "same group": 0.10}  # makes it, and no record says so
LENDS = 0.15  # a firm that buys it for itself can lend some
SPARE = (2.0, 3.0)  # Beta: the share of a maker's capacity that is free
HELD = (0.02, 0.2)  # what a holder has, as a share of a usual maker's capacity
SOONER = (0.02, 0.2)  # an urgent order takes this share of the ordinary lead time
ANSWERS = (6.0, 4.0)  # Beta: a firm's chance to answer at all
DELAY = (25.0, 0.9)  # minutes: median, and spread of the logarithm
REFUSES = 0.15  # could help, and says no
SPEED, LOADING = 40.0, 1.0  # kilometres an hour; hours
HOURS = (24, 48, 72, 120, 168, 336)
ASKED_SHARE = (0.15, 0.8)  # of a usual capacity: median, and spread of the logarithm
USEFUL = 0.5  # the least share of the amount that counts as help
WAVE, WAIT, LAST = 5, 30.0, 240.0  # firms asked at once; minutes to the next; the last may begin


@dataclass(frozen=True)
class Firms:
    """The district's firms by position, with what its records say."""

    keys: tuple[str, ...]
    makes: tuple[str, ...]
    industry: tuple[str, ...]
    second: tuple[str, ...]
    buys: tuple[frozenset[str], ...]
    capacity: Floats  # nan where the record has none
    lead_days: Floats
    x: Floats
    y: Floats
    cluster: tuple[str, ...]  # as declared; empty outside any
    supplies: Mapping[str, frozenset[str]]  # declared clusters that a firm supplies

    @property
    def place(self) -> dict[str, int]:
        """Position by key."""
        return {key: at for at, key in enumerate(self.keys)}


@dataclass(frozen=True)
class Shortage:
    """What a caller lacks: the product in truth, and the words in which it is asked for."""

    number: int
    caller: int
    product: str
    industry: str
    said: str
    amount: float
    hours: int
    own_word: bool


@dataclass(frozen=True)
class Truth:
    """For one shortage, firm by firm: can it at all, is its answer of use, when does it answer."""

    able: Bools
    useful: Bools
    answers_after: Floats  # minutes from being asked; infinite: never


@dataclass(frozen=True)
class Course:
    """How one call went: minutes to the first useful answer, by whom, how many were asked."""

    minutes: float  # infinite: none
    helper: int  # -1: none
    asked: int
    wrong: int  # of those asked: neither make it nor hold it


def read_firms(district: District) -> Firms:
    """The firms of a made district, as its records show them."""
    keys = district.firms["firm"].to_list()
    made = {row["firm"]: row for row in district.products.to_dicts() if row["role"] == "makes"}
    buys: dict[str, set[str]] = {key: set() for key in keys}
    for firm, product in district.products.filter(pl.col("role") == "buys").select(
        "firm", "product"
    ).iter_rows():  # fmt: skip
        buys[firm].add(product)
    ranks = {(row["firm"], row["rank"]): row["industry"] for row in district.industries.to_dicts()}
    cluster = dict(district.memberships.select("firm", "cluster").iter_rows())
    supplies: dict[str, set[str]] = {}
    for supplier, buyer in running_links(district).select("supplier", "buyer").iter_rows():
        if buyer in cluster:
            supplies.setdefault(supplier, set()).add(cluster[buyer])
    sites = {row["firm"]: row for row in district.sites.to_dicts()}
    unknown = float("nan")
    return Firms(
        tuple(keys), tuple(made[key]["product"] for key in keys),
        tuple(ranks[key, 1] for key in keys), tuple(ranks.get((key, 2), "") for key in keys),
        tuple(frozenset(buys[key]) for key in keys),
        np.array([made[key]["capacity"] or unknown for key in keys]),
        np.array([made[key]["lead_days"] or unknown for key in keys]),
        np.array([sites[key]["x"] for key in keys]), np.array([sites[key]["y"] for key in keys]),
        tuple(cluster.get(key, "") for key in keys),
        {firm: frozenset(those) for firm, those in supplies.items()},
    )  # fmt: skip


def running_links(district: District) -> pl.DataFrame:
    """Links that had not ended, of those that are declared or seen in orders, not inferred."""
    running = pl.col("valid_to").is_null() | (pl.col("valid_to") > district.as_of)
    return district.links.filter(running & (pl.col("evidence") != "inferred"))


def read_said() -> dict[str, list[str]]:
    """Other words for the products of the made district."""
    said: dict[str, list[str]] = {}
    with SAID.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            said.setdefault(row["product"], []).append(row["said"])
    return said


def draw_shortages(district: District, firms: Firms, count: int, seed: int) -> list[Shortage]:
    """Shortages at running links: the supplier fails, the buyer asks for what the link carries."""
    chance = np.random.default_rng((seed, 0))
    said, place = read_said(), firms.place
    links = running_links(district).filter(pl.col("product").is_in(list(said)))
    links = links.sort("supplier", "buyer", "product").select("buyer", "product")
    industry = dict(zip(firms.makes, firms.industry, strict=True))
    usual = usual_capacity(firms)
    found = []
    for number, at in enumerate(chance.integers(0, links.height, count).tolist()):
        buyer, product = links.row(at)
        own_word = bool(chance.random() < OWN_WORD)
        words = product if own_word else str(chance.choice(said[product]))
        share = ASKED_SHARE[0] * float(np.exp(ASKED_SHARE[1] * chance.standard_normal()))
        found.append(Shortage(
            number, place[buyer], product, industry[product], words,
            max(1.0, round(share * usual[product])), int(chance.choice(HOURS)), own_word,
        ))  # fmt: skip
    return found


def usual_capacity(firms: Firms) -> dict[str, float]:
    """The median recorded capacity of a product's makers; of all firms where none has one."""
    made, known = np.array(firms.makes), ~np.isnan(firms.capacity)
    return {
        product: float(np.median(firms.capacity[known & (made == product)]))
        if (known & (made == product)).any()
        else float(np.median(firms.capacity[known]))
        for product in dict.fromkeys(firms.makes)
    }


def draw_truth(firms: Firms, shortage: Shortage, seed: int) -> Truth:
    """What is true of every firm for one shortage; what is a firm's own hangs on the seed alone."""
    own = np.random.default_rng((seed, 1))  # the same for all shortages
    count = len(firms.keys)
    still, willing = own.random(count) < STILL_MAKES, own.beta(*ANSWERS, count)
    made_up = own.permutation(count)
    here = np.random.default_rng((seed, 2, shortage.number))
    u, lends = here.random(count), here.random(count) < LENDS
    spare, held = here.beta(*SPARE, count), here.uniform(*HELD, count)
    sooner = here.uniform(*SOONER, count)
    answers = (here.random(count) < willing) & (here.random(count) >= REFUSES)
    delay = DELAY[0] * np.exp(DELAY[1] * here.standard_normal(count))
    usual = usual_capacity(firms)[shortage.product]
    recorded = np.array([product == shortage.product for product in firms.makes])
    beside = np.array([_beside(firms, at, shortage) for at in range(count)])
    makes = (recorded & still) | (~recorded & (u < beside))
    holds = ~makes & lends & np.array([shortage.product in those for those in firms.buys])
    capacity = _filled(firms.capacity, made_up)
    capacity = np.where(recorded, capacity, usual * capacity / np.nanmedian(firms.capacity))
    amount = np.where(makes, spare * capacity, np.where(holds, held * usual, 0.0))
    way = _kilometres(firms, shortage.caller) / SPEED + LOADING
    lead = np.where(makes, sooner * _filled(firms.lead_days, made_up) * 24, 0.0) + way
    able = makes | holds
    able[shortage.caller] = False
    useful = able & answers & (amount >= USEFUL * shortage.amount) & (lead <= shortage.hours)
    return Truth(able, useful, np.where(answers, delay, np.inf))


def _beside(firms: Firms, at: int, shortage: Shortage) -> float:
    """The chance that a firm makes a product that its records do not name."""
    classes = {firms.industry[at], firms.second[at]} - {""}
    if shortage.industry in classes:
        return CAN_BESIDE["same class"]
    if any(one[:3] == shortage.industry[:3] for one in classes):
        return CAN_BESIDE["same group"]
    return 0.0


def _filled(values: Floats, order: NDArray[np.int64]) -> Floats:
    """What no record says is in truth as with some other firm."""
    known = values[~np.isnan(values)]
    return np.where(np.isnan(values), known[order % len(known)], values)


def _kilometres(firms: Firms, caller: int) -> Floats:
    north = (firms.y - firms.y[caller]) * 111.2
    east = (firms.x - firms.x[caller]) * 111.2 * np.cos(np.radians(firms.y[caller]))
    return np.asarray(np.hypot(north, east))


def run_call(order: Sequence[int], inside: Bools, truth: Truth) -> Course:
    """Ask in waves down the ranking until a useful answer is there.

    The first wave asks firms of the caller's cluster alone; each later one, every 30 minutes, asks
    the whole district. Who was asked once is not asked again.
    """
    asked: list[int] = []
    best, helper, waves = np.inf, -1, 0
    left = list(order)
    while waves * WAIT <= LAST and best > waves * WAIT:
        at = waves * WAIT
        wave = [one for one in left if waves or inside[one]][:WAVE]
        left = [one for one in left if one not in wave]
        if waves and not left and not wave:
            break
        for one in wave:
            asked.append(one)
            if truth.useful[one] and at + truth.answers_after[one] < best:
                best, helper = at + float(truth.answers_after[one]), one
        waves += 1
    return Course(best, helper, len(asked), sum(not truth.able[one] for one in asked))
