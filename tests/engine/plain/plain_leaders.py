"""TOPSIS and weighted sum, written down as in the books: floats, no library, no care for speed."""

from __future__ import annotations

import math


def topsis(rows, weights, costs):
    columns = list(zip(*rows, strict=True))
    lengths = [math.sqrt(sum(x * x for x in column)) or 1 for column in columns]
    weighted = [[w * x / n for x, w, n in zip(row, weights, lengths, strict=True)] for row in rows]
    columns = list(zip(*weighted, strict=True))
    best = [min(c) if cost else max(c) for c, cost in zip(columns, costs, strict=True)]
    worst = [max(c) if cost else min(c) for c, cost in zip(columns, costs, strict=True)]
    found = []
    for row in weighted:
        near, far = math.dist(row, best), math.dist(row, worst)
        found.append(far / (near + far) if near + far else 0.0)
    return found


def weighted_sum(rows, weights, costs):
    found = [0.0] * len(rows)
    for column, weight, cost in zip(zip(*rows, strict=True), weights, costs, strict=True):
        low, high = min(column), max(column)
        for at, x in enumerate(column):
            part = 1.0 if low == high else (high - x if cost else x - low) / (high - low)
            found[at] += weight * part
    return found


PLAIN = {"topsis": topsis, "weighted_sum": weighted_sum}


def turned(weights, inside, to):
    """The weights with those inside brought to a joint weight, the others in proportion."""
    whole = sum(weights[at] for at in inside)
    return [
        (to * (w / whole if whole else 1 / len(inside)))
        if at in inside
        else (1 - to) * w / (1 - whole)
        for at, w in enumerate(weights)
    ]
