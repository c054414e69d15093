"""Every way into the product, found from the URL resolver and the description of the API."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.apps import apps
from django.db import models

from attack.ground import FIRM_B, PARTS, Key, RandomKey, numbered, random_keys
from conftest import SAID
from jilian.accounts.gate import Address, Open, addresses
from jilian.accounts.permissions import Permission
from jilian.base.sheets import CONTENT_TYPES

SLOT = re.compile(r"<(\w+)>")
FILE = re.compile(rf"\.({'|'.join(CONTENT_TYPES)}|zip|docx)$")
MISSING = 999_999_999
NO_SUCH_KEY = "6b1f0d0e-0000-4000-8000-00000000dead"
PRIVATE_ORDERS = ("value", "-amount_yuan", "facts__value")
TAKEN_ALONG = urlencode(SAID)
GUESSES = ("密语", FIRM_B)


@dataclass(frozen=True)
class Road:
    """One request that can be made: an address with its slots filled."""

    name: str
    method: str
    url: str
    gate: Permission | Open | None
    part: str  # of whom it asks: a, b, there, missing; empty where it asks for no record
    in_world: bool

    def with_query(self, query: str) -> Road:
        """The same road with a query."""
        return Road(
            self.name, self.method, f"{self.url}?{query}", self.gate, self.part, self.in_world
        )


def all_roads(ground: Any, world: str = "songjiang", within: str = "") -> list[Road]:
    """Every address and method, with records of every part in its slots.

    ``within`` keeps the addresses with these words.
    Fails with the address where nothing can stand in a slot.
    """
    return [
        road
        for address in addresses(directory=False)
        if within in address.route
        for road in _roads_of(address, ground, world)
    ]


def _roads_of(address: Address, ground: Any, world: str) -> Iterator[Road]:
    for part, values in _fillings(address, ground):
        values |= {"world": world, "world_code": world}
        url = SLOT.sub(lambda slot, kept=values: str(kept[slot.group(1)]), address.route)
        if FILE.search(url):  # whoever takes a file along says what for
            url += f"?{TAKEN_ALONG}"
        label = address.name or address.route
        in_world = "<world" in address.route
        if address.gate is Open.API:
            for operation in address.operations:
                for method in operation.methods:
                    yield Road(
                        address.route, method, url, operation.permission or None, part, in_world
                    )
            continue
        for method in ("GET", "POST"):
            yield Road(label, method, url, address.gate, part, in_world)


def _fillings(address: Address, ground: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """What stands in the slots, for records of each part."""
    slots = SLOT.findall(address.route)
    kwargs = {**ground.tagged.kwargs(address.name, address.route, ground.small.somebody)}
    lacking = [slot for slot in slots if slot not in kwargs]
    if not address.is_open:
        kwargs |= dict.fromkeys(lacking, "x")
        lacking = []
    assert not lacking, f"say in tests/small_world.py what {lacking} is in {address.route}"
    about = {slot: kwargs[slot] for slot in slots if _names_a_record(kwargs[slot], ground)}
    kinds = [{"kind": ending} for ending in CONTENT_TYPES] if _has_endings(address) else [{}]
    for kind in kinds:
        if not about:
            yield "", {**kwargs, **kind}
            continue
        for part in PARTS:
            for values in _records(address, about, part, ground):
                yield part, {**kwargs, **values, **kind}
        nothing = {
            slot: NO_SUCH_KEY if isinstance(value, RandomKey) else MISSING
            for slot, value in about.items()
        }
        yield "missing", {**kwargs, **nothing, **kind}


def _has_endings(address: Address) -> bool:
    return address.route.endswith(".<kind>")


def _names_a_record(value: Any, ground: Any) -> bool:
    named = isinstance(value, int | RandomKey)
    return named or value == str(ground.small.firm.pk)


def _records(
    address: Address, about: dict[str, Any], part: str, ground: Any
) -> Iterator[dict[str, Any]]:
    if part == "a":
        yield dict(about)
        return
    tables = {slot: _tables(address, value) for slot, value in about.items()}
    keys = {
        slot: [key for table in found for key in _keys(about[slot], table, part, ground)]
        for slot, found in tables.items()
    }
    for at in range(max(len(found) for found in keys.values())):
        yield {slot: found[min(at, len(found) - 1)] for slot, found in keys.items() if found}


def _keys(value: Any, table: type[models.Model], part: str, ground: Any) -> list[Any]:
    """The keys of a part's records, as the address names them."""
    found = ground.keys_of(table, part)
    return random_keys(table, found) if isinstance(value, RandomKey) else list(found)


def _tables(address: Address, value: Any) -> list[type[models.Model]]:
    """The tables that a slot may speak of: that of its key, else every one of the area."""
    if isinstance(value, Key | RandomKey):
        return [value.model]
    if isinstance(value, str):
        return [apps.get_model("firms.Firm")]
    area = address.area.removeprefix("my_")
    return [table for table in numbered() if table._meta.app_label == area]


@dataclass
class Reader(HTMLParser):
    """Reads from a page what it can be asked: its filters with their choices, its orders."""

    path: str

    def __post_init__(self) -> None:
        super().__init__()
        self.asks: dict[str, set[str]] = {}
        self.orders: set[str] = set()
        self.in_form = False
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            is_own = (found.get("action") or self.path).partition("?")[0] == self.path
            self.in_form = is_own and (found.get("method") or "get").lower() == "get"
        name = found.get("name") or ""
        if self.in_form and name and tag in ("input", "select"):
            values = self.asks.setdefault(name, set())
            if tag == "input" and found.get("type") in ("checkbox", "radio", "hidden"):
                values.add(found.get("value") or "")
            elif tag == "input" and found.get("type") not in ("date", "number", "submit"):
                values.update(GUESSES)
        if tag == "select":
            self.select = name if self.in_form else ""
        if tag == "option" and self.select:
            self.asks[self.select].add(found.get("value") or "")
        for key, value in parse_qsl((found.get("href") or "").partition("?")[2]):
            if key.endswith("sort"):
                self.orders.add(f"{key}={value}")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.in_form = False
        if tag == "select":
            self.select = ""


def queries_of_page(path: str, text: str) -> list[str]:
    """Every filter that a page offers, each by itself; every order, also by private columns."""
    reader = Reader(path)
    reader.feed(text)
    found = [
        urlencode({name: value})
        for name, values in sorted(reader.asks.items())
        for value in sorted(values)[:2]
        if value and name not in ("purpose", "recipient")
    ]
    if reader.orders:
        names = {order.partition("=")[0] for order in reader.orders}
        found += sorted(reader.orders)
        found += [f"{name}={order}" for name in sorted(names) for order in PRIVATE_ORDERS]
    return found


def queries_of_operation(described: dict[str, Any]) -> list[str]:
    """What an operation of the API can be asked, by its description."""
    found = []
    for parameter in described.get("parameters", ()):
        if parameter["in"] == "query" and "string" in str(parameter["schema"]):
            found += [urlencode({parameter["name"]: guess}) for guess in GUESSES]
    return found


def is_file(road: Road) -> bool:
    """Say whether a road ends in a file that is taken along."""
    return bool(FILE.search(road.url.partition("?")[0]))


@cache
def description() -> dict[str, Any]:
    """The description of the API, its paths named as the addresses are."""
    from jilian.api import api

    whole = dict(api.get_openapi_schema(path_prefix="/api/"))
    paths = {
        name.replace("{", "<").replace("}", ">"): kept for name, kept in whole["paths"].items()
    }
    return {**whole, "paths": paths}


def body_for(operation: dict[str, Any], number: float | None = None) -> tuple[str, str]:
    """Return content type and the least body that the description of an operation takes.

    With a ``number``: the whole body, with it at every place of a number.
    """
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        schema = content["application/json"]["schema"]
        return "application/json", json.dumps(_fit(schema, number))
    return "application/x-www-form-urlencoded", "kind=firms"


def _fit(schema: dict[str, Any], number: float | None) -> Any:
    """The least value that a schema takes; with a number, all of it."""
    if "$ref" in schema:
        known = description()["components"]["schemas"]
        return _fit(known[schema["$ref"].rpartition("/")[2]], number)
    if "anyOf" in schema:
        return _fit(schema["anyOf"][0], number)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object")
    if kind == "object":
        known = schema.get("properties", {})
        needed = schema.get("required", ()) if number is None else known
        return {name: _fit(known[name], number) for name in needed}
    if kind == "array":
        return [] if number is None else [_fit(schema["items"], number)]
    if schema.get("format") == "date":
        return "2026-01-01"
    numbers = {"integer": 1, "number": 1.5} if number is None else {"integer": number}
    return {"string": "x", "boolean": True, "number": number, **numbers}[kind]
