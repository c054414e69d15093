"""Fetch the vendored browser assets again and check their fingerprints.

Reads ``src/jilian/ui/static/ui/vendor/VENDORED.toml``. Each package is fetched with ``npm pack
NAME@VERSION``; nothing of npm is needed at run time. A file that differs from its fingerprint is
refused and nothing is written. With ``--write`` the fingerprints themselves are written anew,
after a version was changed on purpose.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).parents[1] / "src/jilian/ui/static/ui/vendor"
LIST = VENDOR / "VENDORED.toml"

# The blocks in which Chinese text and its punctuation are written. Slices of the font that hold
# only other characters (emoji, Hangul, Cyrillic) are left out: system fonts have those.
HAN_BLOCKS = (
    (0x2014, 0x2026),
    (0x2460, 0x24FF),
    (0x2E80, 0x303F),
    (0x3105, 0x312F),
    (0x31C0, 0x33FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
    (0x20000, 0x3FFFF),
)
FACE = re.compile(r"url\(\./(files/[^)]*\.woff2)\).*?unicode-range: ([^;]*);", re.DOTALL)
SOURCE_MAP = re.compile(rb"\n?(?://# sourceMappingURL=[^\n]*|/\*# sourceMappingURL=.*?\*/)\s*$")


def fingerprint(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def fetch(name: str, version: str) -> dict[str, bytes]:
    """The files of an npm package by their path in it."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["npm", "pack", f"{name}@{version}", "--silent", "--pack-destination", folder],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as tar:
            members = [member for member in tar.getmembers() if member.isfile()]
            return {
                member.name.removeprefix("package/"): opened.read()
                for member in members
                if (opened := tar.extractfile(member)) is not None
            }


def code_points(ranges: str) -> Iterator[int]:
    """The code points of a CSS ``unicode-range``."""
    for part in ranges.split(","):
        first, _, last = part.strip()[2:].partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def as_range(points: list[int]) -> str:
    """Sorted code points as a CSS ``unicode-range``."""
    runs: list[list[int]] = []
    for point in points:
        if runs and runs[-1][1] == point - 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return ",".join(f"U+{a:x}" if a == b else f"U+{a:x}-{b:x}" for a, b in runs)


def font_faces(css: str) -> dict[str, str]:
    """File name and range of each slice that holds Chinese characters."""
    faces = {}
    for path, ranges in FACE.findall(css):
        points = sorted(
            point
            for point in code_points(ranges)
            if any(first <= point <= last for first, last in HAN_BLOCKS)
        )
        if points:
            faces[path] = as_range(points)
    return faces


def font_css(css: str) -> bytes:
    """The ``@font-face`` rules of "Jilian Han", one line a slice."""
    rules = (
        "@font-face{font-family:'Jilian Han';font-display:swap;"
        f"src:url({path}) format('woff2');unicode-range:{ranges}}}"
        for path, ranges in font_faces(css).items()
    )
    return ("\n".join(rules) + "\n").encode()


def wanted(package: dict[str, Any], fetched: dict[str, bytes]) -> dict[str, bytes]:
    """What is kept of a package, by its name in the vendor folder."""
    kept = {}
    for pattern in package["keep"]:
        content = fetched[pattern]
        kept[Path(pattern).name] = SOURCE_MAP.sub(b"\n", content)
    if "font_css" in package:
        css = fetched[package["font_css"]].decode()
        kept["jilian-han.css"] = font_css(css)
        kept |= {path: fetched[path] for path in font_faces(css)}
    return kept


def text_of(packages: list[dict[str, Any]]) -> str:
    """The list of packages as TOML."""
    lines = [
        "# Browser assets of others, as npm publishes them. Fetched by tools/vendor.py",
        "# Lines that name a source map are cut off; jilian-han.css is made from font_css.",
    ]
    for package in packages:
        lines += ["", "[[package]]"]
        for key in ("name", "version", "licence", "folder", "font_css"):
            if key in package:
                lines.append(f'{key} = "{package[key]}"')
        kept = ", ".join(f'"{path}"' for path in package["keep"])
        lines += [f"keep = [{kept}]", "[package.sha256]"]
        lines += [f'"{path}" = "{package["sha256"][path]}"' for path in sorted(package["sha256"])]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Fetch every package; 0 when all fingerprints agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the fingerprints anew")
    write = parser.parse_args().write
    packages = tomllib.loads(LIST.read_text(encoding="utf-8"))["package"]
    files: dict[Path, bytes] = {}
    for package in packages:
        kept = wanted(package, fetch(package["name"], package["version"]))
        prints = {path: fingerprint(content) for path, content in kept.items()}
        if not write and prints != package["sha256"]:
            print(f"{package['name']} {package['version']}: fingerprints differ", file=sys.stderr)
            return 1
        package["sha256"] = prints
        files |= {VENDOR / package["folder"] / path: content for path, content in kept.items()}
        print(f"{package['name']} {package['version']}: {len(kept)} files")
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if write:
        LIST.write_text(text_of(packages), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
