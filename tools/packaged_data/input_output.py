"""The national input-output table of 2020, as the engine carries it."""

from __future__ import annotations

from pathlib import Path

from packaged_data.tables import PackagedFile, read_table, table


def build(source_folder: Path) -> list[PackagedFile]:
    """The table's flows and sectors, and the map from classes to sectors."""
    folder = source_folder / "data" / "io-china-2020"
    sectors = sorted(read_table(folder / "sectors.csv"), key=lambda row: row["code"])
    flows = read_table(folder / "flows.csv")
    flows.sort(key=lambda row: (row["from_code"], row["to_code"]))
    classes = sorted(read_table(folder / "gbt4754_map.csv"), key=lambda row: row["industry_code"])
    measures = (
        "code name gbt4754_division gross_output intermediate_use final_use export import"
        " intermediate_input value_added"
    )
    return [
        table("sectors.csv", measures, sectors, ["IO2020"]),
        table("flows.csv", "from_code to_code value", flows, ["IO2020"]),
        table("gbt4754_map.csv", "industry_code io_code basis", classes, ["IO2020-MAP"]),
    ]
