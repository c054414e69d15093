"""Terms of products by class of GB/T 4754-2017, as the search for helpers carries them."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from packaged_data.tables import PackagedFile, Row, read_table, table

FIRST, LAST = "06", "46"
"""Divisions of goods: mining, manufacturing, energy and water. Services have activities only."""
LONGEST = 30
"""Longer entries of the notes are sentences, no names."""


def build(source_folder: Path) -> list[PackagedFile]:
    """One row a class with its terms, and the classes that the notes tell apart from another."""
    folder = source_folder / "data" / "gbt4754-2017"
    names = {row["code"]: row["name"] for row in read_table(folder / "industries.csv")}
    terms, key_products = _terms(folder), _key_products(folder)
    rows: list[Row] = [
        {
            "industry_code": code,
            "name": name,
            "terms": "|".join(terms[code]),
            "key_products": "|".join(key_products[code]),
        }
        for code, name in sorted(names.items())
        if len(code) == len("2662") and _of_goods(code)
    ]
    return [
        table("classes.csv", "industry_code name terms key_products", rows, ["GBT4754"]),
        table("neighbours.csv", "industry_code goes_to_code", _neighbours(folder), ["GBT4754"]),
    ]


def _of_goods(code: str) -> bool:
    return code.isdecimal() and FIRST <= code[:2] <= LAST


def _terms(folder: Path) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in read_table(folder / "products.csv"):
        name = row["product_name"]
        if _of_goods(row["industry_code"]) and row["is_residual"] == "0" and len(name) <= LONGEST:
            found[row["industry_code"]][name.replace("|", " ")] = None
    return defaultdict(list, {code: list(names) for code, names in found.items()})


def _key_products(folder: Path) -> dict[str, list[str]]:
    """Key products of the strategic industries, each once, where the class lacks the term."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in read_table(folder / "industry_tags.csv"):
        if row["tag"] == "strategic" and _of_goods(row["industry_code"]):
            for name in row["key_products"].split("|"):
                if name.strip():
                    found[row["industry_code"]][name.strip()] = None
    return defaultdict(list, {code: list(names) for code, names in found.items()})


def _neighbours(folder: Path) -> list[Row]:
    pairs = {
        (row["industry_code"], row["goes_to_code"])
        for row in read_table(folder / "exclusions.csv")
        if _of_goods(row["industry_code"]) and _of_goods(row["goes_to_code"])
    }
    return [
        {"industry_code": one, "goes_to_code": other}
        for one, other in sorted(pairs)
        if one != other
    ]
