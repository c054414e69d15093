"""Forms of items: read from the dated, cited rule file, checked when they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import yaml
from django.utils.translation import get_language, gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.returns.rules.words import Column

MOST_FIELDS = 6  # on a page of the entry form, the note of each item counted
UNITS_EN = {"万元": "CNY 10,000", "家": "firms", "人": "people"}
SCALES: Mapping[str, int] = {"元": 0, "千元": 3, "万元": 4, "百万元": 6, "亿元": 8}  # powers of ten


@dataclass(frozen=True)
class Item:
    """A line of a form: its unit, the columns it is stated in, and the item it is a part of."""

    key: str
    zh: str
    en: str
    unit: str
    places: int
    step: int
    columns: tuple[Column, ...]
    part_of: str = ""
    count: str = ""
    least_repeat: int | None = None
    weight: bool = False
    may_be_negative: bool = False

    def __str__(self) -> str:
        return self.en if get_language() == "en" else self.zh

    @property
    def unit_words(self) -> str:
        """Its unit of measure in the present language."""
        return UNITS_EN.get(self.unit, self.unit) if get_language() == "en" else self.unit

    @property
    def is_money(self) -> bool:
        """Whether its unit is one of money."""
        return self.unit in SCALES


@dataclass(frozen=True)
class DueRule:
    """Until when a month is reported: a day and hour of the month after.

    ``closed_day`` says what happens where that day is not worked: the next working day, or nothing.
    ``exempt`` months are not reported alone; ``joint`` ones are reported together with the last.
    """

    day: int
    hour: int
    closed_day: str
    exempt: tuple[int, ...] = ()
    joint: tuple[int, ...] = ()


@dataclass(frozen=True)
class Form:
    """A version of a form, as the rule file has it."""

    key: str
    version: str
    valid_from: date
    valid_to: date | None
    zh: str
    en: str
    units: tuple[str, ...]
    purpose_zh: str
    purpose_en: str
    source: str
    source_zh: str
    due: DueRule
    items: tuple[Item, ...]
    firms_zh: str = ""
    firms_en: str = ""
    firm_items: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.en if get_language() == "en" else self.zh

    @property
    def purpose(self) -> str:
        """What the figures are given for."""
        return self.purpose_en if get_language() == "en" else self.purpose_zh

    @property
    def source_words(self) -> str:
        """By which rule it is reported."""
        return self.source if get_language() == "en" else self.source_zh

    @property
    def firms_words(self) -> str:
        """The name of the table of firms beneath a unit."""
        return self.firms_en if get_language() == "en" else self.firms_zh

    @property
    def steps(self) -> tuple[int, ...]:
        """The pages of its entry form."""
        return tuple(sorted({one.step for one in self.items}))

    @property
    def weight(self) -> Item:
        """The item by whose value of last year the cover is stated."""
        return next(one for one in self.items if one.weight)

    def item(self, key: str) -> Item:
        """The item with a key; KeyError for none."""
        found = next((one for one in self.items if one.key == key), None)
        if found is None:
            raise KeyError(key)
        return found

    def of_step(self, step: int) -> tuple[Item, ...]:
        """The items of a page of the entry form."""
        return tuple(one for one in self.items if one.step == step)

    def of_firms(self) -> tuple[Item, ...]:
        """The items that firms give."""
        return tuple(self.item(key) for key in self.firm_items)


@cache
def load_forms() -> tuple[Form, ...]:
    """All versions of all forms; ValueError where the file contradicts itself."""
    path = files("jilian.returns.rules").joinpath("forms.yaml")
    found = tuple(_form(one) for one in yaml.safe_load(path.read_text(encoding="utf-8")))
    for form in found:
        _check(form)
    return found


def form_keys() -> tuple[str, ...]:
    """The keys of all forms, in the order of the file."""
    return tuple(dict.fromkeys(one.key for one in load_forms()))


def form_of(key: str, month: date) -> Form:
    """The version of a form that holds in a month; refuses where there is none."""
    for form in load_forms():
        ends = form.valid_to or date.max
        if form.key == key and form.valid_from <= month <= ends:
            return form
    raise Refusal("form_unknown", _("There is no such form for this month."))


def latest_form(key: str) -> Form:
    """The latest version of a form; refuses an unknown key."""
    found = [one for one in load_forms() if one.key == key]
    if not found:
        raise Refusal("form_unknown", _("There is no such form for this month."))
    return max(found, key=lambda one: one.valid_from)


def version_of(key: str, version: str) -> Form:
    """The form by whose version a return was begun."""
    return next(one for one in load_forms() if (one.key, one.version) == (key, version))


def _form(given: Mapping[str, object]) -> Form:
    due = dict(given["due"])  # type: ignore[call-overload]
    firms = given.get("firms") or {}
    assert isinstance(firms, Mapping)
    items = given["items"]
    assert isinstance(items, list)
    return Form(
        key=str(given["key"]),
        version=str(given["version"]),
        valid_from=_day(given["valid_from"]) or date.min,
        valid_to=_day(given["valid_to"]),
        zh=str(given["zh"]),
        en=str(given["en"]),
        units=tuple(given["units"]),  # type: ignore[arg-type]
        purpose_zh=str(given["purpose_zh"]),
        purpose_en=str(given["purpose_en"]),
        source=str(given["source"]),
        source_zh=str(given["source_zh"]),
        due=DueRule(
            due["day"], due["hour"], due["closed_day"], tuple(due["exempt"]), tuple(due["joint"])
        ),
        items=tuple(_item(one) for one in items),
        firms_zh=str(firms.get("zh", "")),
        firms_en=str(firms.get("en", "")),
        firm_items=tuple(firms.get("items", ())),
    )


def _item(given: Mapping[str, object]) -> Item:
    columns = given["columns"]
    assert isinstance(columns, list)
    return Item(**{**given, "columns": tuple(Column(one) for one in columns)})  # type: ignore[arg-type]


def _day(given: object) -> date | None:
    return given if isinstance(given, date) else None


def _check(form: Form) -> None:
    """Say what contradicts itself in a form, before anybody reports by it."""
    known = [one.key for one in form.items]
    if len(known) != len(set(known)):
        raise ValueError(f"{form.key}: an item stands twice")
    if sum(one.weight for one in form.items) != 1:
        raise ValueError(f"{form.key}: exactly one item carries the weight")
    for item in form.items:
        if item.part_of and item.part_of not in known[: known.index(item.key)]:
            raise ValueError(f"{form.key}: {item.key} is a part of nothing above it")
        if item.part_of and not set(item.columns) <= set(form.item(item.part_of).columns):
            raise ValueError(f"{form.key}: {item.key} has columns that its whole has not")
    for key in form.firm_items:
        form.item(key)
    for step in form.steps:
        if sum(len(one.columns) + 1 for one in form.of_step(step)) > MOST_FIELDS:
            raise ValueError(f"{form.key}: page {step} asks for too much at once")
