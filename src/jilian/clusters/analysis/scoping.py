"""The tables of a snapshot narrowed to the scope of a run; the snapshot itself stays whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from jilian.base.errors import Refusal
from jilian.clusters.rules import RUN_NOTES, Scope
from jilian.clusters.rules.scope import ProductSide, division_prefix, industry_prefixes

Tables = Mapping[str, pl.DataFrame]
BUYS, MAKES = "buys", "makes"


def narrowed(tables: Tables, scope: Scope, places: Mapping[str, list[str]]) -> Tables:
    """The firms that fit the scope and the links between them; the same scope, the same rows.

    ``places``: the firms of divisions below a town, which the tables do not tell apart. Refuses
    ("scope_empty") a scope that no firm fits.
    """
    if scope.is_whole:
        return tables
    firms, kept = tables["firms"], pl.lit(value=True)
    if scope.divisions:
        kept &= _in_divisions(scope, places)
    if scope.industries:
        wanted = [prefix for code in scope.industries for prefix in industry_prefixes(code)]
        kept &= _begins("industry", wanted)
    if scope.products:
        chain = _chain(tables, scope)
        kept &= pl.col("firm").is_in(sorted(chain))
    fitting = firms.filter(kept)
    if not fitting.height:
        raise Refusal("scope_empty", RUN_NOTES["scope_empty"])
    inside = fitting["firm"].to_list()
    links = tables["links"].filter(pl.col("supplier").is_in(inside), pl.col("buyer").is_in(inside))
    return {**tables, "firms": fitting, "links": links}


def _in_divisions(scope: Scope, places: Mapping[str, list[str]]) -> pl.Expr:
    small = set(scope.small_places)
    wanted = [division_prefix(code) for code in scope.divisions if code not in small]
    listed = sorted({firm for code in small for firm in places.get(code, ())})
    return _begins("town", wanted) | _begins("division", wanted) | pl.col("firm").is_in(listed)


def _begins(column: str, prefixes: Iterable[str]) -> pl.Expr:
    """Whether a code begins with one of these; an unknown one does not."""
    begins = pl.lit(value=False)
    for prefix in prefixes:
        begins |= pl.col(column).str.starts_with(prefix).fill_null(value=False)
    return begins


def _chain(tables: Tables, scope: Scope) -> set[str]:
    """Who makes or buys a product, by its own list or by a link, and who is linked to them."""
    sides = {
        ProductSide.BOTH: (MAKES, BUYS), ProductSide.MAKES: (MAKES,), ProductSide.BUYS: (BUYS,)
    }[ProductSide(scope.side)]  # fmt: skip
    called = pl.lit(value=False)
    for word in scope.products:
        named = pl.col("product").str.to_lowercase().str.contains(word.lower(), literal=True)
        called |= named.fill_null(value=False)
    listed = tables["products"].filter(called, pl.col("role").is_in(sides))
    links = tables["links"]
    dealt = links.filter(called)
    found = set(listed["firm"].to_list())
    if MAKES in sides:
        found |= set(dealt["supplier"].to_list())
    if BUYS in sides:
        found |= set(dealt["buyer"].to_list())
    for _step in range(scope.steps):
        here = sorted(found)
        near = links.filter(pl.col("supplier").is_in(here) | pl.col("buyer").is_in(here))
        wider = found | set(near["supplier"].to_list()) | set(near["buyer"].to_list())
        if wider == found:
            break
        found = wider
    return found
