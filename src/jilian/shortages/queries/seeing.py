"""What a reader is shown of a call: an object in which nothing else is held."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import ROLES, Permission, Reach, reach
from jilian.accounts.rules import Role, ScopeKind
from jilian.firms.models import Firm
from jilian.places.models import Division, Industry, World
from jilian.shortages.models import Call, CallLook, Helper, Lesson, Permit, Release
from jilian.shortages.queries.helping import HelperView, helper_view
from jilian.shortages.queries.placing import Place, places_of
from jilian.shortages.queries.progress import live_reserved, stage_now, times_now
from jilian.shortages.rules.course import Times
from jilian.shortages.rules.disclosure import Reader, level_shown, visible_fields
from jilian.shortages.rules.words import USEFUL, Circle, Level, Stage
from jilian_engine.amounts import band_around, exact_decimal


@dataclass(frozen=True)
class CallView:
    """A call as one reader may see it; ``shown`` names the fields, all others are empty.

    ``own`` is the reader's own part where her firm was asked. An amount is exact; ``band`` is
    the range of the series 1, 2, 5 in which it lies (low included, high not).
    """

    pk: int
    key: UUID
    world_code: str
    reader: Reader
    level: Level
    shown: frozenset[str]
    own: HelperView | None = None
    material: str | None = None
    synonyms: tuple[str, ...] = ()
    cas: str | None = None
    specification: str | None = None
    substitutes_allowed: bool | None = None
    substitutes: str | None = None
    hazard: str | None = None
    unit: str | None = None
    unit_word: str | None = None
    density: Decimal | None = None
    needed_by: datetime | None = None
    is_open: bool | None = None
    called_at: datetime | None = None
    band: tuple[Decimal, Decimal] | None = None
    sector: Industry | None = None
    town: Division | None = None
    firm: Firm | None = None
    state: str | None = None
    stage: Stage | None = None
    circle: Circle | None = None
    times: Times | None = None
    helpers: tuple[HelperView, ...] = ()
    counts: tuple[int, int] | None = None
    delegated: bool | None = None
    amount: Decimal | None = None
    reserved: Decimal | None = None
    received: Decimal | None = None
    rest: Decimal | None = None
    end_reason: str | None = None
    stock_left: Decimal | None = None
    daily_use: Decimal | None = None
    line_stops_at: datetime | None = None
    said_to_stop_early: bool | None = None
    cause: str | None = None
    cause_words: str | None = None
    effect: str | None = None
    releases: tuple[Release, ...] = ()
    looks: tuple[CallLook, ...] = ()
    permits: tuple[Permit, ...] = ()
    partners: tuple[Firm, ...] = ()
    not_asked: tuple[Firm, ...] = ()
    lesson: Lesson | None = None
    corridor_released_at: datetime | None = None

    @property
    def asked(self) -> list[tuple[tuple[HelperView, ...], str]]:
        """The firms that were asked, by the place of their list: who can help, then the others."""
        can_help = tuple(one for one in self.helpers if one.answer in USEFUL)
        others = tuple(one for one in self.helpers if one.answer not in USEFUL)
        return [(can_help, "helping"), (others, "")]

    @property
    def is_caller(self) -> bool:
        """Whether the reader's firm raised it."""
        return self.reader is Reader.CALLER


@dataclass(frozen=True)
class Readers:
    """In which part a person meets the calls of a world; asked once for a whole list."""

    held: Reach
    own: frozenset[int] = field(default_factory=frozenset)
    clusters: frozenset[str] = field(default_factory=frozenset)
    towns: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, person: Person, world: World) -> Readers:
        """Ask for the person's firm, with all its records, clusters and towns."""
        held, see = reach(person, world.code), Permission.SEE_CALLS
        own: frozenset[int] = frozenset()
        if held.keys(Permission.RAISE_CALLS, ScopeKind.FIRM) and not person.is_system:
            rows = Firm.objects.records_seen(person, world, Permission.RAISE_CALLS)
            own = frozenset(row["pk"] for row in rows)
        return cls(held, own, held.keys(see, ScopeKind.CLUSTER), held.keys(see, ScopeKind.TOWN))

    def reader_of(self, call: Call) -> Reader | None:
        """Return as whom the person sees a call, the one that sees most; None: not at all."""
        helper = self.helper_in(call)
        if call.firm_id in self.own:
            return Reader.CALLER
        leads = call.cluster_id is not None and str(call.cluster_id) in self.clusters
        if leads and call.delegated:
            return Reader.DELEGATE
        if any(one.town in self.towns for one in call.permits.all()):
            return Reader.OFFICER
        if helper is not None and helper.reservations.all():
            return Reader.PARTNER
        if leads or (self.held.may(Permission.SEE_CALLS) and call.circle >= Circle.DISTRICT):
            return Reader.OFFICE
        return Reader.ASKED if helper is not None else None

    def helper_in(self, call: Call) -> Helper | None:
        """Return the part of the person's own firm in a call."""
        for helper in call.helpers.all():
            if helper.firm_id in self.own:
                return helper
        return None


def calls_seen(person: Person, world: World) -> Any:
    """Return the calls that a person may meet, with all that their views are made of."""
    return with_parts(Call.objects.visible_to(person, world))


def with_parts(calls: Any) -> Any:
    """Fetch what views are made of; a constant number of queries."""
    return calls.select_related("firm__merged_into", "cluster", "world", "lesson").prefetch_related(
        "helpers__firm", "helpers__reservations__deliveries", "releases",
        Prefetch("permits", Permit.objects.select_related("matter__case")),
        "looks__firm", "not_asked",
    )  # fmt: skip


def view_of(call: Call, person: Person, at: datetime) -> CallView | None:
    """Return what a person is shown of one call, or None."""
    return next(iter(views_of([call], person, at)), None)


def views_of(calls: Iterable[Call], person: Person, at: datetime) -> list[CallView]:
    """Return what a person is shown of calls of one world, in their order, as of a moment.

    Fetch them through ``calls_seen``; then the number of queries does not grow with the calls.
    """
    held = list(calls)
    if not held:
        return []
    world = held[0].world
    readers = Readers.of(person, world)
    met = [(call, reader) for call in held if (reader := readers.reader_of(call)) is not None]
    named = {call.firm_id for call, reader in met if "town" in visible_fields(reader, call.level)}
    places = places_of(world, named, timezone.localdate(at))
    return [
        _view(call, reader, readers, places.get(call.firm_id, Place()), at) for call, reader in met
    ]


def _view(call: Call, reader: Reader, readers: Readers, place: Place, at: datetime) -> CallView:
    shown = visible_fields(reader, call.level)
    makers: dict[str, Callable[[], Any]] = {
        "synonyms": lambda: tuple(call.synonyms),
        "band": lambda: band_of_call(call),
        "sector": lambda: place.sector,
        "town": lambda: place.town,
        "firm": lambda: call.firm.root,
        "stage": lambda: stage_now(call, at),
        "circle": lambda: Circle(call.circle),
        "times": lambda: times_now(call),
        "helpers": lambda: _helpers(call, reader, at),
        "counts": lambda: counts_of(call),
        "reserved": lambda: live_reserved(call, at),
        "releases": lambda: tuple(call.releases.all()),
        "looks": lambda: tuple(call.looks.all()),
        "permits": lambda: _permits(call, reader, readers),
        "partners": lambda: tuple(one.firm for one in call.helpers.all() if one.reservations.all()),
        "not_asked": lambda: tuple(call.not_asked.all()),
        "lesson": lambda: getattr(call, "lesson", None),
    }
    own = readers.helper_in(call) if reader in (Reader.PARTNER, Reader.ASKED) else None
    return CallView(
        pk=call.pk,
        key=call.key,
        world_code=call.world.code,
        reader=reader,
        level=level_shown(reader, call.level),
        shown=shown,
        own=helper_view(own, at) if own is not None else None,
        **{name: makers[name]() if name in makers else getattr(call, name) for name in shown},
    )


def band_of_call(call: Call) -> tuple[Decimal, Decimal]:
    """Return the band in which the amount lies; its ends have few digits."""
    low, high = band_around(call.amount)
    return exact_decimal(low, 12), exact_decimal(high, 12)


def counts_of(call: Call) -> tuple[int, int]:
    """Return how many firms were asked, and how many could help."""
    rows = call.helpers.all()
    return len(rows), sum(one.answer in USEFUL for one in rows)


def _helpers(call: Call, reader: Reader, at: datetime) -> tuple[HelperView, ...]:
    is_inside = reader in (Reader.CALLER, Reader.DELEGATE)
    return tuple(helper_view(one, at, inside=is_inside) for one in call.helpers.all())


def _permits(call: Call, reader: Reader, readers: Readers) -> tuple[Permit, ...]:
    rows = call.permits.all()
    if reader is Reader.OFFICER:
        return tuple(one for one in rows if one.town in readers.towns)
    return tuple(rows)


def looker_of(person: Person, call: Call) -> tuple[str, int | None, str] | None:
    """Return as whom a person looks at a call, for the log that the caller reads.

    A key, and the firm or the office by its function; None for the caller and whoever sees nothing.
    """
    readers = Readers.of(person, call.world)
    reader, helper = readers.reader_of(call), readers.helper_in(call)
    if reader is None:
        return None
    return _looker(person, call.world.code, reader, helper.firm_id if helper else None)


def looker_at(person: Person, view: CallView) -> tuple[str, int | None, str] | None:
    """Return the same for a call that the person is being shown."""
    firm = view.own.firm if view.own is not None else None
    return _looker(person, view.world_code, view.reader, firm.pk if firm else None)


def _looker(
    person: Person, world_code: str, reader: Reader, firm: int | None
) -> tuple[str, int | None, str] | None:
    if reader is Reader.CALLER:
        return None
    if reader in (Reader.PARTNER, Reader.ASKED):
        return f"firm:{firm}", firm, ""
    role = _role_of(person, world_code, reader)
    return f"office:{role}", None, role


def _role_of(person: Person, world_code: str, reader: Reader) -> str:
    """The role by which a person sees a call, as far as one can say."""
    kinds = {Reader.OFFICER: ScopeKind.TOWN, Reader.DELEGATE: ScopeKind.CLUSTER}
    held = [one for one in person.current_appointments if one.world_code == world_code]
    able = [one for one in held if Permission.SEE_CALLS in ROLES[Role(one.role)]]
    fitting = [one for one in able if one.scope_kind == kinds.get(reader, one.scope_kind)]
    return (fitting or able)[0].role if able else person.username
