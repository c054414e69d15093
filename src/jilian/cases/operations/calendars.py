"""The working days of a year, local closures, halls and departments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.cases.models import CalendarYear, Department, Hall, LocalClosure, Matter
from jilian.cases.operations.computing import recompute
from jilian.cases.queries.offices import Offices, calendar_now, read_hours
from jilian.jobs.later import after_commit
from jilian.places.models import Division, World
from jilian_engine.clocks import ClockError, Office, read_notice

P = Permission


@transaction.atomic
def load_year(
    *, by: Person, at: datetime, content: bytes | Iterable[Sequence[object]], document: str
) -> CalendarYear:
    """Load the working days of a year from a notice (CSV or rows); stands for all worlds.

    NoticeError carries every problem with its row. A year that is loaded already is replaced, and
    what follows from it is computed again.
    """
    allow(by, P.KEEP_CALENDAR)
    title = checked_text(document, longest=200)
    if not title:
        raise Refusal("notice_without_source", _("Say which notice it is: its number or title."))
    notice = read_notice(content)
    made, _new = CalendarYear.objects.update_or_create(
        year=notice.year,
        defaults={
            "exceptions": {
                "off": sorted(day.isoformat() for day in notice.off),
                "work": sorted(day.isoformat() for day in notice.work),
            },
            "document": title, "loaded_at": at, "loaded_by": by.username,
        },
    )  # fmt: skip
    audit.record(
        "calendar.year_loaded", by=by, at=at, about=made,
        after={"year": made.year, "document": title, **made.exceptions},
    )  # fmt: skip
    # A notice may settle the end of December before it, for the New Year.
    first, last = date(made.year - 1, 12, 1), date(made.year, 12, 31)
    after_commit(recompute_between, first=first.isoformat(), last=last.isoformat())
    return made


@transaction.atomic
def close_hall(
    *, by: Person, at: datetime, world: World, day: date, reason: str, hall: Hall | None = None
) -> LocalClosure:
    """Enter a day on which a hall, or all halls, stayed closed."""
    allow(by, P.KEEP_CALENDAR)
    why = checked_text(reason, longest=200)
    if not why:
        raise Refusal("reason_missing", _("Say why."))
    if hall is not None and hall.world_id != world.pk:
        raise Refusal("hall_unknown", _("Choose a hall of this district."))
    if LocalClosure.objects.filter(world=world, hall=hall, day=day).exists():
        raise Refusal("closed_already", _("This closure has been entered already."))
    made = LocalClosure.objects.create(
        world=world, hall=hall, day=day, reason=why, closed_at=at, closed_by=by.username
    )
    audit.record(
        "hall.closed", by=by, at=at, world=world, about=made,
        after={"hall": hall.pk if hall else None, "day": day, "reason": why},
    )  # fmt: skip
    _again(day, world)
    return made


@transaction.atomic
def take_closure_back(*, by: Person, at: datetime, closure: LocalClosure) -> None:
    """Take a closure back that was entered wrongly."""
    allow(by, P.KEEP_CALENDAR)
    audit.record(
        "hall.closure_taken_back", by=by, at=at, world=closure.world, about=closure,
        before={"hall": closure.hall_id, "day": closure.day, "reason": closure.reason},
    )  # fmt: skip
    day, world = closure.day, closure.world
    closure.delete()
    _again(day, world)


@transaction.atomic
def save_hall(
    *,
    by: Person,
    at: datetime,
    world: World,
    name: str,
    hours: Sequence[Sequence[str]],
    name_en: str = "",
    department: Department | None = None,
    division: Division | None = None,
    hall: Hall | None = None,
) -> Hall:
    """Add a hall or change it; hours are pairs of "HH:MM". Changed hours are computed with anew."""
    allow(by, P.KEEP_CALENDAR)
    title = checked_text(name, longest=80)
    if not title:
        raise Refusal("name_missing", _("Give the hall a name."))
    rows = Hall.objects.filter(world=world, name=title)
    if (rows.exclude(pk=hall.pk) if hall else rows).exists():
        raise Refusal("hall_twice", _("A hall of this name is there already."))
    kept = hall or Hall(world=world)
    before = {"name": kept.name, "hours": kept.hours} if hall else None
    has_changed = hall is not None and kept.hours != _checked_hours(hours)
    kept.name, kept.name_en = title, checked_text(name_en, longest=120)
    kept.hours, kept.department, kept.division = _checked_hours(hours), department, division
    kept.save()
    audit.record(
        "hall.saved", by=by, at=at, world=world, about=kept, before=before,
        after={"name": kept.name, "hours": kept.hours},
    )  # fmt: skip
    if has_changed:
        after_commit(recompute_between, first="", last="", world_id=world.pk)
    return kept


def _checked_hours(hours: Sequence[Sequence[str]]) -> list[list[str]]:
    """Hours as they are kept; refuses what is no pair, or out of order."""
    try:
        found = read_hours(hours)
        Office(calendar_now(), found)
    except (ValueError, TypeError, ClockError) as wrong:
        raise Refusal(
            "hours_unreadable",
            _("Office hours follow each other within a day, written as 09:00–12:00."),
        ) from wrong
    return [[_written(begins), _written(ends)] for begins, ends in found]


def _written(moment: time) -> str:
    return moment.isoformat("minutes")


@transaction.atomic
def save_department(
    *, by: Person, at: datetime, world: World, key: str, name: str, name_en: str = ""
) -> Department:
    """Add a department or rename it; its key is the scope of those who work there."""
    allow(by, P.KEEP_TEMPLATES, world_code=world.code)
    short, title = checked_text(key, longest=60), checked_text(name, longest=80)
    if not short or not title:
        raise Refusal("name_missing", _("Give the department a key and a name."))
    if short in ("firm", "joint", "closed", "unassigned") or short.startswith("excluded:"):
        raise Refusal("holder_reserved", _("This word cannot name an office."))
    made, _new = Department.objects.update_or_create(
        world=world, key=short,
        defaults={"name": title, "name_en": checked_text(name_en, longest=120)},
    )  # fmt: skip
    audit.record(
        "department.saved", by=by, at=at, world=world, about=made,
        after={"key": short, "name": title},
    )  # fmt: skip
    return made


def _again(day: date, world: World) -> None:
    after_commit(recompute_between, first=day.isoformat(), last=day.isoformat(), world_id=world.pk)


@transaction.atomic
def recompute_between(
    *, by: Person, at: datetime, first: str, last: str, world_id: int | None = None
) -> int:
    """Compute every matter anew that ran between two days; without days every one of the world.

    The same events with the same calendar give the same, so that it may run twice. A matter whose
    events contradict each other under the changed calendar keeps what it had, and is traced.
    """
    allow(by, P.KEEP_CALENDAR)
    rows = Matter.objects.exclude(events=None).select_related(
        "case__world", "case__hall", "template_version", "department"
    )
    if world_id is not None:
        rows = rows.filter(case__world=world_id)
    if last:
        begins = timezone.make_aware(datetime.combine(date.fromisoformat(first), time()))
        ends = timezone.make_aware(datetime.combine(date.fromisoformat(last), time.max))
        ran = Q(ended_at__isnull=True) | Q(ended_at__gte=begins)
        rows = rows.filter(ran, events__at__lte=ends)
    offices: dict[int, Offices] = {}
    done, left = 0, list[int]()
    for matter in rows.distinct():
        world = matter.case.world
        if world.pk not in offices:
            offices[world.pk] = Offices.of(world)
        try:
            recompute(matter, at, offices[world.pk])
        except Refusal:  # its events contradict each other now; its page says how
            left.append(matter.pk)
        else:
            done += 1
    audit.record(
        "cases.computed_anew", by=by, at=at, after={"matters": done, "first": first, "left": left}
    )
    return done
