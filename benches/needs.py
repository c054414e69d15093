"""The labelled needs: nDCG@10 and recall@20 of our ranking beside BM25, trigrams and distance.

    python benches/needs.py [--errors 20] [--draws 2000] [--dev-only]

Both halves of benches/needs (its README says how they were labelled). Of each baseline all plain
forms are tried and the one best on the dev half stands for it on both. Ours is asked as the product
asks it, with the place, amount and hours of the need, and once with its words alone. Intervals are
of the difference to the best baseline, over needs drawn again. Errors are those of the dev half
alone; of the held half nothing but means is printed. Whoever works on the method runs --dev-only.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

import numpy as np
import polars as pl

from jilian_engine.shortages import Need, ProductIndex, build_index, rank_suppliers
from needs_baselines import CUTS, PLACES, Bm25, Distance, Scores, Trigram
from needs_labels import (
    HALVES,
    KINDS,
    CorpusFirm,
    LabelledNeed,
    ndcg,
    read_corpus,
    read_needs,
    recall,
)

SURE = {"same", "synonym", "cas", "substitute"}
Ask = Callable[[LabelledNeed], Scores]


@dataclass
class Measured:
    """What one method did on one half, need by need."""

    method: str
    ndcg: np.ndarray
    recall: np.ndarray
    kinds: list[str]
    answered_none: int
    seconds: list[float] = field(default_factory=list)

    def mean(self, kind: str | None = None) -> float:
        """Mean nDCG@10, of one kind or of all."""
        kept = np.array([kind is None or one == kind for one in self.kinds])
        return float(self.ndcg[kept].mean())


class Ours:
    """The ranking of the product over the corpus, with the place and size of a need or without."""

    def __init__(self, firms: Sequence[CorpusFirm]) -> None:
        rows = [(firm.firm, term, "makes") for firm in firms for term in firm.terms]
        products = pl.DataFrame(rows, schema=["firm", "product", "role"], orient="row")
        table = pl.DataFrame({
            "firm": [firm.firm for firm in firms],
            "industry": [firm.industry or None for firm in firms],
            "town": [firm.division for firm in firms],
            "x": [PLACES[firm.division][0] for firm in firms],
            "y": [PLACES[firm.division][1] for firm in firms],
        })  # fmt: skip
        self.index: ProductIndex = build_index(products, table)

    def whole(self, need: LabelledNeed) -> Scores:
        """As the product asks: words, amount, hours and place."""
        x, y = PLACES[need.place]
        try:
            amount = Decimal(need.amount)
        except InvalidOperation:
            amount = None
        return self._ranked(
            Need(need.text, amount, need.unit, float(need.hours), x, y, town=need.place)
        )

    def words(self, need: LabelledNeed) -> Scores:
        """The words alone."""
        return self._ranked(Need(need.text))

    def _ranked(self, need: Need) -> Scores:
        ranking = rank_suppliers(self.index, need, most=20)
        return {str(firm): -float(at) for at, firm in enumerate(ranking.suppliers)}

    def first(self, need: LabelledNeed) -> tuple[float, bool]:
        """Score of the first firm, and whether it is said to make just this."""
        ranking = rank_suppliers(self.index, Need(need.text), most=1)
        if not ranking.proposals:
            return 0.0, False
        one = ranking.proposals[0]
        return one.score, any(reason.kind in SURE for reason in one.evidence)


def measure(
    method: str, ask: Ask, needs: Sequence[LabelledNeed], firms: Sequence[CorpusFirm]
) -> Measured:
    """Ask every need and measure the answers; needs that nobody answers are counted apart."""
    makes = {firm.firm: frozenset(firm.terms) for firm in firms}
    gains, shares, kinds, seconds, none = [], [], [], [], 0
    for need in needs:
        began = time.perf_counter()
        scores = ask(need)
        seconds.append(time.perf_counter() - began)
        if need.kind == "none":
            none += bool(scores)
            continue
        grades = need.firm_grades(makes)
        gains.append(ndcg(scores, grades))
        shares.append(recall(scores, grades))
        kinds.append(need.kind)
    return Measured(method, np.array(gains), np.array(shares), kinds, none, seconds)


def baselines(firms: Sequence[CorpusFirm]) -> dict[str, dict[str, Ask]]:
    """Every plain form of each baseline."""
    forms: dict[str, dict[str, Ask]] = {"BM25": {}, "trigrams": {}, "distance": {}}
    for name, cut in CUTS.items():
        for unit in ("best term", "sum of terms", "firm"):
            bm25 = Bm25(firms, cut, unit)
            forms["BM25"][f"{name}, {unit}"] = lambda need, by=bm25: by(need.text)
    for form in ("similarity", "word similarity"):
        trigram = Trigram(firms, form)
        forms["trigrams"][form] = lambda need, by=trigram: by(need.text)
    distance = Distance(firms)
    forms["distance"]["nearest"] = lambda need: distance(need.place)
    return forms


def best_forms(
    forms: dict[str, dict[str, Ask]], dev: Sequence[LabelledNeed], firms: Sequence[CorpusFirm]
) -> dict[str, Ask]:
    """Of each baseline the form with the highest nDCG@10 on the dev half; all are printed."""
    chosen: dict[str, Ask] = {}
    for name, tried in forms.items():
        means = {form: measure(form, ask, dev, firms).mean() for form, ask in tried.items()}
        best = max(means, key=lambda form: means[form])
        print(f"{name} on dev: " + ", ".join(f"{form} {mean:.3f}" for form, mean in means.items()))
        chosen[f"{name} ({best})"] = tried[best]
    return chosen


def show(half: str, done: Sequence[Measured], none: int) -> None:
    """One line a method."""
    print(f"\n{half}: {len(done[0].ndcg)} needs with answers, {none} that nobody answers")
    kinds = [kind for kind in KINDS if kind != "none"]
    print(f"  {'':38}nDCG@10  recall@20  " + "  ".join(f"{kind:>5}" for kind in kinds)
          + "  p95 ms  answers to none")  # fmt: skip
    for one in done:
        slow = float(np.quantile(one.seconds, 0.95)) * 1000
        by_kind = "  ".join(f"{one.mean(kind):5.3f}" for kind in kinds)
        print(f"  {one.method:38}{one.ndcg.mean():7.3f}  {one.recall.mean():9.3f}  {by_kind}"
              f"  {slow:6.2f}  {one.answered_none} of {none}")  # fmt: skip


def interval(better: Measured, other: Measured, draws: int) -> tuple[float, float, float]:
    """Difference of the means of nDCG@10 and its 95 % interval over needs drawn again."""
    gaps = better.ndcg - other.ndcg
    chance = np.random.default_rng(20260)
    means = gaps[chance.integers(0, len(gaps), (draws, len(gaps)))].mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(gaps.mean()), float(low), float(high)


def show_unanswerable(ours: Ours, needs: Sequence[LabelledNeed]) -> None:
    """What is said of needs that nobody answers, beside those that somebody does."""
    for title, none in (("nobody answers", True), ("somebody answers", False)):
        first = [ours.first(need) for need in needs if (need.kind == "none") == none]
        sure = sum(said for _score, said in first)
        low, middle = np.quantile([score for score, _said in first], (0.1, 0.5))
        print(f"  {title}: said to make just this {sure} of {len(first)};"
              f" first score {middle:.2f} in the median, a tenth below {low:.2f}")  # fmt: skip


def errors(
    ours: Ours,
    done: Measured,
    needs: Sequence[LabelledNeed],
    firms: Sequence[CorpusFirm],
    most: int,
) -> None:
    """The worst needs of the dev half: what was expected, what stood first instead."""
    makes = {firm.firm: firm.terms for firm in firms}
    asked = [need for need in needs if need.kind != "none"]
    for at in np.argsort(done.ndcg, kind="stable")[:most].tolist():
        need = asked[at]
        wanted = " ".join(term for term, grade in need.grades.items() if grade == 3)
        first = "; ".join(" ".join(makes[firm][:3]) for firm in list(ours.whole(need))[:2])
        print(
            f"  {done.ndcg[at]:.2f} {need.need_id} {need.kind:5} {need.text} -> {wanted} | {first}"
        )


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=int, default=20)
    parser.add_argument("--draws", type=int, default=2000)
    parser.add_argument("--dev-only", action="store_true")
    asked = parser.parse_args()
    firms = read_corpus()
    needs = {half: read_needs(half) for half in (("dev",) if asked.dev_only else HALVES)}
    print(f"{len(firms)} firms, {len({t for f in firms for t in f.terms})} different product terms")
    methods = best_forms(baselines(firms), needs["dev"], firms)
    ours = Ours(firms)
    ours.whole(needs["dev"][0])
    methods |= {"ours, words alone": ours.words, "ours": ours.whole}
    for half, those in needs.items():
        done = [measure(name, ask, those, firms) for name, ask in methods.items()]
        nobody = [need for need in those if need.kind == "none"]
        show(half, done, len(nobody))
        plain = max(done[:-2], key=lambda one: one.ndcg.mean())
        gap, low, high = interval(done[-1], plain, asked.draws)
        print(f"  ours above {plain.method}: {gap:+.3f} (95 %: {low:+.3f} to {high:+.3f})")
        show_unanswerable(ours, those)
        if half == "dev" and asked.errors:
            print(f"  the {asked.errors} worst of dev: nDCG, need, wanted | firms that came first")
            errors(ours, done[-1], needs["dev"], firms, asked.errors)


if __name__ == "__main__":
    main()
