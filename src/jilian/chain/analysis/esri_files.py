"""The systemic risk index of a network given as files: a folder in, a table out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _, gettext_lazy

from jilian.base.errors import Refusal
from jilian_engine.chain import every_firm, index_of_shocks
from jilian_engine.chain.reading import SUFFIXES, read_network, read_shocks, write_indices
from jilian_engine.errors import EngineError, TableError

#: What is said of a fault in a cell, by the engine's code for it.
FAULTS = {
    "missing_value": gettext_lazy("nothing stands there"),
    "repeated_row": gettext_lazy("this stands in an earlier row already"),
    "unknown_firm": gettext_lazy("this firm is not in the table of firms"),
    "unknown_industry": gettext_lazy("this industry is not in the table of essential inputs"),
    "not_a_number": gettext_lazy("this is not a number"),
    "too_small": gettext_lazy("this is below zero"),
    "too_large": gettext_lazy("this is above one"),
    "wrong_class": gettext_lazy("a class of inputs is 0, 1 or 2"),
}
TABLES = {
    "missing_file": gettext_lazy("The table “%(table)s” is missing: no CSV or Parquet file of it."),
    "missing_column": gettext_lazy("The table “%(table)s” lacks the column “%(column)s”."),
    "repeated_column": gettext_lazy("The table “%(table)s” names a column twice."),
    "unknown_industry": gettext_lazy(
        "The table “%(table)s” does not have the same industries in rows and columns."
    ),
}


@dataclass(frozen=True)
class EsriDone:
    """What was read and written."""

    firms: int
    links: int
    self_links: int
    shocks: int


def index_files(
    folder: Path, out: Path, *, essential: Path | None = None, shocks: Path | None = None,
    epsilon: float = 0.01, replacement: bool = True, threads: int | None = None,
    told: Callable[[int, int], None] | None = None,
) -> EsriDone:  # fmt: skip
    """Write the index of each firm, or of each scenario; Refusal names table, row and column.

    `told` hears how many of how many shocks are done, from any thread.
    """
    if out.suffix.lower() not in SUFFIXES or not out.parent.is_dir():
        raise Refusal(
            "out_unclear", _("The file to write ends in .csv or .parquet, in a folder that exists.")
        )
    try:
        read = read_network(folder, essential)
        names, hits = read.firms, every_firm(read.chain)
        if shocks is not None:
            names, hits = read_shocks(shocks, read.firms)
        count, done = len(names), [0]

        def more(some: int) -> None:
            done[0] += some
            if told:
                told(done[0], count)

        found = index_of_shocks(
            read.chain, hits, epsilon=epsilon, replacement=replacement, threads=threads, told=more
        )
        write_indices(out, names, found)
    except TableError as wrong:
        raise Refusal(wrong.code, _said(wrong)) from wrong
    except EngineError as wrong:
        raise Refusal(
            wrong.code, _("The index cannot be computed: %(why)s") % {"why": wrong.message}
        ) from wrong
    except OSError as wrong:
        raise Refusal(
            "file_unwritable", _("“%(file)s” cannot be written.") % {"file": out}
        ) from wrong
    chain = read.chain
    return EsriDone(chain.firm_count, chain.link_count, chain.self_links, count)


def _said(wrong: TableError) -> str:
    if wrong.row is not None and wrong.code in FAULTS:
        place = {"table": wrong.table, "row": wrong.row + 1, "column": wrong.column}
        return _(
            "Table “%(table)s”, row %(row)d below the heading, column “%(column)s”: %(why)s."
        ) % {**place, "why": FAULTS[wrong.code]}
    sentence = TABLES.get(wrong.code, gettext_lazy("The table “%(table)s” cannot be read."))
    return str(sentence) % {"table": wrong.table, "column": wrong.column}
