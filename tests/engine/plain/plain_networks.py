"""Slow, obvious forms: loops over firms and links as the formulas are printed."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np

Links = list[tuple[int, int, float]]


def ties_of(links: Links) -> dict[tuple[int, int], float]:
    ties: dict[tuple[int, int], float] = {}
    for one, other, weight in links:
        ties[one, other] = ties.get((one, other), 0.0) + weight
        ties[other, one] = ties.get((other, one), 0.0) + weight
    return ties


def groups_of(membership: list[int]) -> list[list[int]]:
    """Clusters, then every firm outside any as a group of its own."""
    clusters: dict[int, list[int]] = {}
    for firm, cluster in enumerate(membership):
        clusters.setdefault(cluster if cluster >= 0 else -1 - firm, []).append(firm)
    return list(clusters.values())


def modularity(count: int, links: Links, membership: list[int], resolution: float) -> float:
    ties = ties_of(links)
    strength = [sum(ties.get((i, j), 0.0) for j in range(count)) for i in range(count)]
    twice = sum(strength)
    if twice == 0:
        return math.nan
    total = 0.0
    for group in groups_of(membership):
        for i in group:
            for j in group:
                total += ties.get((i, j), 0.0) - resolution * strength[i] * strength[j] / twice
    return total / twice


def cpm(links: Links, membership: list[int], resolution: float) -> float:
    ties = ties_of(links)
    total = 0.0
    for group in groups_of(membership):
        for i in group:
            for j in group:
                if i < j:
                    total += ties.get((i, j), 0.0) - resolution
    return total


def conductance(links: Links, membership: list[int]) -> list[float]:
    ties = ties_of(links)
    answers = []
    for cluster in range(max(membership, default=-1) + 1):
        inside = {firm for firm, label in enumerate(membership) if label == cluster}
        cut = sum(w for (i, j), w in ties.items() if i in inside and j not in inside)
        volume = sum(w for (i, _), w in ties.items() if i in inside)
        rest = sum(w for (i, _), w in ties.items() if i not in inside)
        if volume == 0:
            answers.append(math.nan)
        else:
            answers.append(cut / min(volume, rest) if rest else 0.0)
    return answers


def variation_of_information(first: list[int], second: list[int]) -> float:
    """-sum r_ij (ln(r_ij / p_i) + ln(r_ij / q_j)) over what the groups share."""
    count = len(first)
    total = 0.0
    for one in groups_of(first):
        for other in groups_of(second):
            share = len(set(one) & set(other)) / count
            if share:
                p, q = len(one) / count, len(other) / count
                total -= share * (math.log(share / p) + math.log(share / q))
    return total


def mutual_information(first: list[int], second: list[int]) -> float:
    def entropy(sizes: list[int]) -> float:
        return -sum(size / len(first) * math.log(size / len(first)) for size in sizes)

    one = entropy([len(group) for group in groups_of(first)])
    other = entropy([len(group) for group in groups_of(second)])
    if one + other == 0:
        return 1.0
    return (one + other - variation_of_information(first, second)) / (one + other)


def parts(count: int, links: Links) -> list[set[int]]:
    """Weakly connected parts that hold a link."""
    found: list[set[int]] = []
    for one, other, _ in links:
        touched = [part for part in found if one in part or other in part]
        found = [part for part in found if part not in touched]
        found.append({one, other}.union(*touched))
    return found


def trophic_levels(count: int, links: Links) -> list[float]:
    """(diag(u) - W - W')h = v by least squares on each part, lowest level 0; NaN without links."""
    levels = [math.nan] * count
    for part in parts(count, links):
        firms = sorted(part)
        place = {firm: at for at, firm in enumerate(firms)}
        matrix, wanted = np.zeros((len(firms), len(firms))), np.zeros(len(firms))
        for one, other, weight in links:
            if one in part:
                i, j = place[one], place[other]
                matrix[i, i] += weight
                matrix[j, j] += weight
                matrix[i, j] -= weight
                matrix[j, i] -= weight
                wanted[i] -= weight
                wanted[j] += weight
        solved = np.linalg.lstsq(matrix, wanted, rcond=None)[0]
        for firm in firms:
            levels[firm] = float(solved[place[firm]] - solved.min())
    return levels


def incoherence(links: Links, levels: list[float]) -> float:
    flow = sum(weight for *_, weight in links)
    missed = sum(w * (levels[j] - levels[i] - 1) ** 2 for i, j, w in links)
    return missed / flow


def hypergeometric(found: int, whole: int, held: int, drawn: int) -> float:
    """The chance of at least `found` among `drawn` from `whole` with `held`, by counting."""
    ways = sum(
        math.comb(held, k) * math.comb(whole - held, drawn - k)
        for k in range(found, min(held, drawn) + 1)
        if drawn - k <= whole - held
    )
    return ways / math.comb(whole, drawn)


def average_precision(scores: list[float], hits: list[bool]) -> float:
    """Mean over the hits, best first, of the share of hits so far."""
    ranked = [hit for _, hit in sorted(zip(scores, hits, strict=True), key=lambda row: -row[0])]
    seen = [sum(ranked[: at + 1]) / (at + 1) for at, hit in enumerate(ranked) if hit]
    return sum(seen) / len(seen)


def sizes(membership: list[int]) -> list[int]:
    counted = Counter(label for label in membership if label >= 0)
    return [counted[label] for label in sorted(counted)]


def adjusted_rand_index(first: list[int], second: list[int]) -> float:
    """Hubert and Arabie 1985, pair by pair; -1 is a group of one."""
    count = len(first)
    together = [
        [labels[one] == labels[other] >= 0 for one in range(count) for other in range(one)]
        for labels in (first, second)
    ]
    both = sum(one and other for one, other in zip(*together, strict=True))
    mine, theirs, every = sum(together[0]), sum(together[1]), len(together[0])
    chance = mine * theirs / every
    most = (mine + theirs) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)
