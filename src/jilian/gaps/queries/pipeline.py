"""Firms that are brought in, as of a day, beside what was published about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.firms.models import Firm
from jilian.gaps.models import Recruit, RecruitQuerySet, RecruitStage
from jilian.gaps.rules.pipeline import StageCount, counts_on
from jilian.gaps.rules.words import ORDER, STAGE_MARKS, Stage
from jilian.places.models import World
from jilian.sources.models import PublishedFact
from jilian.ui.drawings import LineEvent

P = Permission
MEASURE = "firms_signed"


def recruits_seen(person: Person, world: World) -> RecruitQuerySet:
    """The firms brought in that the person may see, with their stages; two queries."""
    rows = Recruit.objects.visible_to(person, world).select_related(
        "world", "cluster", "firm__world", "firm__merged_into", "of_firm__merged_into",
        "missing_link",
    )  # fmt: skip
    return rows.prefetch_related("stages")


def known_on(rows: RecruitQuerySet, day: date) -> RecruitQuerySet:
    """Keep those that were candidates by the day."""
    return rows.filter(Exists(_reached(Stage.CANDIDATE, day)))


def reached_on(rows: RecruitQuerySet, stage: str, day: date) -> RecruitQuerySet:
    """Keep those that had reached a stage by the day, also those that dropped out since."""
    return rows.filter(Exists(_reached(stage, day)))


def _reached(stage: str, day: date) -> QuerySet[RecruitStage]:
    return RecruitStage.objects.filter(
        recruit=OuterRef("pk"), stage=stage, on__lte=day, is_replaced=False, is_void=False
    )


def three_numbers(rows: RecruitQuerySet, day: date) -> tuple[StageCount, ...]:
    """Signed, registered and producing of these, as of the day; two queries."""
    return counts_on({one.pk: one.steps for one in rows}, day)


@dataclass(frozen=True)
class Published:
    """What a source says was signed, and how many of those firms are known by name here."""

    fact: PublishedFact
    known_here: int

    @property
    def value(self) -> int | None:
        """The published number of firms, a whole number."""
        return None if self.fact.value is None else int(self.fact.value)


def published_signed(world: World, rows: Sequence[Recruit], day: date) -> list[Published]:
    """The published figures of signed firms of a world beside our own records; one query."""
    facts = PublishedFact.objects.filter(world=world, measure=MEASURE).select_related("source")
    return [
        Published(
            fact,
            sum(
                1
                for one in rows
                if one.cluster.name == fact.subject
                and any(step.stage is Stage.SIGNED and step.on <= day for step in one.steps)
            ),
        )
        for fact in facts
    ]


@dataclass(frozen=True)
class RecruitPage:
    """Everything that the page of a firm that is brought in shows."""

    recruit: Recruit
    stage: Stage | None
    mark: str
    rows: tuple[RecruitStage, ...]
    events: tuple[LineEvent, ...]
    firm: Firm | None  # in a register that the reader may see
    next: tuple[Stage, ...]
    may_keep: bool


def recruit_page(person: Person, recruit: Recruit, day: date) -> RecruitPage:
    """Gather the page; no further query."""
    rows = sorted(recruit.stages.all(), key=lambda one: (one.recorded_at, one.pk))
    stage = recruit.stage_on(day)
    held = [one.stage for one in recruit.steps]
    firm = recruit.firm.root if recruit.firm else None
    if firm is not None and not reach(person, firm.world.code).may(P.SEE_REGISTER):
        firm = None
    furthest = max((ORDER.index(Stage(one)) for one in held if one in ORDER), default=-1)
    following = () if Stage.DROPPED in held else (*ORDER[furthest + 1 :], Stage.DROPPED)
    return RecruitPage(
        recruit=recruit,
        stage=stage,
        mark=STAGE_MARKS[stage] if stage else "closed",
        rows=tuple(rows),
        events=_events(rows),
        firm=firm,
        next=following,
        may_keep=reach(person, recruit.world.code).may(P.KEEP_GAPS, recruit.scopes),
    )


def _events(rows: Sequence[RecruitStage]) -> tuple[LineEvent, ...]:
    kinds = {Stage.PRODUCING: "confirmed", Stage.DROPPED: "late"}
    inside = sorted((one for one in rows if one.is_in_force), key=lambda one: (one.on, one.pk))
    return tuple(
        LineEvent(one.on, str(one.get_stage_display()), kind=kinds.get(Stage(one.stage), ""))
        for one in inside
    )
