"""Every address of the product with what opens it, read from the URL resolver."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, URLResolver, get_resolver

from jilian.accounts.gate.catalogue import AREAS, WORDS
from jilian.accounts.gate.stated import Gate, Open, gate_of, operations_of, permission_entered
from jilian.accounts.permissions import Permission

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
GROUP = re.compile(r"\(\?P<(\w+)>.*?\)(?=[/$-]|$)")


@dataclass(frozen=True)
class Operation:
    """One operation of the API."""

    methods: tuple[str, ...]
    permission: Permission | None
    words: str


@dataclass(frozen=True)
class Address:
    """An address, the name by which code calls it, and what opens it (None: nothing does)."""

    route: str
    name: str
    gate: Gate | None
    operations: tuple[Operation, ...] = ()

    @property
    def area(self) -> str:
        """The area it belongs to; empty for what the sign-in library brings."""
        return self.name.partition(":")[0] if ":" in self.name else ""

    @property
    def words(self) -> StrOrPromise:
        """What stands there; empty where the catalogue does not say."""
        return WORDS.get(self.name, "")

    @property
    def is_open(self) -> bool:
        """Whether anything opens it; a closed address answers that nothing is there."""
        if self.gate is Open.API:
            return any(operation.permission for operation in self.operations)
        return self.gate is not None


def addresses(*, directory: bool) -> list[Address]:
    """Return all addresses in the order in which they are looked up.

    ``directory`` says whether people may sign in through OpenID Connect.
    """
    found: dict[tuple[str, str], Address] = {}
    for route, name, view in _walk(get_resolver(), "", ""):
        gate = gate_of(view, name, directory=directory)
        one = Address(route, name, gate, tuple(_operations(view)))
        # The API states an address once for each of its methods, with all of them each time.
        found.setdefault((route, "" if gate is Open.API else name), one)
    return list(found.values())


def _walk(
    resolver: URLResolver, route: str, space: str
) -> Iterator[tuple[str, str, Callable[..., Any]]]:
    for pattern in resolver.url_patterns:
        path = route + _plain(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern, path, inner)
        elif isinstance(pattern, URLPattern):
            name = f"{space}{pattern.name}" if pattern.name else ""
            yield f"/{path}", name, pattern.callback


def _plain(pattern: str) -> str:
    """Write a pattern as a reader does: ``<world>/firms/<pk>/``."""
    if pattern.startswith("^"):
        pattern = GROUP.sub(r"<\1>", pattern.removeprefix("^").removesuffix("$"))
    return CONVERTER.sub(r"<\1>", pattern)


def _operations(view: Callable[..., Any]) -> Iterator[Operation]:
    for operation in operations_of(view):
        words = inspect.getdoc(operation.view_func) or operation.summary or ""
        yield Operation(
            tuple(sorted(operation.methods)),
            permission_entered(operation.view_func),
            words.partition("\n")[0],
        )


def addresses_by_area(*, directory: bool) -> list[tuple[StrOrPromise, list[Address]]]:
    """Return the addresses that something opens, area by area in the catalogue's order."""
    groups: dict[str, list[Address]] = {area: [] for area in AREAS}
    for one in addresses(directory=directory):
        if one.is_open:
            groups.setdefault(one.area, []).append(one)
    return [(AREAS.get(area, area), rows) for area, rows in groups.items() if rows]
