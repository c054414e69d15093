"""Products of firms, made ready for search; built once, asked in milliseconds."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from jilian_engine.errors import TableError
from jilian_engine.shortages.catalogue import KEPT, Catalogue, china_catalogue
from jilian_engine.shortages.grams import (
    IN_NAMES,
    PAIRS,
    Floats,
    Ints,
    Keys,
    bounds_of,
    distinct,
    gram_keys,
    weights_of,
)
from jilian_engine.shortages.wording import folded_product

ROLES = ("makes", "made", "buys")
MAIN_CLASS = 0.6  # how far a firm's main class says what it makes, beside a product that it names
LEVELS = (4, 3, 2)
SATURATION, BY_LENGTH = 1.2, 0.75  # the usual k1 and b of BM25


@dataclass(frozen=True)
class Groups:
    """Firms by class at one level: of group g those in ``firms[bounds[g]:bounds[g + 1]]``."""

    of_class: Ints  # group of each class of the catalogue
    bounds: Ints
    firms: Ints
    worth: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Postings:
    """The products that hold each single sign and each pair, for BM25.

    Of run r those in ``products[bounds[r]:bounds[r + 1]]``, none for longer runs. How often a run
    stands in so short a text says nothing; the end of a text counts as a sign of a pair.
    """

    bounds: Ints
    products: NDArray[np.int32]
    norms: NDArray[np.float32]  # by product: the longer, the less


@dataclass(frozen=True, eq=False)
class ProductIndex:
    """Firms and their products by position; `firms` gives the caller's keys back."""

    firms: tuple[Hashable, ...]
    industries: tuple[str, ...]
    main: Ints  # the class of each firm in the catalogue, -1 where unknown or not of goods
    towns: tuple[str, ...]
    x: Floats  # nan where unknown
    y: Floats
    certificates: dict[int, frozenset[str]]
    shown: tuple[str, ...]  # a product as recorded, of each distinct form
    forms: tuple[str, ...]
    row_firm: Ints  # rows are ordered by form
    row_role: NDArray[np.int8]
    row_bounds: Ints
    keys: Keys
    rarity: Floats
    gram_ids: NDArray[np.int32]
    gram_bounds: Ints
    lengths: Floats  # summed weight of each form's runs
    squares: Floats
    classes: NDArray[np.int16]  # KEPT likeliest classes of each form
    shares: NDArray[np.float32]
    groups: tuple[Groups, ...]
    catalogue: Catalogue
    postings: Postings

    @cached_property
    def place(self) -> dict[Hashable, int]:
        """The position of each firm."""
        return {firm: at for at, firm in enumerate(self.firms)}

    @cached_property
    def by_form(self) -> dict[str, int]:
        """The position of each distinct product."""
        return {form: at for at, form in enumerate(self.forms)}

    @cached_property
    def rows_by_firm(self) -> tuple[Ints, Ints]:
        """Rows in order of their firms, and where each firm's begin."""
        order = np.argsort(self.row_firm, kind="stable")
        return order, bounds_of(self.row_firm[order], len(self.firms))

    @cached_property
    def row_form(self) -> Ints:
        """The product of each row."""
        return np.repeat(np.arange(len(self.forms)), np.diff(self.row_bounds))


def build_index(products: pl.DataFrame, firms: pl.DataFrame) -> ProductIndex:
    """Build the index.

    ``products``: firm, product, role (makes, made, buys), and industry where the class of the
    product is stated. ``firms``: firm, and where known industry, town, x, y, certificates (a list).
    A product of a firm that is not in the table is a TableError.
    """
    firms = _complete(firms, {"industry": pl.String, "town": pl.String, "x": pl.Float64,
                              "y": pl.Float64, "certificates": pl.List(pl.String)})  # fmt: skip
    rows = _complete(products, {"role": pl.String, "industry": pl.String}).select(
        "firm", "product", "role", "industry"
    )
    rows = rows.filter(pl.col("product").str.strip_chars() != "")
    texts = rows["product"].unique(maintain_order=True)
    table = pl.DataFrame({"product": texts, "form": [folded_product(one) for one in texts]},
                         schema={"product": pl.String, "form": pl.String})  # fmt: skip
    places = firms.select("firm").with_row_index("at")
    rows = rows.join(table, on="product", how="left", maintain_order="left").join(
        places, on="firm", how="left", maintain_order="left"
    ).filter(pl.col("form") != "")  # fmt: skip
    lost = rows["at"].is_null()
    if lost.any():
        raise TableError("unknown_firm", f"No such firm: {rows['firm'][int(lost.arg_true()[0])]}.",
                         table="products", column="firm")  # fmt: skip
    rows = rows.with_columns(
        role=pl.col("role")
        .fill_null("makes")
        .replace_strict({role: at for at, role in enumerate(ROLES)}, return_dtype=pl.Int8)
    ).unique(("form", "at", "role"), keep="first", maintain_order=True)
    return _built(rows.sort("form", "at", "role", maintain_order=True), firms)


Kinds = dict[str, pl.DataType | type[pl.DataType]]


def _complete(frame: pl.DataFrame, columns: Kinds) -> pl.DataFrame:
    """The frame with the columns that it lacks, empty."""
    return frame.with_columns(
        pl.lit(None, dtype=kind).alias(name)
        for name, kind in columns.items()
        if name not in frame.columns
    )


def _built(rows: pl.DataFrame, firms: pl.DataFrame) -> ProductIndex:
    catalogue = china_catalogue()
    heads = rows.group_by("form", maintain_order=True).agg(
        pl.col("product").first(), pl.len().alias("rows"), pl.col("industry").drop_nulls().first()
    )
    forms = heads["form"].to_list()
    keys, rarity, gram_ids, gram_bounds, values = _grams(forms, catalogue)
    of = np.repeat(np.arange(len(forms)), np.diff(gram_bounds))
    classes, shares = _classes(forms, heads["industry"].to_list(), catalogue)
    row_firm = rows["at"].to_numpy().astype(np.int64)
    row_bounds = np.concatenate([[0], np.cumsum(heads["rows"].to_numpy())]).astype(np.int64)
    row_form = np.repeat(np.arange(len(forms)), np.diff(row_bounds))
    industries = [one or "" for one in firms["industry"].to_list()]
    main = np.array([catalogue.place(one) for one in industries], np.int64)
    row_role = rows["role"].to_numpy()
    return ProductIndex(
        firms=tuple(firms["firm"].to_list()), industries=tuple(industries),
        main=main,
        towns=tuple(one or "" for one in firms["town"].to_list()),
        x=firms["x"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
        y=firms["y"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
        certificates={at: frozenset(one) for at, one in enumerate(firms["certificates"].to_list())
                      if one is not None},
        shown=tuple(heads["product"].to_list()), forms=tuple(forms), row_firm=row_firm,
        row_role=row_role, row_bounds=row_bounds, keys=keys, rarity=rarity,
        gram_ids=gram_ids.astype(np.int32), gram_bounds=gram_bounds,
        lengths=np.bincount(of, values, len(forms)).astype(np.float64),
        squares=np.bincount(of, values**2, len(forms)).astype(np.float64),
        classes=classes, shares=shares,
        groups=_groups(main, row_firm[row_role == 0], row_form[row_role == 0], classes, shares,
                       catalogue),
        catalogue=catalogue, postings=_postings(keys, gram_ids, gram_bounds),
    )  # fmt: skip


def _grams(forms: list[str], catalogue: Catalogue) -> tuple[Keys, Floats, Ints, Ints, Floats]:
    """Runs of signs of all forms: the vocabulary, how rare each is, each form's, their weights.

    How rare a run is comes from the official terms and the products together.
    """
    if not forms:
        empty = np.empty(0)
        return catalogue.keys[:0], empty, empty.astype(np.int64), np.zeros(1, np.int64), empty
    all_keys, owners = gram_keys(forms)
    keys, ids = np.unique(all_keys, return_inverse=True)
    ids, of = distinct(ids.astype(np.int64), owners, len(keys))
    held = np.bincount(ids, minlength=len(keys)).astype(np.float64)
    at = np.minimum(np.searchsorted(catalogue.keys, keys), len(catalogue.keys) - 1)
    held += np.where(catalogue.keys[at] == keys, catalogue.held[at], 0)
    rarity = np.log((len(forms) + catalogue.count + 1) / (held + 1)) * weights_of(keys, IN_NAMES)
    return keys, rarity, ids, bounds_of(of, len(forms)), rarity[ids]


def _classes(
    forms: list[str], stated: list[str | None], catalogue: Catalogue
) -> tuple[NDArray[np.int16], NDArray[np.float32]]:
    """The likeliest classes of each product; the stated one alone where there is one."""
    classes, shares = catalogue.profiles(forms)
    place = np.array([catalogue.place(one) if one else -1 for one in stated], np.int64)
    known = place >= 0
    classes[known, 0], shares[known] = place[known], 0
    shares[known, 0] = 1
    return classes, shares


def _groups(
    main: Ints, firms: Ints, forms: Ints, classes: NDArray[np.int16], shares: NDArray[np.float32],
    catalogue: Catalogue,
) -> tuple[Groups, ...]:  # fmt: skip
    """Firms by class of four digits, three and two, each with how far it belongs there."""
    has = np.flatnonzero(main >= 0)
    pairs = pl.DataFrame({
        "firm": np.concatenate([has, np.repeat(firms, KEPT)]),
        "place": np.concatenate([main[has], classes[forms].ravel().astype(np.int64)]),
        "worth": np.concatenate([np.full(len(has), MAIN_CLASS, np.float32), shares[forms].ravel()]),
    }).filter(pl.col("worth") > 0.05)  # fmt: skip
    found = []
    for digits in LEVELS:
        names = [code[:digits] for code in catalogue.codes]
        number = {name: at for at, name in enumerate(dict.fromkeys(names))}
        of_class = np.array([number[name] for name in names], np.int64)
        held = (
            pairs.with_columns(group=pl.Series(of_class[pairs["place"].to_numpy()]))
            .group_by("group", "firm").agg(pl.col("worth").max())
            .sort("group", "firm")
        )  # fmt: skip
        found.append(Groups(
            of_class, bounds_of(held["group"].to_numpy(), len(number)),
            held["firm"].to_numpy().astype(np.int64), held["worth"].to_numpy(),
        ))  # fmt: skip
    return tuple(found)


def _postings(keys: Keys, gram_ids: Ints, gram_bounds: Ints) -> Postings:
    kept = keys[gram_ids] < PAIRS
    before = np.concatenate([[0], np.cumsum(kept)])[gram_bounds]
    held = sparse.csr_matrix(
        (np.ones(int(before[-1]), np.int8), gram_ids[kept], before), (len(before) - 1, len(keys))
    ).tocsc()
    lengths = np.diff(before)
    mean = max(float(lengths.mean()), 1.0) if len(lengths) else 1.0
    norms = (SATURATION + 1) / (1 + SATURATION * (1 - BY_LENGTH + BY_LENGTH * lengths / mean))
    return Postings(held.indptr.astype(np.int64), held.indices.astype(np.int32),
                    norms.astype(np.float32))  # fmt: skip
