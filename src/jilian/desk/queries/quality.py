"""The quality of a register: counted today, and kept day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.desk.models import QualityFigure
from jilian.desk.queries import conflicts, stale, waiting
from jilian.desk.rules import COMPLETENESS, QualityMeasure
from jilian.intake.models import Upload
from jilian.places.models import World

DAYS_OF_UPLOADS, DAYS_SHOWN = 90, 90
M = QualityMeasure


@dataclass(frozen=True)
class Counted:
    """A measure today: its numerator and its denominator, None for a plain count."""

    measure: QualityMeasure
    part: int
    whole: int | None


@dataclass(frozen=True)
class Shown:
    """A measure as the desk draws it: the latest figure and those before it, oldest first."""

    latest: QualityFigure
    history: tuple[float | None, ...]

    @property
    def measure(self) -> QualityMeasure:
        """What is measured."""
        return QualityMeasure(self.latest.measure)


def counted(world: World, day: date) -> list[Counted]:
    """Count everything that is measured; for the daily work, some seconds at 200,000 firms."""
    firms = stale.firms_of(world).count()
    figures = [Counted(one, stale.complete(world, one).count(), firms) for one in COMPLETENESS]
    old = stale.firms_of(world).filter(stale.stale_condition(day)).count()
    figures.append(Counted(M.STALE, old, firms))
    figures.append(Counted(M.CONFLICTS, sum(conflicts.counts(world).values()), None))
    if (open_pairs := waiting.open_duplicates(world)) is not None:
        figures.append(Counted(M.DUPLICATES, open_pairs, None))
    figures.append(_problems(world, day))
    return figures


def _problems(world: World, day: date) -> Counted:
    since = day - timedelta(days=DAYS_OF_UPLOADS)
    rows = Upload.objects.filter(
        world=world, received_at__date__gt=since, difference__isnull=False, rows_total__isnull=False
    ).values_list("difference", "rows_total")
    kept = [(int((told or {}).get("bad_rows", 0)), total or 0) for told, total in rows]
    whole = sum(total for _bad, total in kept)
    return Counted(M.PROBLEMS, min(whole, sum(bad for bad, _total in kept)), whole)


def quality_shown(person: Person, world: World, day: date) -> list[Shown]:
    """Return the latest figure of each measure up to a day, with its history; one query."""
    if not reach(person, world.code).may(Permission.KEEP_DESK):
        return []
    rows = QualityFigure.objects.filter(
        world=world, day__lte=day, day__gt=day - timedelta(days=DAYS_SHOWN)
    ).order_by("measure", "day")
    kept: dict[str, list[QualityFigure]] = {}
    for row in rows:
        kept.setdefault(row.measure, []).append(row)
    return [
        Shown(kept[one][-1], tuple(map(_drawn, kept[one]))) for one in QualityMeasure if one in kept
    ]


def _drawn(figure: QualityFigure) -> float | None:
    if figure.whole is None:
        return float(figure.part)
    return round(100 * figure.part / figure.whole, 1) if figure.whole else None
