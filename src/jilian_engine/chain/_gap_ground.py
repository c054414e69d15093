"""What the search for missing links looks at: firms, products, links and shortages, by firm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jilian_engine.errors import EngineError
from jilian_engine.input_output import InputOutput
from jilian_engine.network import Floats


@dataclass(frozen=True, eq=False)
class Ground:
    """All firms that are looked at, those inside and those elsewhere, prepared once."""

    table: InputOutput
    coefficients: Floats
    names: tuple[str, ...]
    place: Mapping[str, int]
    sectors: NDArray[np.int32]
    industries: tuple[str | None, ...]
    sizes: Floats  # yuan; NaN unknown
    x: Floats
    y: Floats
    criticality: Floats | None
    makers: Mapping[str, tuple[str, ...]]  # product → firms
    makers_of_class: Mapping[str, tuple[str, ...]]
    makers_of_sector: Mapping[int, tuple[str, ...]]
    making_firms: frozenset[str]
    class_of: Mapping[str, str]  # product → class
    buys: Mapping[str, tuple[str, ...]]  # firm → products
    bought: Mapping[str, tuple[tuple[str, str | None, float | None], ...]]
    sold_to: Mapping[str, frozenset[str]]  # supplier → buyers
    shortages: Mapping[str, tuple[tuple[str, bool], ...]] = field(default_factory=dict)

    def sector_of(self, firm: str) -> int:
        """The sector of the firm's industry; -1 unknown."""
        return int(self.sectors[self.place[firm]]) if firm in self.place else -1

    def size_of(self, firm: str) -> float | None:
        """The firm's revenue in yuan a year; None unknown."""
        size = float(self.sizes[self.place[firm]])
        return None if np.isnan(size) else size

    def criticality_of(self, firms: Sequence[str]) -> float | None:
        """The greatest criticality among these firms; None where none is given."""
        if self.criticality is None:
            return None
        known = [float(self.criticality[self.place[firm]]) for firm in firms]
        return max((one for one in known if not np.isnan(one)), default=None)

    def sector_of_product(self, product: str) -> int:
        """The sector of the product's class; -1 unknown."""
        return self.table.sector_by_class.get(self.class_of.get(product, ""), -1)


@dataclass
class Need:
    """What a firm needs of a product, and what shows it."""

    declared: bool = False
    linked: bool = False
    amount: float | None = None
    inferred: float | None = None
    shortages: list[bool] = field(default_factory=list)


@dataclass(frozen=True)
class Needs:
    """Needs inside a boundary by product and firm; sectors in which a firm's purchase is known."""

    by_product: Mapping[str, Mapping[str, Need]]
    sectors_of_firm: Mapping[str, frozenset[int]]


def prepare_ground(
    firms: pl.DataFrame, products: pl.DataFrame, links: pl.DataFrame, table: InputOutput, *,
    shortages: pl.DataFrame | None = None, criticality: NDArray[np.float64] | None = None,
    size_yuan: float = 1.0,
) -> Ground:  # fmt: skip
    """Ground of `firms` (firm, industry, x, y, size), `products`, `links` and `shortages`.

    A product stands for itself: equal products have equal words. `shortages` has the columns
    product, firm, met (inside). `criticality` is one number a firm, NaN where unknown. Sizes are
    revenues a year in units of `size_yuan`, values of links yuan. Inferred links say nothing about
    products and are left out.
    """
    names = tuple(firms["firm"].to_list())
    if criticality is not None and len(criticality) != len(names):
        raise EngineError("criticality_length", "There must be one criticality for every firm.")
    place = {name: at for at, name in enumerate(names)}
    sectors = table.sectors_of(firms["industry"])
    known = links.filter(
        (pl.col("evidence") != "inferred")
        & pl.col("supplier").is_in(names) & pl.col("buyer").is_in(names)
    )  # fmt: skip
    bought = _bought(known)
    class_of = _classes(products)
    makes = products.filter(pl.col("role") == "makes").select("product", "firm", "industry")
    sells = known.filter(pl.col("product").is_not_null()).select("product", firm="supplier")
    making = pl.concat([makes.select("product", "firm"), sells]).filter(pl.col("firm").is_in(names))
    buys = products.filter((pl.col("role") == "buys") & pl.col("firm").is_in(names))
    industries = tuple(firms["industry"].to_list())
    by_class, by_sector = _by_class(making, class_of, names, industries, sectors, table)
    return Ground(
        table=table, coefficients=table.coefficients, names=names, place=place, sectors=sectors,
        industries=industries, sizes=_floats(firms["size"]) * size_yuan, x=_floats(firms["x"]),
        y=_floats(firms["y"]), criticality=criticality,
        makers=_grouped(making, "product", "firm"), makers_of_class=by_class,
        makers_of_sector=by_sector, making_firms=frozenset(making["firm"].to_list()),
        class_of=class_of, buys=_grouped(buys, "firm", "product"), bought=bought,
        sold_to={
            one: frozenset(others) for one, others in _grouped(known, "supplier", "buyer").items()
        },
        shortages=_shortages(shortages),
    )  # fmt: skip


def _floats(values: pl.Series) -> Floats:
    return np.asarray(values.cast(pl.Float64).fill_null(float("nan")).to_numpy(), dtype=np.float64)


def _grouped(frame: pl.DataFrame, by: str, value: str) -> dict[str, tuple[str, ...]]:
    rows = frame.select(by, value).unique().sort(by, value).group_by(by, maintain_order=True)
    found = rows.agg(pl.col(value))
    return {
        name: tuple(values)
        for name, values in zip(found[by].to_list(), found[value].to_list(), strict=True)
    }


def _classes(products: pl.DataFrame) -> dict[str, str]:
    """The class that most firms give a product; equal counts: the first class."""
    counted = (
        products.filter(pl.col("industry").is_not_null())
        .group_by("product", "industry")
        .len()
        .sort(["product", "len", "industry"], descending=[False, True, False])
        .unique("product", keep="first", maintain_order=True)
    )
    return dict(zip(counted["product"].to_list(), counted["industry"].to_list(), strict=True))


def _bought(
    known: pl.DataFrame,
) -> dict[str, tuple[tuple[str, str | None, float | None], ...]]:
    """What each firm buys by known links: (supplier, product, yuan a year)."""
    found: defaultdict[str, list[tuple[str, str | None, float | None]]] = defaultdict(list)
    rows = known.select("buyer", "supplier", "product", "amount").sort(
        "buyer", "supplier", "product", "amount"
    )
    for buyer, supplier, product, amount in rows.iter_rows():
        found[buyer].append((supplier, product, amount))
    return {buyer: tuple(held) for buyer, held in found.items()}


def _by_class(
    making: pl.DataFrame, class_of: Mapping[str, str], names: Sequence[str],
    industries: Sequence[str | None], sectors: NDArray[np.int32], table: InputOutput,
) -> tuple[dict[str, tuple[str, ...]], dict[int, tuple[str, ...]]]:  # fmt: skip
    """Makers by class and by sector: by the class of what they make, and by their own class."""
    by_class: defaultdict[str, set[str]] = defaultdict(set)
    by_sector: defaultdict[int, set[str]] = defaultdict(set)
    for name, industry, sector in zip(names, industries, sectors.tolist(), strict=True):
        if industry is not None:
            by_class[industry].add(name)
        if sector >= 0:
            by_sector[sector].add(name)
    for product, firm in making.select("product", "firm").iter_rows():
        industry = class_of.get(product)
        if industry is not None:
            by_class[industry].add(firm)
            by_sector[table.sector_by_class.get(industry, -1)].add(firm)
    by_sector.pop(-1, None)
    return (
        {industry: tuple(sorted(firms)) for industry, firms in by_class.items()},
        {sector: tuple(sorted(firms)) for sector, firms in by_sector.items()},
    )


def _shortages(rows: pl.DataFrame | None) -> dict[str, tuple[tuple[str, bool], ...]]:
    found: defaultdict[str, list[tuple[str, bool]]] = defaultdict(list)
    if rows is not None:
        for product, firm, met in rows.select("product", "firm", "met").iter_rows():
            found[firm].append((product, met))
    return {firm: tuple(held) for firm, held in found.items()}


def needs_inside(ground: Ground, kept: Sequence[str]) -> Needs:
    """What the firms inside need, by product, with the value that is known or may be inferred."""
    by_product: defaultdict[str, dict[str, Need]] = defaultdict(dict)
    sectors_of: dict[str, frozenset[int]] = {}
    for firm in kept:
        own: dict[str, Need] = {}
        for product in ground.buys.get(firm, ()):
            own.setdefault(product, Need()).declared = True
        touched = set()
        for supplier, bought, amount in ground.bought.get(firm, ()):
            touched.add(ground.sector_of(supplier))
            if bought is None:
                continue
            need = own.setdefault(bought, Need())
            need.linked = True
            if amount is not None:
                need.amount = (need.amount or 0.0) + amount
        for product, met in ground.shortages.get(firm, ()):
            own.setdefault(product, Need()).shortages.append(met)
        touched |= {ground.sector_of_product(product) for product in own}
        sectors_of[firm] = frozenset(touched - {-1})
        _infer(ground, firm, own)
        for product, need in own.items():
            by_product[product][firm] = need
    return Needs(by_product, sectors_of)


def _infer(ground: Ground, firm: str, own: Mapping[str, Need]) -> None:
    """Give needs of unknown value a part of what the firm usually buys from their sector.

    The sector's input at the firm's size, less what is known there, in equal parts.
    """
    size, sector = ground.size_of(firm), ground.sector_of(firm)
    if size is None or sector < 0:
        return
    by_sector: defaultdict[int, list[Need]] = defaultdict(list)
    for product, need in own.items():
        by_sector[ground.sector_of_product(product)].append(need)
    for of, needs in by_sector.items():
        open_needs = [need for need in needs if need.amount is None]
        if of < 0 or not open_needs:
            continue
        known = sum(need.amount or 0.0 for need in needs)
        left = max(float(ground.coefficients[of, sector]) * size - known, 0.0)
        for need in open_needs:
            need.inferred = left / len(open_needs)
