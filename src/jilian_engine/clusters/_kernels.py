"""The loops of Leiden, compiled: moving, refining, gathering. All of them free of chance.

A network is three arrays of a symmetric matrix by rows without a diagonal: `starts`, `others` and
`weights` (none of them zero; far below zero for two that must not meet), beside the mass of each
node. The objective is the sum over clusters of w_c - rate * (M_c^2 - sum m_i^2) / 2. Sums are taken
in a fixed order, so that the same input gives the same bytes. What is compiled once is kept beside
this file or, where that cannot be written, in the user's cache.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jilian_engine.compiled import compiled

Places = NDArray[np.int32]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

#: Gains below this are rounding.
LEAST_GAIN = 1e-9


@compiled
def _tally(
    starts: Places, others: Places, weights: Floats, labels: Places, node: int, tied: Floats,
    met: Places,
) -> int:  # fmt: skip
    """Add up the node's ties by cluster in `tied`, list the clusters in `met`; how many."""
    found = 0
    for at in range(starts[node], starts[node + 1]):
        cluster = labels[others[at]]
        if tied[cluster] == 0.0:
            met[found] = cluster
            found += 1
        tied[cluster] += weights[at]
    return found


@compiled
def _best(
    own: int, charge: float, mass: float, found: int, met: Places, tied: Floats, heavy: Floats
) -> int:
    """The cluster in which the node is best, -1: alone; clears `tied`."""
    best = own
    gain = tied[own] - charge * (heavy[own] - mass) + LEAST_GAIN
    for at in range(found):
        cluster = met[at]
        if cluster != own:
            value = tied[cluster] - charge * heavy[cluster]
            if value > gain:
                best, gain = cluster, value
        tied[cluster] = 0.0
    return -1 if gain < 0.0 else best


@compiled
def _line_up(order: Places, pinned: Flags, queue: Places, waiting: Flags) -> int:
    length = 0
    for node in order:
        if not pinned[node]:
            queue[length] = node
            waiting[node] = True
            length += 1
    return length


@compiled
def move_nodes(
    starts: Places, others: Places, weights: Floats, mass: Floats, rate: float, labels: Places,
    pinned: Flags, order: Places,
) -> int:  # fmt: skip
    """Move nodes to better clusters until none gains; `labels` change in place. How many moves.

    `labels` lie within 0 and the number of nodes. Pinned nodes stay; the others are looked at in
    `order`, and again whenever a neighbour has gone to another cluster.
    """
    count = len(labels)
    heavy, members = np.zeros(count), np.zeros(count, dtype=np.int32)
    for node in range(count):
        heavy[labels[node]] += mass[node]
        members[labels[node]] += 1
    empty = np.flatnonzero(members == 0).astype(np.int32)[::-1].copy()
    empty, free = np.concatenate((empty, np.empty(count - len(empty), np.int32))), len(empty)
    queue, waiting = np.empty(count, dtype=np.int32), np.zeros(count, dtype=np.bool_)
    head, length, moves = 0, _line_up(order, pinned, queue, waiting), 0
    tied, met = np.zeros(count), np.empty(count, dtype=np.int32)
    while length > 0:
        node = queue[head]
        head = (head + 1) % count
        length -= 1
        waiting[node] = False
        own = labels[node]
        found = _tally(starts, others, weights, labels, node, tied, met)
        best = _best(own, rate * mass[node], mass[node], found, met, tied, heavy)
        if best == -1 and members[own] > 1:
            free -= 1
            best = empty[free]
        if best < 0 or best == own:
            continue
        moves += 1
        labels[node] = best
        heavy[own] -= mass[node]
        members[own] -= 1
        heavy[best] += mass[node]
        members[best] += 1
        if members[own] == 0:
            heavy[own] = 0.0
            empty[free] = own
            free += 1
        for at in range(starts[node], starts[node + 1]):
            other = others[at]
            if labels[other] != best and not waiting[other] and not pinned[other]:
                waiting[other] = True
                queue[(head + length) % count] = other
                length += 1
    return moves


@compiled
def _outward(starts: Places, others: Places, weights: Floats, labels: Places) -> Floats:
    """Weight of each node's ties to the rest of its cluster."""
    inside = np.zeros(len(labels))
    for node in range(len(labels)):
        for at in range(starts[node], starts[node + 1]):
            if labels[others[at]] == labels[node]:
                inside[node] += weights[at]
    return inside


@compiled
def refine(
    starts: Places, others: Places, weights: Floats, mass: Floats, rate: float, labels: Places,
    order: Places,
) -> Places:  # fmt: skip
    """Parts of the clusters: nodes joined, from single ones, as far as each join gains by itself.

    Only nodes and parts that hang together with the rest of their cluster are joined, as Traag,
    Waltman and van Eck 2019 have it, but with the best join in place of a drawn one.
    """
    count = len(labels)
    heavy = np.zeros(count)
    for node in range(count):
        heavy[labels[node]] += mass[node]
    parts, alone = np.arange(count).astype(np.int32), np.ones(count, dtype=np.bool_)
    bulk, outward = mass.copy(), _outward(starts, others, weights, labels)
    tied, met = np.zeros(count), np.empty(count, dtype=np.int32)
    for node in order:
        whole, all_of = outward[node], heavy[labels[node]]
        if not alone[node] or whole < rate * mass[node] * (all_of - mass[node]) - LEAST_GAIN:
            continue
        found = 0
        for at in range(starts[node], starts[node + 1]):
            if labels[others[at]] == labels[node]:
                part = parts[others[at]]
                if tied[part] == 0.0:
                    met[found] = part
                    found += 1
                tied[part] += weights[at]
        best, gain = -1, LEAST_GAIN
        for part in met[:found]:
            value = tied[part] - rate * mass[node] * bulk[part]
            holds = outward[part] >= rate * bulk[part] * (all_of - bulk[part]) - LEAST_GAIN
            if value > gain and holds:
                best, gain = part, value
        if best >= 0:
            outward[best] += whole - 2 * tied[best]
            bulk[best] += mass[node]
            parts[node] = best
            alone[best] = alone[node] = False
        for part in met[:found]:
            tied[part] = 0.0
    return parts


@compiled
def gather(
    starts: Places, others: Places, weights: Floats, parts: Places, count: int
) -> tuple[Places, Places, Floats]:
    """The network between `count` parts, without the weights inside them; columns not sorted."""
    first = np.zeros(count + 1, dtype=np.int32)
    for part in parts:
        first[part + 1] += 1
    first = np.cumsum(first).astype(np.int32)
    listed, place = np.empty(len(parts), dtype=np.int32), first[:-1].copy()
    for node in range(len(parts)):
        listed[place[parts[node]]] = node
        place[parts[node]] += 1
    tied, into = np.zeros(count), np.zeros(count + 1, dtype=np.int32)
    columns, values = np.empty(len(others), dtype=np.int32), np.empty(len(others))
    length = 0
    for part in range(count):
        begin = length
        for node in listed[first[part] : first[part + 1]]:
            for at in range(starts[node], starts[node + 1]):
                other = parts[others[at]]
                if other != part:
                    if tied[other] == 0.0:
                        columns[length] = other
                        length += 1
                    tied[other] += weights[at]
        for at in range(begin, length):
            values[at] = tied[columns[at]]
            tied[columns[at]] = 0.0
        into[part + 1] = length
    return into, columns[:length].copy(), values[:length].copy()


@compiled
def belonging(
    starts: Places, others: Places, weights: Floats, labels: Places
) -> tuple[Floats, Floats, Places, Floats]:
    """Of each node: all its weight, that to its own cluster, the best other cluster and that one's.

    A label of -1 is no cluster. Of equally good others the one with the smaller number; -1: none.
    """
    count = len(labels)
    clusters = 0
    for label in labels:
        clusters = max(clusters, label + 1)
    whole, inside, beyond = np.zeros(count), np.zeros(count), np.zeros(count)
    second = np.full(count, -1, dtype=np.int32)
    tied, met = np.zeros(clusters), np.empty(clusters, dtype=np.int32)
    for node in range(count):
        found = 0
        for at in range(starts[node], starts[node + 1]):
            whole[node] += weights[at]
            cluster = labels[others[at]]
            if cluster >= 0:
                if tied[cluster] == 0.0:
                    met[found] = cluster
                    found += 1
                tied[cluster] += weights[at]
        for cluster in met[:found]:
            if cluster == labels[node]:
                inside[node] = tied[cluster]
            elif tied[cluster] > beyond[node] or (
                tied[cluster] == beyond[node] and cluster < second[node]
            ):
                beyond[node], second[node] = tied[cluster], cluster
            tied[cluster] = 0.0
    return whole, inside, second, beyond


@compiled
def inside_weight(starts: Places, others: Places, weights: Floats, labels: Places) -> float:
    """Weight of the ties inside clusters, each tie once."""
    total = 0.0
    for node in range(len(labels)):
        for at in range(starts[node], starts[node + 1]):
            if labels[others[at]] == labels[node]:
                total += weights[at]
    return total / 2


@compiled
def thin(
    starts: Places, others: Places, weights: Floats, kept: Flags
) -> tuple[Places, Places, Floats]:
    """The network with only the ties that are `kept`, an entry a tie as the upper half lists them.

    Columns must be sorted. Ties below zero always stay.
    """
    count = len(starts) - 1
    stays = np.empty(len(others), dtype=np.bool_)
    mirror, drawn, length = np.zeros(count, dtype=np.int32), 0, 0
    into = np.zeros(count + 1, dtype=np.int32)
    for node in range(count):
        seen = False
        for at in range(starts[node], starts[node + 1]):
            other = others[at]
            if other > node:
                if not seen:
                    seen, mirror[node] = True, at
                stays[at] = kept[drawn] or weights[at] < 0.0
                drawn += 1
            else:
                stays[at] = stays[mirror[other]]
                mirror[other] += 1
            length += stays[at]
        into[node + 1] = length
    return into, others[stays], weights[stays]
