"""Writes the packaged tables from a source folder, or checks that they are up to date.

Usage: build_packaged_data.py SOURCE_FOLDER [--check]

The result depends on the source folder alone: every run writes the same bytes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from packaged_data import corridor, input_output, product_words, reference
from packaged_data.manifest import manifest
from packaged_data.sources import Catalogue
from packaged_data.tables import PackagedFile

PACKAGE = Path(__file__).resolve().parent.parent / "src"
REFERENCE = Path("jilian", "places", "reference")
INPUT_OUTPUT = Path("jilian_engine", "io_china_2020")
PRODUCT_WORDS = Path("jilian_engine", "shortages", "product_words")
CORRIDOR = Path("jilian", "demo", "corridor")


def build(source_folder: Path, target: Path) -> list[Path]:
    """Write the folders under `target`; returns the paths written, relative to it."""
    catalogue = Catalogue(source_folder)
    written = []
    for folder, files in (
        (REFERENCE, reference.build(source_folder)),
        (INPUT_OUTPUT, input_output.build(source_folder)),
        (PRODUCT_WORDS, product_words.build(source_folder)),
        (CORRIDOR, corridor.build(source_folder, catalogue)),
    ):
        written += _write(target, folder, files, manifest(files, catalogue))
    return written


def _write(target: Path, folder: Path, files: list[PackagedFile], manifest_text: str) -> list[Path]:
    readme = Path(__file__).with_name("packaged_data") / f"{folder.name}.md"
    texts = {file.name: file.text for file in files}
    texts |= {"MANIFEST.toml": manifest_text, "README.md": readme.read_text("utf-8")}
    (target / folder).mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (target / folder / name).write_bytes(text.encode())
    return [folder / name for name in texts]


def check(source_folder: Path) -> list[str]:
    """What differs between the package and a fresh build: one line for each file."""
    with tempfile.TemporaryDirectory() as temporary:
        fresh = Path(temporary)
        expected = build(source_folder, fresh)
        differing = [
            f"differs or is missing: {path}"
            for path in expected
            if not (PACKAGE / path).is_file()
            or (PACKAGE / path).read_bytes() != (fresh / path).read_bytes()
        ]
    present = {
        path.relative_to(PACKAGE)
        for folder in (REFERENCE, INPUT_OUTPUT, PRODUCT_WORDS, CORRIDOR)
        for suffix in ("*.csv", "*.geojson")
        for path in (PACKAGE / folder).glob(suffix)
    }
    return differing + [f"is not built: {path}" for path in sorted(present - set(expected))]


def main() -> int:
    """Build, or with --check compare; 1 if the package is out of date."""
    parser = argparse.ArgumentParser(description="Build the packaged tables from a source folder.")
    parser.add_argument("source_folder", type=Path)
    parser.add_argument("--check", action="store_true", help="compare with the package only")
    arguments = parser.parse_args()
    if not arguments.check:
        for path in build(arguments.source_folder, PACKAGE):
            print(path)
        return 0
    problems = check(arguments.source_folder)
    print("\n".join(problems) or "The packaged tables are up to date.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
