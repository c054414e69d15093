"""Pairs that hang together: A~B and B~C are looked at as one group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def knots_of(
    pairs: Iterable[tuple[int, int, int, float]],
) -> Mapping[int, tuple[int, float]]:
    """Return of each pair its group: the smallest firm in it, and its best likelihood.

    ``pairs``: key of the pair, its two firms, its likelihood.
    """
    kept = list(pairs)
    above: dict[int, int] = {}

    def top(firm: int) -> int:
        root = firm
        while above.get(root, root) != root:
            root = above[root]
        while above.get(firm, firm) != root:
            above[firm], firm = root, above.get(firm, firm)
        return root

    for _pair, left, right, _likelihood in kept:
        one, other = sorted((top(left), top(right)))
        above[other] = one
    best: dict[int, float] = {}
    for _pair, left, _right, likelihood in kept:
        best[top(left)] = max(best.get(top(left), 0.0), likelihood)
    return {pair: (top(left), best[top(left)]) for pair, left, _right, _likelihood in kept}
