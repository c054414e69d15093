"""Indicators over many months at once: dated intervals, never one month after the other.

Every record counts from a month to a month. Records of one unit, firm and span are put together
first; what is left, a few thousand spans, is laid out over the months and summed. The plain form
in the tests goes month by month and record by record, and gives the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from jilian_engine.errors import EngineError
from jilian_engine.indicators.definition import Indicator, Select, Where, Window
from jilian_engine.indicators.months import MONTHS_IN_YEAR
from jilian_engine.indicators.records import LASTS, SHAPES, Shape, Tables, check_frame

WORLD = 0  # the number of the whole world among the units
#: One row a unit and month: what was counted or summed, of how many known and unknown records, by
#: how many firms, and the largest firm's part. Medians come in halves: twice the middle.
COLUMNS = ("unit", "month", "total", "known", "unknown", "contributors", "largest")


@dataclass(eq=False)
class Evaluation:
    """Evaluates indicators over tables; what several need is prepared once."""

    tables: Tables
    _located: dict[str, pl.DataFrame] = field(default_factory=dict)
    _found: dict[tuple[Select, int, int], pl.DataFrame] = field(default_factory=dict)

    def measure(self, indicator: Indicator, first: int, last: int) -> pl.DataFrame:
        """Rows of `COLUMNS` and, with a denominator, `whole`; only months that are known."""
        if indicator.select is None:
            raise EngineError("not_computed", f"{indicator.key} is not computed from records")
        rows = self._known_grid(indicator, first, last).join(
            self.totals(indicator.select, first, last), on=("unit", "month"), how="left"
        )
        counted = ("known", "unknown", "contributors")
        zero = [pl.col(name).fill_null(0) for name in counted]
        if indicator.select.how != "median":
            zero.append(pl.col("total").fill_null(0))
        rows = rows.with_columns(zero)
        if indicator.of is not None:
            wholes = self.totals(indicator.of, first, last)
            named = wholes.select("unit", "month", pl.col("total").alias("whole"))
            rows = rows.join(named, on=("unit", "month"), how="left")
            rows = rows.with_columns(pl.col("whole").fill_null(0))
        return rows.sort("unit", "month")

    def totals(self, select: Select, first: int, last: int) -> pl.DataFrame:
        """Rows of `COLUMNS` for the units and months in which anything counts."""
        key = (select, first, last)
        if key not in self._found:
            rows = self._spans(select, first, last)
            self._found[key] = (
                _medians(rows, select) if select.how == "median" else self._sums(rows, select)
            )
        return self._found[key]

    def records_behind(self, select: Select, unit: int, month: int) -> pl.DataFrame:
        """The records that count for a unit in a month: record, holder, firm, amount.

        Where holders are counted, each stands once, by the record that began first.
        """
        rows = self._spans(select, month, month, unit=unit)
        if select.how == "count":
            rows = rows.sort("s", "record").unique("holder", keep="first", maintain_order=True)
        return rows.sort("record").select("record", "holder", "firm", "amount")

    def _spans(
        self, select: Select, first: int, last: int, *, unit: int | None = None
    ) -> pl.DataFrame:
        """unit, record, holder, firm, amount, s, e: what counts between the months, cut to them."""
        shape = _shape(select)
        rows = self._table(select.table)
        if unit is not None:
            rows = rows.filter(pl.col("unit") == unit)
        for where in select.where:
            rows = rows.filter(_condition(where))
        start, end = _window(select, shape)
        rows = rows.filter(start.is_not_null())
        end = end.fill_null(LASTS)
        amount = pl.col(select.amount) if select.amount else pl.lit(1, dtype=pl.Int64)
        rows = rows.select(
            "unit", "record", "holder", "firm", amount.cast(pl.Int64).alias("amount"),
            pl.max_horizontal(start + select.lag, pl.col("us") + select.lag, pl.lit(first))
            .cast(pl.Int32).alias("s"),
            pl.min_horizontal(end + select.lag, pl.col("ue") + select.lag, pl.lit(last + 1))
            .cast(pl.Int32).alias("e"),
        )  # fmt: skip
        return rows.filter(pl.col("s") < pl.col("e"))

    def _sums(self, rows: pl.DataFrame, select: Select) -> pl.DataFrame:
        shape = _shape(select)
        if not shape.disjoint or select.window is not Window.STOCK:
            if select.how == "count":
                rows = _each_once(rows)
            rows = _levels_of_firms(rows)
        else:
            rows = rows.with_columns(
                known=pl.col("amount").is_not_null().cast(pl.Int64),
                unknown=pl.col("amount").is_null().cast(pl.Int64),
            )
        together = rows.group_by("unit", "s", "e").agg(
            pl.col("amount").sum().alias("total"),
            pl.col("known").sum(),
            pl.col("unknown").sum(),
            (pl.col("known") > 0).sum().cast(pl.Int64).alias("contributors"),
            pl.col("amount").max().alias("largest"),
        )
        return (
            together.with_columns(pl.int_ranges("s", "e").alias("month"))
            .explode("month")
            .group_by("unit", "month")
            .agg(
                pl.col("total", "known", "unknown", "contributors").sum(),
                pl.col("largest").max(),
            )
            .select(
                pl.col("unit"), pl.col("month").cast(pl.Int32), "total", "known", "unknown",
                "contributors", "largest",
            )
        )  # fmt: skip

    def _table(self, name: str) -> pl.DataFrame:
        """The records of a table in every unit they belong to, with the span `us` to `ue` in it."""
        if name not in self._located:
            shape = SHAPES[name]
            frame = check_frame(name, self.tables.frames[name])
            always = {"us": pl.lit(-LASTS, dtype=pl.Int32), "ue": pl.lit(LASTS, dtype=pl.Int32)}
            parts = [frame.with_columns(unit=pl.lit(WORLD, dtype=pl.Int32), **always)]
            spans = {"town": self.tables.towns, "cluster": self.tables.memberships}
            for kind, way in (("town", shape.town), ("cluster", shape.cluster)):
                if way == "own":
                    placed = frame.filter(pl.col(kind).is_not_null())
                    parts.append(placed.with_columns(unit=pl.col(kind), **always))
                elif way == "firm":
                    held = spans[kind].select(
                        "firm", "unit", pl.col("s").alias("us"), pl.col("e").alias("ue")
                    )
                    parts.append(frame.join(held, on="firm", how="inner"))
            columns = parts[0].columns
            self._located[name] = pl.concat(part.select(columns) for part in parts)
        return self._located[name]

    def _known_grid(self, indicator: Indicator, first: int, last: int) -> pl.DataFrame:
        """Every unit and month for which something can be said."""
        begin, end = first, last + 1
        for select in (indicator.select, indicator.of):
            if select is not None:
                known = self.tables.known.get(select.table, (LASTS, LASTS))
                begin = max(begin, known[0] + select.lag)
                end = min(end, known[1] + select.lag)
        spans = [
            (number, max(begin, unit.s), min(end, unit.e))
            for number, unit in enumerate(self.tables.units)
            if unit.kind in indicator.unit_kinds
        ]
        rows = [span for span in spans if span[1] < span[2]]
        frame = pl.DataFrame(
            rows, schema={"unit": pl.Int32, "s": pl.Int32, "e": pl.Int32}, orient="row"
        )
        grid = frame.with_columns(pl.int_ranges("s", "e").alias("month")).explode("month")
        return grid.select("unit", pl.col("month").cast(pl.Int32))


def _shape(select: Select) -> Shape:
    return SHAPES[select.table]


def _condition(where: Where) -> pl.Expr:
    column, value = pl.col(where.column), where.value
    if where.op == "known":
        return column.is_not_null()
    if isinstance(value, tuple):
        return column.is_in(list(value))
    match where.op:
        case ">=":
            return column.ge(value)
        case "<=":
            return column.le(value)
        case "!=":
            return column.ne(value)
        case _:
            return column.eq(value)


def _window(select: Select, shape: Shape) -> tuple[pl.Expr, pl.Expr]:
    """From which month to which (excluded) a record counts."""
    if select.window is Window.STOCK:
        if not shape.lasts:
            raise EngineError("no_stock", f"records of {shape.name} do not last")
        return pl.col("s"), pl.col("e")
    month = pl.col(select.when)
    match select.window:
        case Window.MONTH:
            return month, month + 1
        case Window.YEAR:
            return month, (month // MONTHS_IN_YEAR + 1) * MONTHS_IN_YEAR
        case _:
            return month, pl.lit(LASTS)


def _each_once(rows: pl.DataFrame) -> pl.DataFrame:
    """Spans of one holder in one unit put together where they touch or overlap."""
    if not rows.select("unit", "holder").is_duplicated().any():
        return rows
    rows = rows.sort("unit", "holder", "s")
    reach = pl.col("e").cum_max().shift(1).over("unit", "holder")
    begins = (pl.col("s") > reach).fill_null(value=True)
    rows = rows.with_columns(begins.cast(pl.Int32).cum_sum().alias("run"))
    return rows.group_by("unit", "holder", "run").agg(
        pl.col("firm", "amount").first(), pl.col("s").min(), pl.col("e").max()
    )


def _levels_of_firms(rows: pl.DataFrame) -> pl.DataFrame:
    """unit, s, e, amount, known, unknown of each firm, between the months in which they change."""
    firm = pl.col("firm").fill_null(-1 - pl.col("holder")).alias("firm")
    base = rows.select(
        "unit", firm, "s", "e", pl.col("amount").fill_null(0).alias("amount"),
        pl.col("amount").is_not_null().cast(pl.Int64).alias("known"),
        pl.col("amount").is_null().cast(pl.Int64).alias("unknown"),
    )  # fmt: skip
    values = ("amount", "known", "unknown")
    changes = pl.concat(
        [
            base.select("unit", "firm", pl.col("s").alias("at"), *values),
            base.select("unit", "firm", pl.col("e").alias("at"), *(-pl.col(v) for v in values)),
        ]
    )
    steps = changes.group_by("unit", "firm", "at").agg(pl.col(*values).sum())
    levels = steps.sort("unit", "firm", "at").with_columns(
        *(pl.col(value).cum_sum().over("unit", "firm") for value in values),
        pl.col("at").shift(-1).over("unit", "firm").alias("e"),
    )
    kept = levels.rename({"at": "s"}).filter(pl.col("e").is_not_null())
    return kept.filter((pl.col("known") > 0) | (pl.col("unknown") > 0))


def _medians(rows: pl.DataFrame, select: Select) -> pl.DataFrame:
    """Twice the middle of the known amounts, so that it is a whole number too."""
    each = rows.with_columns(pl.int_ranges("s", "e").alias("month")).explode("month")
    firm = pl.col("firm").fill_null(-1 - pl.col("holder"))
    known = each.filter(pl.col("amount").is_not_null())
    middle = known.sort("amount").group_by("unit", "month").agg(
        (pl.col("amount").get((pl.len() - 1) // 2) + pl.col("amount").get(pl.len() // 2))
        .alias("total"),
        pl.len().cast(pl.Int64).alias("known"),
        firm.n_unique().cast(pl.Int64).alias("contributors"),
    )  # fmt: skip
    beside = each.group_by("unit", "month").agg(
        pl.col("amount").is_null().sum().cast(pl.Int64).alias("unknown")
    )
    joined = beside.join(middle, on=("unit", "month"), how="left")
    return joined.select(
        "unit", pl.col("month").cast(pl.Int32), "total", pl.col("known").fill_null(0), "unknown",
        pl.col("contributors").fill_null(0), pl.lit(None, dtype=pl.Int64).alias("largest"),
    )  # fmt: skip
