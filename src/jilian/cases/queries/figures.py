"""Where the time of cases went: over the stored pieces of time, in a fixed number of queries.

Only matters that have ended are counted, for the time of the others is not over. Figures are by
step and office; no officer's name is read here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import get_language

from jilian.base.spreads import Part
from jilian.cases.models import (
    Case,
    Department,
    FormField,
    Matter,
    TemplateVersion,
    TimePiece,
    WrongDispatch,
)
from jilian.cases.rules.figures import (
    Alike,
    Ended,
    Kind,
    Spent,
    SpentShare,
    alike_of,
    by_holder,
    shares_of,
)
from jilian.cases.rules.words import CaseState, Origin
from jilian.places.models import Division, World


@dataclass(frozen=True)
class Names:
    """The words of templates, steps and offices in the reader's language."""

    templates: Mapping[str, str]
    steps: Mapping[tuple[str, str], str]
    offices: dict[str, str]
    variants: Mapping[tuple[str, str], str]

    def variant(self, template: str, variant: str) -> str:
        """A variant by the limit that makes it one; as it is written where none does."""
        return self.variants.get((template, variant), variant)

    def step(self, template: str, step: str) -> str:
        """A step by its template."""
        return self.steps.get((template, step), step)


@dataclass(frozen=True)
class WhereTimeWent:
    """The answer of the page; every figure with its whole."""

    matters: int
    first: date | None
    last: date | None
    seconds: int
    working: int
    holders: list[SpentShare]
    steps: list[SpentShare]
    alike: list[Alike]
    promised: Part
    statutory: Part
    wrong: list[WrongSum]
    closed: int
    unjudged: int
    unsolved: int
    reopened: int
    prefilled: Part

    @property
    def wrong_times(self) -> int:
        """How many times a branch went to an office whose matter it was not."""
        return sum(one.times for one in self.wrong)


@dataclass(frozen=True)
class WrongSum:
    """Time that branches lay with an office whose matter they were not."""

    sent_to: str
    right_holder: str
    times: int
    seconds: int
    working: int


def ended_matters(world: World) -> QuerySet[Matter]:
    """Every matter of a world that has ended; the figures' ground."""
    return Matter.objects.filter(case__world=world, case__is_kept=False, ended_at__isnull=False)


def narrowed(
    rows: QuerySet[Matter],
    *,
    template: str = "",
    town: str = "",
    department: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Matter]:
    """Keep the matters of a template, a town, an office, and a period; both days included.

    An office keeps those that lay with it at least once.
    """
    if template:
        rows = rows.filter(template_version__key=template)
    if town:
        rows = rows.filter(case__town=town)
    if department:
        lay = TimePiece.objects.filter(holder=department, matter=OuterRef("pk"))
        rows = rows.filter(Exists(lay))  # a list of keys would be walked once for each matter
    if since:
        rows = rows.filter(ended_at__gte=_midnight(since))
    if until:
        rows = rows.filter(ended_at__lt=_midnight(until + timedelta(days=1)))
    return rows


def where_time_went(matters: QuerySet[Matter]) -> WhereTimeWent:
    """Return where the time of these matters went; the same number of queries at any size."""
    plain = matters.order_by()
    keys = plain.values("pk")
    held, in_matters = _held(keys)
    counted = plain.aggregate(
        matters=Count("pk"), first=Min("ended_at"), last=Max("ended_at"),
        promised=Count("pk", Q(promised_due_at__isnull=False)),
        kept=Count("pk", Q(ended_at__lte=F("promised_due_at"))),
        statutory=Count("pk", Q(statutory_due_at__isnull=False)),
        lawful=Count("pk", Q(ended_at__lte=F("statutory_due_at"))),
    )  # fmt: skip
    cases = _cases(plain)
    count = counted["matters"]
    return WhereTimeWent(
        matters=count,
        first=_day(counted["first"]),
        last=_day(counted["last"]),
        seconds=sum(one.seconds for one in held),
        working=sum(one.working for one in held),
        holders=shares_of(by_holder(held, in_matters)),
        steps=shares_of(held),
        alike=sorted(alike_among(plain).values(), key=lambda one: (-one.count, one.template)),
        promised=Part(counted["kept"], counted["promised"], count - counted["promised"]),
        statutory=Part(counted["lawful"], counted["statutory"], count - counted["statutory"]),
        wrong=wrong_dispatches(keys),
        prefilled=_prefilled(plain),
        **cases,
    )


def _held(matters: QuerySet[Matter, object]) -> tuple[list[Spent], dict[str, int]]:
    pieces = TimePiece.objects.filter(matter__in=matters).order_by()
    versions = dict(TemplateVersion.objects.order_by().values_list("pk", "key"))
    sums = pieces.values_list("matter__template_version", "step", "holder").annotate(
        Sum("seconds"), Sum("working_seconds"), Count("pk")
    )
    holders = pieces.values_list("holder").annotate(Count("matter", distinct=True))
    merged: dict[tuple[str, str, str], tuple[int, int, int]] = {}
    for version, step, holder, seconds, working, count in sums:
        key = (versions[version], step, holder)
        one, two, three = merged.get(key, (0, 0, 0))
        merged[key] = (one + seconds, two + working, three + count)
    return [Spent(*key, *sums) for key, sums in merged.items()], dict(holders)


def alike_among(matters: QuerySet[Matter]) -> dict[Kind, Alike]:
    """Return how long matters of each kind took, among these."""
    rows = matters.order_by().values_list(
        "template_version__key", "variant", "elapsed_seconds", "working_seconds"
    )
    return alike_of(Ended(*row) for row in rows.iterator())


def alike_in_world(world: World) -> dict[Kind, Alike]:
    """Return how long matters of each kind took in a whole world: what a record stands beside."""
    return alike_among(ended_matters(world))


def wrong_dispatches(matters: QuerySet[Matter, object]) -> list[WrongSum]:
    """Return to which offices branches went wrongly, and for how long; the longest first."""
    rows = WrongDispatch.objects.filter(matter__in=matters).order_by()
    sums = rows.values_list("sent_to", "right_holder").annotate(
        Count("pk"), Sum("elapsed_seconds"), Sum("working_seconds")
    )
    return sorted((WrongSum(*row) for row in sums), key=lambda one: (-one.seconds, one.sent_to))


def _cases(matters: QuerySet[Matter]) -> dict[str, int]:
    closed = Case.objects.filter(pk__in=matters.values("case"), closed_at__isnull=False)
    return closed.order_by().aggregate(
        closed=Count("pk"),
        unjudged=Count("pk", Q(state=CaseState.CLOSED)),
        unsolved=Count("pk", Q(state=CaseState.NOT_SOLVED)),
        reopened=Count("pk", Q(reopened__gt=0)),
    )


def _prefilled(matters: QuerySet[Matter]) -> Part:
    fields = FormField.objects.filter(case__in=matters.values("case")).order_by()
    found = fields.aggregate(whole=Count("pk"), typed=Count("pk", Q(origin=Origin.TYPED)))
    return Part(found["whole"] - found["typed"], found["whole"])


def unsolved_cases(matters: QuerySet[Matter]) -> QuerySet[Case]:
    """The cases of these matters that were closed and that the firm said not to be solved."""
    rows = Case.objects.filter(pk__in=matters.order_by().values("case"), state=CaseState.NOT_SOLVED)
    return rows.select_related("firm").order_by("-judged_at", "-pk")


def records(matters: QuerySet[Matter], step: str | None, holder: str) -> QuerySet[Matter]:
    """The matters behind a bar; ``spent`` is what this holder had of each at this step."""
    at = Q(time_pieces__holder=holder) if holder else Q(time_pieces__isnull=False)
    if step is not None:
        at &= Q(time_pieces__step=step)
    if holder or step is not None:
        rows = matters.filter(at).annotate(spent=Sum("time_pieces__seconds"))
    else:
        rows = matters.annotate(spent=F("elapsed_seconds"))
    return rows.select_related("case__firm", "template_version").order_by("-spent", "-pk")


def names_in(world: World) -> Names:
    """The words of a world's templates, steps and offices; two queries."""
    in_english = get_language() == "en"
    templates: dict[str, str] = {}
    steps: dict[tuple[str, str], str] = {}
    offices: dict[str, str] = {}
    variants: dict[tuple[str, str], str] = {}
    for row in TemplateVersion.objects.of_world(world).order_by("key", "version"):
        templates[row.key] = str(row)
        word = "en" if in_english else "zh"
        for one in row.content.get("steps", ()):
            steps[row.key, one["key"]] = one.get(word) or one.get("zh", one["key"])
        for one in row.content.get("limits", ()):
            for key in (one["key"], one.get("document", "")):
                variants.setdefault((row.key, key), one.get(word) or one.get("zh", key))
        for key, one in row.content.get("actors", {}).items():
            offices[key] = one.get(word) or one.get("zh", key)
    offices |= {one.key: str(one) for one in Department.objects.filter(world=world)}
    return Names(templates, steps, offices, variants)


def towns_in(world: World) -> dict[str, str]:
    """The towns in which cases of a world were opened, by code; one query each way."""
    codes = Case.objects.counted().filter(world=world).exclude(town="").order_by().values("town")
    return {one.code: str(one) for one in Division.objects.filter(code__in=codes)}


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else timezone.localtime(moment).date()
