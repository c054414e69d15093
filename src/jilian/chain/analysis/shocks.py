"""From a shock in plain words to the capacity that each firm has left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from jilian.base.errors import Refusal
from jilian.chain.analysis.ground import Ground
from jilian.chain.rules import Shock, ShockKind, plain_words

TOWN_DIGITS = 9


@dataclass(frozen=True, eq=False)
class Failing:
    """Positions of the firms that fail by the assumption.

    ``only_buyers``: nobody here makes the input, so those who buy it lack it.
    """

    firms: NDArray[np.int64]
    only_buyers: bool = False


def failing(ground: Ground, shock: Shock) -> Failing:
    """Who fails by the assumption; refuses where that is nobody."""
    found = _FINDERS[shock.kind](ground, shock.keys)
    if not len(found.firms):
        raise Refusal("nobody_fails", _("In the network of that day this concerns no firm."))
    return found


def capacity_left(ground: Ground, shock: Shock, found: Failing) -> NDArray[np.float64]:
    """The share of capacity that the shock leaves to each firm."""
    left = np.ones(ground.network.firm_count)
    left[found.firms] = (100 - shock.lost_percent) / 100
    return left


def _firms(ground: Ground, keys: tuple[str, ...]) -> Failing:
    return Failing(_sorted([ground.places[key] for key in keys if key in ground.places]))


def _towns(ground: Ground, keys: tuple[str, ...]) -> Failing:
    towns = ground.network.town
    hit = pl.Series([False] * len(towns))
    for key in keys:
        hit |= towns.str.starts_with(key[:TOWN_DIGITS]).fill_null(value=False)
    return Failing(_sorted(hit.arg_true().to_list()))


def _classes(ground: Ground, keys: tuple[str, ...]) -> Failing:
    """Firms of the class or classes, and those that make a product of it."""
    industry, products = ground.network.industry, ground.products
    hit = pl.Series([False] * len(industry))
    made = pl.Series([False] * products.height, dtype=pl.Boolean)
    for key in keys:
        hit |= industry.str.starts_with(key).fill_null(value=False)
        made |= products["industry"].str.starts_with(key).fill_null(value=False)
    makes = products.filter(made & (products["role"] == "makes"))["at"].to_list()
    return Failing(_sorted([*hit.arg_true().to_list(), *makes]))


def _inputs(ground: Ground, keys: tuple[str, ...]) -> Failing:
    """Who makes or supplies the product; where nobody here does, who buys it."""
    products = ground.products.filter(_says(ground.products["product"], keys))
    rows = ground.rows.filter(_says(ground.rows["product"], keys))
    makes = products.filter(pl.col("role") == "makes")["at"].to_list() + rows["one"].to_list()
    if makes:
        return Failing(_sorted(makes))
    return Failing(_sorted(products["at"].to_list()), only_buyers=True)


def _says(names: pl.Series, words: tuple[str, ...]) -> pl.Series:
    """Whether each name holds one of the words, whatever their case and width."""
    wanted = [plain_words(word) for word in words]
    known = names.drop_nulls().unique().to_list()
    fitting = [name for name in known if any(word in plain_words(name) for word in wanted)]
    return names.is_in(pl.Series(fitting, dtype=pl.String).implode()).fill_null(value=False)


def _sorted(positions: list[int]) -> NDArray[np.int64]:
    return np.unique(np.asarray(positions, dtype=np.int64))


_FINDERS = {
    ShockKind.FIRM: _firms,
    ShockKind.TOWN: _towns,
    ShockKind.INPUT: _inputs,
    ShockKind.INDUSTRY: _classes,
}
