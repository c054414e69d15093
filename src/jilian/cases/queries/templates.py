"""The templates of a world and their versions, with the matters that run by each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from jilian.cases.models import Matter, TemplateVersion
from jilian.cases.queries.offices import current_templates
from jilian.cases.rules.words import ENDED
from jilian.places.models import World
from jilian_engine.rulebook import ProcessTemplate, load_processes


@dataclass(frozen=True)
class TemplateRow:
    """A template as a row of the list: the version in force, and what runs by any version."""

    version: TemplateVersion
    steps: int
    coming: date | None
    running: int
    ended: int


def templates_to_come() -> list[ProcessTemplate]:
    """The templates of this release that have not been taken over yet; one query."""
    rows = TemplateVersion.objects.filter(world__isnull=True).order_by()
    known = set(rows.values_list("key", "version"))
    return [one for one in load_processes() if (one.key, one.version) not in known]


def versions_of(world: World, key: str) -> QuerySet[TemplateVersion]:
    """Every version of a template that this world may use, the newest first."""
    rows = TemplateVersion.objects.of_world(world).filter(key=key)
    return rows.order_by("-valid_from", "-version", "-pk")


def latest_of(world: World, key: str) -> TemplateVersion | None:
    """The version that a new one follows: of the world's own the last, else of the product's."""
    rows = TemplateVersion.objects.of_world(world).filter(key=key)
    return rows.order_by(F("world").desc(nulls_last=True), "-version").first()


def others_than(world: World, key: str, day: date) -> list[TemplateVersion]:
    """The versions of all other templates in force on a day."""
    return [row for row in current_templates(world, day) if row.key != key]


def matters_by_version(world: World) -> dict[int, tuple[int, int]]:
    """Of each version, how many matters of this world still run and how many have ended."""
    rows = (
        Matter.objects.filter(case__world=world, case__is_kept=False)
        .order_by()
        .values("template_version")
        .annotate(
            running=Count("pk", filter=~Q(state__in=ENDED)),
            ended=Count("pk", filter=Q(state__in=ENDED)),
        )
    )
    return {row["template_version"]: (row["running"], row["ended"]) for row in rows}


def template_rows(world: World, day: date) -> list[TemplateRow]:
    """The templates of a world as of a day; three queries however many there are."""
    current = current_templates(world, day)
    counts = matters_by_version(world)
    keys: dict[str, list[int]] = {}
    coming: dict[str, date] = {}
    for row in TemplateVersion.objects.of_world(world).only("key", "valid_from"):
        keys.setdefault(row.key, []).append(row.pk)
        if row.valid_from > day:
            coming[row.key] = min(row.valid_from, coming.get(row.key, row.valid_from))
    return [
        TemplateRow(
            version=row,
            steps=len(row.content["steps"]),
            coming=coming.get(row.key),
            running=sum(counts.get(pk, (0, 0))[0] for pk in keys[row.key]),
            ended=sum(counts.get(pk, (0, 0))[1] for pk in keys[row.key]),
        )
        for row in current
    ]
