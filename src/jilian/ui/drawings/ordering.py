"""The order of nodes in layers by the barycentre method (Sugiyama, Tagawa and Toda, 1981).

Each node is set beside the middle of its neighbours, sweep after sweep, so that few links cross.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

SWEEPS = 12


def count_crossings(orders: Sequence[Sequence[str]], links: Iterable[tuple[str, str]]) -> int:
    """Pairs of links between neighbouring layers that cross, for given orders of the layers."""
    place = {
        key: (column, row) for column, keys in enumerate(orders) for row, key in enumerate(keys)
    }
    between: dict[int, list[tuple[int, int]]] = {}
    for supplier, customer in links:
        (a, row), (b, other) = sorted((place[supplier], place[customer]))
        if b == a + 1:
            between.setdefault(a, []).append((row, other))
    return sum(
        (a - c) * (b - d) < 0
        for pairs in between.values()
        for position, (a, b) in enumerate(pairs)
        for c, d in pairs[position + 1 :]
    )


def order_layers(
    orders: Sequence[Sequence[str]], links: Sequence[tuple[str, str]]
) -> tuple[list[list[str]], int]:
    """The best orders found in a few sweeps, and how many links still cross."""
    neighbours: dict[str, list[str]] = {}
    for supplier, customer in links:
        neighbours.setdefault(supplier, []).append(customer)
        neighbours.setdefault(customer, []).append(supplier)
    current = [list(keys) for keys in orders]
    best, fewest = [list(keys) for keys in current], count_crossings(current, links)
    for sweep in range(SWEEPS):
        if fewest == 0:
            break
        columns = range(len(current)) if sweep % 2 == 0 else range(len(current) - 1, -1, -1)
        for column in columns:
            here = set(current[column])
            share = {
                key: (row + 0.5) / max(1, len(keys))
                for keys in current
                for row, key in enumerate(keys)
            }
            middle = {}
            for key in current[column]:
                beside = [share[other] for other in neighbours.get(key, ()) if other not in here]
                middle[key] = sum(beside) / len(beside) if beside else share[key]
            current[column].sort(key=middle.__getitem__)
        crossings = count_crossings(current, links)
        if crossings < fewest:
            best, fewest = [list(keys) for keys in current], crossings
    return best, fewest
