"""Made supply networks that are statistically like the reference network, only larger.

The reference (tests/engine/spec/esri_reference) has 1,000 firms. A made network takes every firm of
it equally often as a model, so often as there are thousands of firms wanted: in so many tiers.
Every link between two firms of the reference becomes one for each tier, between the buyer's copy in
that tier and the supplier's copy in a tier drawn at random, each of these once, of the same amount.
Each industry is divided in as many as there are tiers, ten at most (600 in all, about as many as a
four-digit classification has), with its row and column of the matrix of classes; a buyer's links to
one industry stay links to one. So numbers of partners, amounts, classes and inputs by industry are
the reference's. Only the copies of the most sold to hundredth of its firms share their links
unevenly, by a power law of exponent 2 (Hill's estimates from the reference's top 20 and top 50 are
2.5 and 1.5): the largest firm grows with the network. `likeness` compares.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from jilian_engine.chain import Chain, _kernels as kernels, prepare_chain
from jilian_engine.chain.reading import read_network

REFERENCE = Path(__file__).parents[1] / "tests/engine/spec/esri_reference"
TOP, EXPONENT, MOST_COPIES = 0.01, 2.0, 10


@cache
def reference() -> Chain:
    """The reference."""
    return read_network(REFERENCE).chain


def degrees(chain: Chain) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of buyers and of suppliers."""
    count = chain.firm_count
    return (
        np.bincount(chain.suppliers, minlength=count),
        np.bincount(chain.buyers, minlength=count),
    )


def made_chain(seed: int, firms: int) -> Chain:
    """An invented network like the reference."""
    model = reference()
    chance = np.random.Generator(np.random.PCG64(seed))
    copies = min(max(firms // model.firm_count, 1), MOST_COPIES)
    tiers = -(-firms // (model.firm_count * copies)) * copies
    place = np.full((model.firm_count, tiers), -1)
    in_turn = np.argsort(chance.random((tiers, model.firm_count)), axis=1).ravel()[:firms]
    place[in_turn, np.arange(firms) // model.firm_count] = chance.permutation(firms)
    supplier, buyer = _links(model, chance, place, copies)
    of, tier = np.empty(firms, dtype=np.int64), np.empty(firms, dtype=np.int64)
    there = np.nonzero(place >= 0)
    of[place[there]], tier[place[there]] = there
    kept = buyer >= 0
    amounts = np.broadcast_to(model.amounts[:, None], buyer.shape)[kept]
    classes = np.repeat(np.repeat(model.essential, copies, axis=0), copies, axis=1)
    industry = model.industry[of] * copies + tier % copies
    return prepare_chain(industry, supplier[kept], buyer[kept], amounts, classes)


def _links(
    model: Chain, chance: np.random.Generator, place: np.ndarray, copies: int
) -> tuple[np.ndarray, np.ndarray]:
    """Suppliers and buyers: a row for each link of the model, a column for each tier of buyers."""
    count, tiers = place.shape
    rows = np.arange(model.link_count)[:, None]
    slot = model.buyers.astype(np.int64) * len(model.essential) + model.industry[model.suppliers]
    names, slot = np.unique(slot, return_inverse=True)
    tier = np.arange(tiers)
    part = chance.permuted(np.tile(np.arange(copies), (len(names), 1)), axis=1)[slot]
    block = chance.permuted(np.tile(np.arange(tiers // copies), (len(rows), 1)), axis=1)
    chosen = block[:, tier // copies] * copies + part[:, tier % copies]
    top = np.argsort(-degrees(model)[0], kind="stable")[: round(count * TOP)]
    for firm in top:
        own = np.flatnonzero(model.suppliers == firm)
        weight = np.where(place[firm] >= 0, 1 + chance.pareto(EXPONENT, tiers), 0)
        chosen[own] = chance.choice(tiers, (len(own), tiers), p=weight / weight.sum())
    supplier = place[model.suppliers[:, None], chosen]
    absent = np.nonzero(supplier < 0)
    for row, column in zip(*absent, strict=True):
        firm, own = model.suppliers[row], chosen[row, column] % copies
        those = place[firm, own::copies]
        those = those[those >= 0] if (those >= 0).any() else place[firm][place[firm] >= 0]
        supplier[row, column] = chance.choice(those)
    return supplier, place[model.buyers]


def likeness(made: Chain) -> str:
    """The made network beside the reference, figure by figure."""
    one, other = _figures(reference()), _figures(made)
    rows = [f"    {'':42}{'reference':>26}{'made':>26}"]
    rows += [f"    {name:42}{one[name]:>26}{other[name]:>26}" for name in one]
    return "\n".join(rows)


def _figures(chain: Chain) -> dict[str, str]:
    count = chain.firm_count
    sold, bought = degrees(chain)
    kind = chain.essential[chain.industry[chain.suppliers], chain.industry[chain.buyers]]
    slots = np.unique(chain.buyers.astype(np.int64) << 32 | chain.industry[chain.suppliers])
    sizes, top = np.bincount(chain.industry), np.sort(chain.out)[::-1]
    logs = np.log(chain.amounts)
    steps, down, up, walked, esri = _walks(chain)

    def parts(values: np.ndarray, at: tuple[float, ...] = (50, 90, 99), form: str = ".0f") -> str:
        return " ".join(f"{value:{form}}" for value in np.percentile(values, at))

    return {
        "firms, industries": f"{count:,}, {len(sizes)}",
        "links a firm": f"{chain.link_count / count:.2f}",
        "firms with no buyer, with no supplier": f"{(sold == 0).mean():.3f}, "
                                                 f"{(bought == 0).mean():.3f}",
        "buyers of a firm: 50, 90, 99 %, most": f"{parts(sold)} {sold.max()}",
        "suppliers of a firm: 50, 90, 99 %, most": f"{parts(bought)} {bought.max()}",
        "links by class 0, 1, 2": " ".join(f"{(kind == at).mean():.3f}" for at in range(3)),
        "matrix by class 0, 1, 2": " ".join(
            f"{(chain.essential == at).mean():.3f}" for at in range(3)),
        "links to one industry of suppliers": f"{chain.link_count / len(slots):.2f}",
        "largest industry's share of firms": f"{sizes.max() / count:.3f}",
        "log of amounts: mean, spread": f"{logs.mean():.2f}, {logs.std():.2f}",
        "output of the top 1 %, 10 % of firms": f"{top[: count // 100].sum() / top.sum():.2f}, "
                                                f"{top[: count // 10].sum() / top.sum():.2f}",
        "steps: mean; 50, 90, 99 %": f"{steps.mean():.2f}; {parts(steps)}",
        "firms touched by supply: mean; 50, 90 %": f"{down.mean():.3f}; "
                                                   f"{parts(down, (50, 90), '.3f')}",
        "firms touched by demand: mean; 50, 90 %": f"{up.mean():.3f}; "
                                                   f"{parts(up, (50, 90), '.3f')}",
        "links walked by links: mean": f"{walked.mean():.2f}",
        "index: 50, 90, 99 %": parts(esri, form=".1e"),
    }  # fmt: skip


def _walks(chain: Chain, epsilon: float = 0.01, most: int = 1_000) -> list[np.ndarray]:
    """Of up to a thousand firms drawn: steps, firms touched both ways, links walked, index."""
    layout, count = chain.layout, chain.firm_count
    chosen = np.random.default_rng(0).permutation(count)[:most]
    room, found, rows = layout.room(), np.zeros(3), []
    for number in layout.number[chosen]:
        hit, loss = np.array([number], dtype=np.uint32), np.ones(1)
        steps = kernels.spread(layout.ground, room, hit, loss, epsilon, True, False, 1 << 62)
        kernels.sums(layout.ground, room, hit, loss, found)
        felt_down, felt_up, walked = room.counts
        rows.append((steps, felt_down / count, felt_up / count, walked / chain.link_count,
                     found[0] / chain.out.sum()))  # fmt: skip
        kernels.clean(layout.ground, room, hit)
    layout.rooms.append(room)
    return list(np.array(rows).T)
