"""Reading the product's own code for the tests of the house."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
PLATFORM = SOURCE / "jilian"


def modules(folder: Path = SOURCE) -> Iterator[tuple[Path, ast.Module]]:
    """Yield every module of the product but migrations, parsed."""
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def in_room(path: Path, room: str) -> bool:
    """Say whether a module stands in a room: jilian/<area>/<room>.py or …/<room>/…"""
    parts = path.relative_to(PLATFORM).parts
    return len(parts) > 1 and (parts[1] == room or parts[1] == f"{room}.py")
