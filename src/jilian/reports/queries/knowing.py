"""What the records say for the figures of a brief: values, bases, ranks, in fixed reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jilian.accounts.models import Appointment, Person
from jilian.accounts.rules import SCOPE_OF_ROLE, Role
from jilian.base.errors import Refusal
from jilian.indicators import queries as indicators
from jilian.indicators.rules import PriceBasis
from jilian.indicators.rules.definitions import DEFINITIONS, Definition
from jilian.places.models import World
from jilian.reports.rules.asking import Asked, Part
from jilian.reports.rules.compiling import Material
from jilian.reports.rules.freezing import Known, Ranked
from jilian.reports.rules.periods import month_earlier, year_earlier
from jilian.reports.rules.words import Audience
from jilian_engine.figures import rank_of

Key = tuple[str, str, str]  # indicator, unit, period
PERCENT = "%"


@dataclass(frozen=True)
class Meant:
    """What a figure in place means: its definition, unit, period and base."""

    definition: Definition
    unit: indicators.Unit
    period: str
    base_period: str | None

    @property
    def key(self) -> Key:
        """Where its value is found."""
        return self.definition.key, self.unit.key, self.period

    @property
    def base_key(self) -> Key | None:
        """Where the value that it grew from is found."""
        if self.base_period is None:
            return None
        return self.definition.key, self.unit.key, self.base_period


def units_by_name(person: Person, world: World) -> dict[str, indicators.Unit]:
    """The units by key and by name; "" is the first of them, the whole world."""
    found: dict[str, indicators.Unit] = {}
    for unit in indicators.units_of(person, world):
        found.setdefault("", unit)
        for words in (unit.key, unit.name_zh, unit.name_en):
            if words:
                found.setdefault(words, unit)
    return found


def definition_named(words: str) -> Definition | None:
    """The definition by key or by name, Chinese or English."""
    if words in DEFINITIONS:
        return DEFINITIONS[words]
    lower = words.lower()
    for one in DEFINITIONS.values():
        if lower in (one.name_zh.lower(), one.name_en.lower()):
            return one
    return None


def meant_by(asked: Asked, month: date, units: Mapping[str, indicators.Unit]) -> Meant:
    """What a figure in place means; refuses an indicator, unit or period that nobody knows."""
    definition = definition_named(asked.indicator)
    if definition is None:
        raise Refusal(
            "indicator_unknown",
            _("There is no indicator “%(words)s”.") % {"words": asked.indicator},
        )
    unit = units.get(asked.unit)
    if not units:
        raise Refusal("nothing_measured", _("No indicator has been measured here yet."))
    if unit is None:
        raise Refusal(
            "unit_unknown",
            _("“%(words)s” is neither a unit, a period nor words for a number.")
            % {"words": asked.unit},
        )
    period = asked.period_of(month)
    base = {
        Part.YEAR_ON_YEAR: year_earlier(period),
        Part.MONTH_ON_MONTH: month_earlier(period),
    }.get(asked.part)
    return Meant(definition, unit, period, base)


def materials(
    person: Person, world: World, month: date, asked: Sequence[Asked], audience: str
) -> dict[str, Material | Refusal]:
    """What each figure is made from, or why it cannot be; words are in the language in force."""
    units = units_by_name(person, world)
    meant: dict[str, Meant | Refusal] = {}
    for one in asked:
        try:
            meant[one.token] = meant_by(one, month, units)
        except Refusal as refusal:
            meant[one.token] = refusal
    sure = [one for one in meant.values() if isinstance(one, Meant)]
    keys = [key for one in sure for key in (one.key, one.base_key) if key is not None]
    seen = figures_seen(person, world, list(dict.fromkeys(keys)), audience)
    parts = {one.token: one.part for one in asked}
    return {
        token: one
        if isinstance(one, Refusal)
        else _material(person, world, one, seen, parts[token], audience)
        for token, one in meant.items()
    }


def figures_seen(
    person: Person, world: World, keys: Sequence[Key], audience: str
) -> Mapping[Key, indicators.ShownFigure]:
    """The values as the person sees them, or for the public as released."""
    return indicators.figures_at(reader_of(person, world, audience), world, keys)


def reader_of(person: Person, world: World, audience: str) -> Person:
    """Through whose eyes values are read: for the public, those of an office outside.

    It is nobody in particular: never saved, with one role that opens no figure.
    """
    if audience != Audience.PUBLIC:
        return person
    role = Role.PARTNER_CITY
    reader = Person(username="public-reader")
    held = Appointment(role=role, world_code=world.code, scope_kind=SCOPE_OF_ROLE[role])
    reader.__dict__["current_appointments"] = [held]  # in the place of what would be read
    return reader


def _material(
    person: Person, world: World, meant: Meant, seen: Mapping[Key, indicators.ShownFigure],
    part: Part, audience: str,
) -> Material:  # fmt: skip
    known = _known(meant, seen[meant.key], meant.period)
    base = None
    if meant.base_key is not None and meant.base_period is not None:
        base = _known(meant, seen[meant.base_key], meant.base_period)
    ranked = _ranked(person, world, meant, audience) if part is Part.RANK else None
    return Material(known, base, ranked)


def _known(meant: Meant, figure: indicators.ShownFigure, period: str) -> Known:
    definition = meant.definition
    return Known(
        indicator=definition.key, name=definition.name, unit_key=meant.unit.key,
        unit_name=meant.unit.name, period=period, value=figure.value, bound=figure.bound,
        unit=definition.unit_word, places=definition.places, hidden=figure.hidden,
        revision=figure.revision, version=figure.version, numerator=figure.numerator,
        denominator=figure.denominator, cover=figure.cover,
        is_share=definition.unit_zh == PERCENT,
        whole=definition.denominator or definition.formula, formula=definition.formula,
        boundary=definition.boundary,
        price_basis=str(PriceBasis(figure.price_basis).label) if figure.price_basis else "",
        vintage=figure.vintage, source=str(figure.source_title or ""),
        published_on=figure.published_on.isoformat() if figure.published_on else "",
        parts=figure.parts_url, growth_published=figure.growth_published,
        growth_kind=figure.growth_kind,
    )  # fmt: skip


def _ranked(person: Person, world: World, meant: Meant, audience: str) -> Ranked:
    """The place of the unit among those of its kind, the largest first."""
    reader = reader_of(person, world, audience)
    peers = indicators.peers_at(
        reader, world, meant.definition.key, meant.unit.kind, meant.period
    )  # fmt: skip
    rank = rank_of({meant.unit.key: None, **peers}, meant.unit.key)
    return Ranked(rank.place, len(rank.tied_with), rank.known, rank.asked)


def figure_choices(
    person: Person, world: World
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The indicators and units that can be put in place, by the names that stand in a text."""
    named = [(one.name, f"{one.theme_word}: {one.name}") for one in DEFINITIONS.values()]
    units = [unit.name for unit in indicators.units_of(person, world)]
    return named, [(name, name) for name in dict.fromkeys(units)]
