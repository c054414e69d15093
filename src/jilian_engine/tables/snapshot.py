"""Tables frozen as of a day: Parquet bytes, and a manifest with fingerprints of the content.

The fingerprint is taken from sorted values, names, types and nulls, never from Parquet bytes,
so another version of the Parquet writer changes no fingerprint.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from jilian_engine.errors import EngineError
from jilian_engine.tables.columns import Table, check_table, table

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Manifest:
    """What a snapshot holds: rows and fingerprint of each table, and one fingerprint of all."""

    schema_version: int
    as_of: date
    counts: Mapping[str, int]
    fingerprints: Mapping[str, str]
    fingerprint: str

    def to_json(self) -> str:
        """The manifest as JSON with sorted keys, always the same text for the same manifest."""
        parts = {
            "schema_version": self.schema_version,
            "as_of": self.as_of.isoformat(),
            "counts": dict(self.counts),
            "fingerprints": dict(self.fingerprints),
            "fingerprint": self.fingerprint,
        }
        return json.dumps(parts, sort_keys=True, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Read what `to_json` wrote; EngineError "bad_manifest" for anything else."""
        try:
            parts = json.loads(text)
            return cls(
                int(parts["schema_version"]), date.fromisoformat(parts["as_of"]),
                {str(name): int(count) for name, count in parts["counts"].items()},
                {str(name): str(mark) for name, mark in parts["fingerprints"].items()},
                str(parts["fingerprint"]),
            )  # fmt: skip
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            raise EngineError("bad_manifest", f"This is no manifest: {wrong}.") from wrong


@dataclass(frozen=True)
class Snapshot:
    """Tables frozen as of a day: Parquet bytes by table name, and the manifest."""

    files: Mapping[str, bytes]
    manifest: Manifest


def fingerprint_table(name: str, frame: pl.DataFrame) -> str:
    """SHA-256 of the checked content in canonical order: names, types, nulls, values."""
    return _fingerprint(table(name), _canonical(table(name), check_table(name, frame)))


def write_snapshot(tables: Mapping[str, pl.DataFrame], as_of: date) -> Snapshot:
    """Check, sort and freeze the tables; the same content gives the same snapshot in any order."""
    files, counts, marks = {}, {}, {}
    for name in sorted(tables):
        frame = _canonical(table(name), check_table(name, tables[name]))
        buffer = io.BytesIO()
        frame.write_parquet(
            buffer, compression="zstd", compression_level=3, statistics=False,
            row_group_size=500_000,
        )  # fmt: skip
        files[name], counts[name] = buffer.getvalue(), frame.height
        marks[name] = _fingerprint(table(name), frame)
    whole = _whole_fingerprint(SCHEMA_VERSION, as_of, counts, marks)
    return Snapshot(files, Manifest(SCHEMA_VERSION, as_of, counts, marks, whole))


def read_snapshot(files: Mapping[str, bytes], manifest: Manifest) -> dict[str, pl.DataFrame]:
    """The tables of a snapshot; EngineError when a file is missing, extra or altered."""
    if manifest.schema_version != SCHEMA_VERSION:
        raise EngineError(
            "unknown_schema_version", f"Schema version {manifest.schema_version} is not known here."
        )
    if set(files) != set(manifest.fingerprints) or set(files) != set(manifest.counts):
        raise EngineError("wrong_files", "The files are not those that the manifest lists.")
    frames = {}
    for name in sorted(files):
        try:
            frame = pl.read_parquet(io.BytesIO(files[name]))
        except pl.exceptions.PolarsError as wrong:
            raise EngineError("unreadable_file", f"{name} is no Parquet file.") from wrong
        frames[name] = check_table(name, frame)
        mark = _fingerprint(table(name), _canonical(table(name), frames[name]))
        if mark != manifest.fingerprints[name] or frame.height != manifest.counts[name]:
            raise EngineError("wrong_fingerprint", f"{name} is not what was frozen.")
    whole = _whole_fingerprint(
        manifest.schema_version, manifest.as_of, manifest.counts, manifest.fingerprints
    )
    if whole != manifest.fingerprint:
        raise EngineError("wrong_fingerprint", "The manifest is not what was frozen.")
    return frames


def _canonical(shape: Table, frame: pl.DataFrame) -> pl.DataFrame:
    order = [*shape.key, *(name for name in shape.schema.names() if name not in shape.key)]
    if _in_order(frame, order):
        return frame
    return frame.sort(order, nulls_last=False, maintain_order=True)


def _in_order(frame: pl.DataFrame, order: list[str]) -> bool:
    """Whether the rows are surely sorted; cheaper than sorting, and what was written is."""
    if frame.height < 2:
        return True
    open_ = pl.Series([True]).new_from_index(0, frame.height - 1)
    for name in order:
        above, below = frame[name].slice(0, frame.height - 1), frame[name].slice(1)
        if not (~open_ | (above <= below)).fill_null(value=False).all():
            return False  # or unknown values met, which only sorting puts in order
        open_ &= above == below
        if not open_.any():
            return True
    return True


def _fingerprint(shape: Table, frame: pl.DataFrame) -> str:
    mark = hashlib.sha256()
    types = {column.name: str(column.dtype()) for column in shape.columns}
    mark.update(json.dumps([shape.name, types, frame.height]).encode())
    for column in frame.iter_columns():
        known = column.is_not_null()
        mark.update(np.packbits(known.to_numpy()).tobytes())
        mark.update(_value_bytes(column.filter(known)))
    return mark.hexdigest()


def _value_bytes(values: pl.Series) -> bytes:
    if values.dtype == pl.String:
        lengths = values.str.len_bytes().to_numpy().astype("<i8")
        return lengths.tobytes() + str(values.str.join().item()).encode()
    if values.dtype == pl.Float64:
        return (values.to_numpy().astype("<f8") + 0.0).tobytes()  # + 0.0: -0.0 is 0.0
    return values.to_numpy().astype("<i8").tobytes()


def _whole_fingerprint(
    version: int, as_of: date, counts: Mapping[str, int], marks: Mapping[str, str]
) -> str:
    parts = [version, as_of.isoformat(), dict(counts), dict(marks)]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
