"""The systemic risk index as the method page writes it, in NumPy over whole arrays, no more."""

from __future__ import annotations

import numpy as np


def terms(industry, suppliers, buyers, amounts, essential):
    """Outputs, and for each link its share in what the buyer and in what the supplier has."""
    count, kinds = len(industry), len(essential)
    out = np.bincount(suppliers, amounts, count)
    bought = np.bincount(buyers, amounts, count)
    group = buyers.astype(np.int64) * kinds + industry[suppliers]
    names, group = np.unique(group, return_inverse=True)
    of_group = np.bincount(group, amounts)
    kind = essential[industry[suppliers], industry[buyers]]
    return out, bought, names // kinds, group, of_group, kind


def spread(network, capacity, *, epsilon=0.01, replacement=True):
    """Levels by supply and by demand, and the number of steps."""
    industry, suppliers, buyers, amounts, _essential = network
    out, bought, owner, group, of_group, kind = terms(*network)
    count = len(industry)
    needed, useful = kind == 2, kind == 1
    down, up, steps = capacity.copy(), capacity.copy(), 0
    while True:
        steps += 1
        sigma = np.ones(count)
        if replacement:
            left = np.bincount(industry, out * down)[industry]
            np.divide(out, left, out=sigma, where=left > 0)
            sigma = np.minimum(1.0, sigma)
        lost = (sigma * (1 - down))[suppliers] * amounts
        worst = np.zeros(count)
        shares = np.bincount(group, lost * needed) / of_group
        np.maximum.at(worst, owner, shares)
        linear = np.bincount(buyers, lost * useful / bought[buyers], count)
        next_down = np.minimum(capacity, np.minimum(1 - worst, 1 - linear)).clip(min=0)
        demand = np.bincount(suppliers, amounts * (1 - up)[buyers] / out[suppliers], count)
        next_up = np.minimum(capacity, 1 - demand).clip(min=0)
        fell = max((down - next_down).max(), (up - next_up).max())
        down, up = next_down, next_up
        if fell <= epsilon:
            return down, up, steps


def index(network, capacity, **options):
    """The share of output lost: by the worse direction, by supply, by demand; and the steps."""
    down, up, steps = spread(network, capacity, **options)
    out = np.bincount(network[1], network[3], len(network[0]))
    whole = [(out * (1 - level)).sum() / out.sum() for level in (np.minimum(down, up), down, up)]
    return (*whole, steps)
