"""China's input-output table: which sector supplies which, and which sector a class belongs to.

Source: national statistics bureau, 2020 table, 153 sectors (io_china_2020/README.md). Amounts are
yuan of 2020 at producers' prices, imports included; a coefficient is the amount of an input in one
yuan of output. A national average says that a link is usual, never that two firms trade.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jilian_engine.errors import TableError
from jilian_engine.network import Floats, frozen

#: The bureau states its table in 10,000 yuan.
UNIT_YUAN = 10_000


@dataclass(frozen=True, eq=False)
class InputOutput:
    """Sectors in the order of their codes; `flows[i, j]` is what i supplied to j, in yuan.

    `sector_by_class` gives the sector's position for a GB/T 4754 class of four digits.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    flows: Floats
    output: Floats
    sector_by_class: dict[str, int]

    @property
    def coefficients(self) -> Floats:
        """Direct input coefficients a[i, j] = flows[i, j] / output[j]; 0 where output is 0."""
        usable = np.where(self.output > 0, self.output, np.inf)
        return np.asarray(self.flows / usable, dtype=np.float64)

    def sectors_of(self, industries: pl.Series) -> NDArray[np.int32]:
        """Position of the sector of each class; -1 for unknown classes and those of no sector."""
        table = pl.DataFrame({
            "industry": list(self.sector_by_class), "sector": list(self.sector_by_class.values())
        }, schema={"industry": pl.String, "sector": pl.Int32})  # fmt: skip
        rows = industries.cast(pl.String).alias("industry").to_frame()
        found = rows.join(table, on="industry", how="left", maintain_order="left")["sector"]
        return found.fill_null(-1).to_numpy().astype(np.int32)


def read_input_output(
    flows: pl.DataFrame, sectors: pl.DataFrame, classes: pl.DataFrame
) -> InputOutput:
    """From `flows` (from_code, to_code, value), `sectors` (code, name, gross_output), `classes`
    (industry_code, io_code), values in 10,000 yuan. TableError for a code without a sector.
    """
    sectors = sectors.sort("code")
    codes = sectors["code"].to_list()
    place = {code: at for at, code in enumerate(codes)}
    for frame, name, column in (
        (flows, "flows", "from_code"), (flows, "flows", "to_code"), (classes, "classes", "io_code"),
    ):  # fmt: skip
        wrong = ~frame[column].is_in(codes)
        if wrong.any():
            row = int(wrong.arg_true()[0])
            raise TableError("unknown_sector", f"{name}.{column} row {row}: no such sector.",
                             table=name, column=column, row=row)  # fmt: skip
    matrix = np.zeros((len(codes), len(codes)))
    one, other = (
        flows[side].replace_strict(place, return_dtype=pl.Int64).to_numpy()
        for side in ("from_code", "to_code")
    )
    np.add.at(matrix, (one, other), flows["value"].to_numpy() * UNIT_YUAN)
    output = sectors["gross_output"].cast(pl.Float64).to_numpy() * UNIT_YUAN
    by_class = zip(classes["industry_code"].to_list(), classes["io_code"].to_list(), strict=True)
    return InputOutput(
        tuple(codes), tuple(sectors["name"].to_list()), frozen(matrix), frozen(output),
        {industry: place[sector] for industry, sector in by_class},
    )  # fmt: skip


@cache
def china_2020() -> InputOutput:
    """The national table of 2020 that comes with the engine."""
    folder = files("jilian_engine") / "io_china_2020"

    def table(name: str, numbers: tuple[str, ...] = ()) -> pl.DataFrame:
        text = (folder / f"{name}.csv").read_bytes()
        return pl.read_csv(text, infer_schema=False).with_columns(
            pl.col(column).cast(pl.Float64) for column in numbers
        )

    return read_input_output(
        table("flows", ("value",)), table("sectors", ("gross_output",)), table("gbt4754_map")
    )
