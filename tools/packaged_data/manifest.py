"""MANIFEST.toml: the fingerprint of every packaged file, and what its sources are."""

from __future__ import annotations

import json

from packaged_data.sources import Catalogue
from packaged_data.tables import PackagedFile, Row

SOURCE_KEYS = ("title", "publisher", "reference", "licence")


def manifest(files: list[PackagedFile], catalogue: Catalogue) -> str:
    """The text of the manifest, files in the given order, sources by id."""
    named = sorted({source for file in files for source in file.sources})
    return "\n".join(
        [
            "# Written by tools/build_packaged_data.py; not edited by hand.\n",
            *(_file_block(file) for file in files),
            *(_source_block(catalogue[source]) for source in named),
        ]
    )


def _file_block(file: PackagedFile) -> str:
    sources = ", ".join(_quoted(source) for source in file.sources)
    return (
        f"[[file]]\nname = {_quoted(file.name)}\nrows = {file.rows}\n"
        f"sha256 = {_quoted(file.sha256)}\nsources = [{sources}]\n"
    )


def _source_block(source: Row) -> str:
    lines = [f"{key} = {_quoted(source[key])}\n" for key in SOURCE_KEYS]
    return f"[[source]]\nid = {_quoted(source['source_id'])}\n{''.join(lines)}"


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are a subset of TOML's."""
    return json.dumps(text, ensure_ascii=False)
