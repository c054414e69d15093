"""Five hundred made shortages: ask helpers in our order, by distance, by text, and count.

    python benches/shortage_simulation.py [--firms 1526] [--shortages 500] [--seed 20261]

The district and everything true in it is made up (docs/methods/shortage-simulation.md), so the
figures say how the parts work together and compare orders with each other, not how a real district
would do. Every order meets the same shortages, the same firms, the same answers and delays.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import polars as pl

from jilian_engine.shortages import Known, Need, build_index, rank_suppliers
from jilian_engine.worlds import District, make_district
from needs_baselines import CUTS, Bm25
from needs_labels import CorpusFirm
from shortage_model import (
    OWN_WORD,
    SOONER,
    SPARE,
    Course,
    Firms,
    Shortage,
    draw_shortages,
    draw_truth,
    read_firms,
    run_call,
)

Order = Callable[[Shortage], Sequence[int]]


@dataclass(frozen=True)
class Told:
    """What one order came to over all calls."""

    name: str
    courses: tuple[Course, ...]
    inside: tuple[bool, ...]  # the first useful helper sits in the caller's cluster

    def minutes(self, share: float) -> float:
        """Time to the first useful answer within which this share of all calls had one."""
        return quantile_with_unmet([one.minutes for one in self.courses], share)


def quantile_with_unmet(minutes: Sequence[float], share: float) -> float:
    """The time by which so many calls were answered; infinite where fewer ever were."""
    return sorted(minutes)[max(0, int(np.ceil(share * len(minutes))) - 1)]


def our_order(district: District, firms: Firms) -> Order:
    """The ranking of the product, knowing what the records say and no more."""
    index = build_index(
        district.products.select("firm", "product", "role", "industry"),
        pl.DataFrame({"firm": firms.keys, "industry": firms.industry, "x": firms.x, "y": firms.y,
                      "town": district.sites["town"]}),
    )  # fmt: skip
    free = SPARE[0] / sum(SPARE)
    sooner = sum(SOONER) / 2
    place = firms.place

    def order(shortage: Shortage) -> Sequence[int]:
        caller = firms.cluster[shortage.caller]
        known = {}
        for at, key in enumerate(firms.keys):
            capacity, days = firms.capacity[at], firms.lead_days[at]
            near = 0.0
            if caller:
                near = max(1.0 * (firms.cluster[at] == caller),
                           0.7 * (caller in firms.supplies.get(key, ())))  # fmt: skip
            known[key] = Known(
                spare=None if np.isnan(capacity) else Decimal(round(capacity * free)),
                lead_hours=None if np.isnan(days) else float(days * 24 * sooner),
                chain=near if caller else None,
            )
        need = Need(
            shortage.said, Decimal(round(shortage.amount)), "", float(shortage.hours),
            float(firms.x[shortage.caller]), float(firms.y[shortage.caller]),
            industry=firms.industry[shortage.caller], firm=firms.keys[shortage.caller],
        )  # fmt: skip
        ranking = rank_suppliers(index, need, most=len(firms.keys), known=known)
        return [place[str(key)] for key in ranking.suppliers]

    return order


def distance_order(firms: Firms) -> Order:
    """The nearest first, whatever they make."""

    def order(shortage: Shortage) -> Sequence[int]:
        return [at for at in np.argsort(_far(firms, shortage), kind="stable").tolist()
                if at != shortage.caller]  # fmt: skip

    return order


def text_order(firms: Firms, *, near_first: bool, seed: int) -> Order:
    """BM25 over what firms make; equals in a drawn order, or the nearest first."""
    corpus = [CorpusFirm(str(at), "", "", "", (product,)) for at, product in enumerate(firms.makes)]
    search = Bm25(corpus, CUTS["characters and pairs"], "firm")

    def order(shortage: Shortage) -> Sequence[int]:
        scores = {int(one): score for one, score in search(shortage.said).items()}
        drawn = np.random.default_rng((seed, 3, shortage.number)).random(len(firms.keys))
        second = _far(firms, shortage) if near_first else drawn
        ranked = sorted(scores, key=lambda one: (-round(scores[one], 9), second[one]))
        return [one for one in ranked if one != shortage.caller]

    return order


def _far(firms: Firms, shortage: Shortage) -> np.ndarray:
    east = (firms.x - firms.x[shortage.caller]) * np.cos(np.radians(firms.y[shortage.caller]))
    return np.hypot(firms.y - firms.y[shortage.caller], east)


def play(name: str, order: Order, shortages: Sequence[Shortage], firms: Firms, seed: int) -> Told:
    """All calls in one order."""
    courses, inside = [], []
    clusters = np.array(firms.cluster)
    for shortage in shortages:
        own = clusters[shortage.caller]
        same = (clusters == own) & (own != "")
        course = run_call(order(shortage), same, draw_truth(firms, shortage, seed))
        courses.append(course)
        inside.append(course.helper >= 0 and bool(same[course.helper]))
    return Told(name, tuple(courses), tuple(inside))


def perfect_order(firms: Firms, seed: int) -> Order:
    """Who truly will be of use, the quickest answer first: no order can do better."""

    def order(shortage: Shortage) -> Sequence[int]:
        truth = draw_truth(firms, shortage, seed)
        useful = np.flatnonzero(truth.useful)
        return useful[np.argsort(truth.answers_after[useful], kind="stable")].tolist()

    return order


def show(told: Sequence[Told], shortages: Sequence[Shortage]) -> None:
    """One line an order; then calls in the records' own word and in others apart."""
    count = len(shortages)
    heads = ("median min", "p90 min", "solved", "in 60 min", "in cluster", "asked", "wrong a call",
             "wrong share")  # fmt: skip
    print(f"  {'':34}" + "  ".join(heads))
    for one in told:
        asked = sum(course.asked for course in one.courses)
        wrong = sum(course.wrong for course in one.courses)
        cells = (
            _minutes(one.minutes(0.5)),
            _minutes(one.minutes(0.9)),
            f"{sum(course.helper >= 0 for course in one.courses) / count:.1%}",
            f"{sum(course.minutes <= 60 for course in one.courses) / count:.1%}",
            f"{sum(one.inside) / count:.1%}",
            f"{asked / count:.1f}",
            f"{wrong / count:.2f}",
            f"{wrong / max(asked, 1):.1%}",
        )
        print(f"  {one.name:34}" + "  ".join(
            cell.rjust(len(head)) for cell, head in zip(cells, heads, strict=True)
        ))  # fmt: skip
    print(f"\n  solved, by the words of the call ({OWN_WORD:.0%} in the records' own word)")
    for one in told:
        shares = []
        for own in (True, False):
            those = [
                course.helper >= 0
                for course, shortage in zip(one.courses, shortages, strict=True)
                if shortage.own_word == own
            ]
            shares.append(f"{'own' if own else 'other'} {sum(those) / max(len(those), 1):6.1%}")
        print(f"  {one.name:34}" + "   ".join(shares))


def _minutes(value: float) -> str:
    return "unmet" if np.isinf(value) else f"{value:.0f}"


def main() -> None:
    """Make the district, play every order, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=1526)
    parser.add_argument("--shortages", type=int, default=500)
    parser.add_argument("--seed", type=int, default=20261)
    asked = parser.parse_args()
    district = make_district(asked.seed, firms=asked.firms)
    firms = read_firms(district)
    shortages = draw_shortages(district, firms, asked.shortages, asked.seed)
    orders = {
        "ours": our_order(district, firms),
        "text (BM25), equals nearest first": text_order(firms, near_first=True, seed=asked.seed),
        "text (BM25), equals at random": text_order(firms, near_first=False, seed=asked.seed),
        "distance": distance_order(firms),
        "who truly can, quickest first": perfect_order(firms, asked.seed),
    }
    print(f"{asked.firms} made firms, {asked.shortages} shortages, seed {asked.seed}: all made up")
    show(
        [play(name, order, shortages, firms, asked.seed) for name, order in orders.items()],
        shortages,
    )


if __name__ == "__main__":
    main()
