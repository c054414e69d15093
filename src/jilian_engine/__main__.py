"""The engine alone: files in, files out.

python -m jilian_engine form FOLDER --seed 7 [--resolution R] [--objective cpm|modularity] [--json]
reads a snapshot (manifest.json and one Parquet file a table) and prints the clusters found: a table
of firms as CSV, or with --json the whole as JSON.

python -m jilian_engine clock FILE [--json]
divides the time of the case in a file (JSON, or CSV with at,event,branch,holder,ground) among its
holders: seconds by holder as CSV, or with --json the whole as JSON.

python -m jilian_engine figures FILE [--written 2022-03] [--json]
lists every figure that a Chinese text states, with kind, value, bound, unit and period: as CSV, or
with --json the whole as JSON.

Exit 2, with a sentence, for what it refuses.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import math
import sys
from decimal import Decimal
from pathlib import Path

from jilian_engine.clocks import read_case_file
from jilian_engine.clusters import Formation, form_clusters, propose_names
from jilian_engine.errors import EngineError
from jilian_engine.network import Network, build_network
from jilian_engine.statements import read_figures
from jilian_engine.tables import Manifest, read_snapshot


def main(words: list[str] | None = None) -> int:
    """Run one command; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m jilian_engine", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    form = commands.add_parser("form", help="form clusters in a snapshot")
    form.add_argument("folder", type=Path)
    form.add_argument("--seed", type=int, required=True)
    form.add_argument("--resolution", type=float)
    form.add_argument("--objective", choices=("cpm", "modularity"), default="cpm")
    form.add_argument("--least-size", type=int, default=3)
    form.add_argument("--json", action="store_true")
    form.set_defaults(run=_form)
    clock = commands.add_parser("clock", help="divide the time of a case")
    clock.add_argument("file", type=Path)
    clock.add_argument("--json", action="store_true")
    clock.set_defaults(run=_clock)
    figures = commands.add_parser("figures", help="list the figures that a text states")
    figures.add_argument("file", type=Path)
    figures.add_argument("--written", type=_month, help="the month of writing, 2022-03")
    figures.add_argument("--json", action="store_true")
    figures.set_defaults(run=_figures)
    asked = parser.parse_args(words)
    try:
        sys.stdout.write(asked.run(asked))
    except (EngineError, OSError) as refused:
        row = refused.row if isinstance(refused, EngineError) else None
        sys.stderr.write(f"{'' if row is None else f'row {row + 1}: '}{refused}\n")
        return 2
    return 0


def _clock(asked: argparse.Namespace) -> str:
    found = read_case_file(asked.file).divide()
    if asked.json:
        return json.dumps(found.plain(), ensure_ascii=False, indent=2) + "\n"
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([
        ("holder", "seconds"), *found.holders.items(), ("", found.elapsed_seconds)
    ])  # fmt: skip
    return table.getvalue()


_FIGURE = ("start", "end", "text", "kind", "value", "bound", "low", "high", "unit", "period",
           "subject", "measure")  # fmt: skip


def _figures(asked: argparse.Namespace) -> str:
    try:
        text = asked.file.read_text(encoding="utf-8")
    except UnicodeDecodeError as refused:
        raise EngineError("wrong_files", "The file is not UTF-8 text.") from refused
    rows = [
        {name: _as_text(getattr(figure, name)) for name in _FIGURE}
        for figure in read_figures(text, written=asked.written)
    ]
    if asked.json:
        return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([_FIGURE, *(row.values() for row in rows)])
    return table.getvalue()


def _month(word: str) -> tuple[int, int]:
    year, _, month = word.partition("-")
    if not (year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12):
        raise argparse.ArgumentTypeError(f"{word} is no month such as 2022-03")
    return int(year), int(month)


def _as_text(said: object) -> object:
    return format(said, "f") if isinstance(said, Decimal) else said


def _form(asked: argparse.Namespace) -> str:
    manifest = Manifest.from_json((asked.folder / "manifest.json").read_text(encoding="utf-8"))
    files = {name: (asked.folder / f"{name}.parquet").read_bytes() for name in manifest.counts}
    tables = read_snapshot(files, manifest)
    for name in ("firms", "links"):
        if name not in tables:
            raise EngineError("wrong_files", f"The snapshot has no table {name}.")
    network = build_network(tables["firms"], tables["links"])
    formation = form_clusters(
        network, seed=asked.seed, resolution=asked.resolution, objective=asked.objective,
        least_size=asked.least_size,
    )  # fmt: skip
    if asked.json:
        return json.dumps(_as_json(network, formation, manifest), ensure_ascii=False) + "\n"
    return formation.table(network).write_csv()


def _as_json(network: Network, found: Formation, manifest: Manifest) -> dict[str, object]:
    names = propose_names(network, found.membership)
    return {
        "as_of": manifest.as_of.isoformat(), "snapshot": manifest.fingerprint,
        "objective": found.objective, "resolution": found.resolution, "seed": found.seed,
        "quality": _known(found.quality), "modularity": _known(found.modularity),
        "clusters": [
            {"cluster": one.cluster, "firms": int(size), "conductance": _known(leaving),
             "incoherence": _known(rough), "industries": one.industries, "town": one.town}
            for one, size, leaving, rough in zip(
                names, found.sizes, found.conductance, found.incoherence, strict=True)
        ],
        "firms": found.table(network).to_dicts(),
    }  # fmt: skip


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


if __name__ == "__main__":
    raise SystemExit(main())
