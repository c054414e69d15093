"""Bringing firms in: a candidate with its chain link, the stages it reaches, corrections."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.accounts.rules import ScopeKind
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.clusters.models import Cluster
from jilian.firms.models import Firm
from jilian.gaps.models import MissingLink, Recruit, RecruitStage
from jilian.gaps.rules.pipeline import LONGEST_DOCUMENT, Step, check_days, check_step
from jilian.gaps.rules.words import Direction, Stage

LONGEST_NAME, LONGEST_PLACE, LONGEST_PRODUCT = 200, 120, 120


@transaction.atomic
def add_recruit(
    *,
    by: Person,
    at: datetime,
    cluster: Cluster,
    name: str,
    direction: str,
    of_firm: Firm | None = None,
    of_product: str = "",
    firm: Firm | None = None,
    place: str = "",
    missing_link: MissingLink | None = None,
    on: date | None = None,
    document: str = "",
) -> Recruit:
    """Note a firm as a candidate, with the link that makes it up- or downstream of the chain.

    The firm is known in some register or by its name alone; a name stands once in a cluster.
    """
    allow(
        by, Permission.KEEP_GAPS, world_code=cluster.world.code,
        scopes=((ScopeKind.CLUSTER.value, str(cluster.pk)),),
    )  # fmt: skip
    called = checked_text(name, longest=LONGEST_NAME) or (firm.root.name if firm else "")
    product = checked_text(of_product, longest=LONGEST_PRODUCT)
    if not called:
        raise Refusal("name_missing", _("Name the firm."))
    _check_link(cluster, direction, of_firm, product, missing_link)
    day = on or timezone.localdate(at)
    check_step((), Stage.CANDIDATE, day, "", timezone.localdate(at))
    try:
        with transaction.atomic():
            made = Recruit.objects.create(
                world=cluster.world, cluster=cluster, name=called,
                firm=firm.root if firm else None,
                place=checked_text(place, longest=LONGEST_PLACE), direction=direction,
                of_firm=of_firm.root if of_firm else None, of_product=product,
                missing_link=missing_link, added_at=at, added_by=by.username,
            )  # fmt: skip
    except IntegrityError as taken:
        raise Refusal(
            "recruit_twice", _("“%(name)s” is brought in by this cluster already.")
            % {"name": called},
        ) from taken  # fmt: skip
    RecruitStage.objects.create(
        recruit=made, stage=Stage.CANDIDATE, on=day, recorded_at=at, recorded_by=by.username,
        document=checked_text(document, longest=LONGEST_DOCUMENT),
    )  # fmt: skip
    audit.record(
        "recruit.added", by=by, at=at, world=cluster.world, about=made,
        after={"cluster": cluster.key, "name": called, "direction": direction, "on": day,
               "of_firm": made.of_firm_id, "of_product": product},
    )  # fmt: skip
    return made


@transaction.atomic
def record_stage(
    *,
    by: Person,
    at: datetime,
    recruit: Recruit,
    stage: str,
    on: date,
    document: str = "",
    reason: str = "",
) -> RecruitStage:
    """Say that a stage was reached on a day, by which document; a drop-out says why."""
    kept = _kept(by, recruit)
    if stage not in Stage.values:
        raise Refusal("stage_unknown", _("There is no such stage."))
    why, paper = checked_text(reason), checked_text(document, longest=LONGEST_DOCUMENT)
    check_step(kept.steps, Stage(stage), on, why, timezone.localdate(at))
    made = RecruitStage.objects.create(
        recruit=kept, stage=stage, on=on, document=paper, reason=why, recorded_at=at,
        recorded_by=by.username,
    )  # fmt: skip
    audit.record(
        "recruit.stage_reached", by=by, at=at, world=recruit.world, about=kept,
        after={"stage": stage, "on": on, "document": paper, "reason": why},
    )  # fmt: skip
    return made


@transaction.atomic
def correct_stage(
    *,
    by: Person,
    at: datetime,
    row: RecruitStage,
    reason: str,
    on: date | None = None,
    document: str = "",
    is_void: bool = False,
) -> RecruitStage:
    """Correct the day or document of a stage, or say that it was not reached; the old row stays."""
    kept = _kept(by, row.recruit)
    old = RecruitStage.objects.select_for_update(of=("self",)).get(pk=row.pk, recruit=kept)
    why = checked_text(reason)
    if not why:
        raise Refusal("reason_missing", _("Say why."))
    if not old.is_in_force:
        raise Refusal("stage_replaced", _("This entry has been corrected already."))
    if is_void and old.stage == Stage.CANDIDATE:
        raise Refusal("candidate_stays", _("It has been a candidate: say that it dropped out."))
    day, today = on or old.on, timezone.localdate(at)
    if day > today:
        raise Refusal("stage_ahead", _("A stage is recorded once it has been reached."))
    rest = [step for step in kept.steps if step.stage != old.stage]
    check_days(rest if is_void else [*rest, Step(Stage(old.stage), day)])
    old.is_replaced = True
    old.save(update_fields=["is_replaced"])
    made = RecruitStage.objects.create(
        recruit=kept, stage=old.stage, on=day, reason=old.reason, corrects=old, is_void=is_void,
        document=checked_text(document, longest=LONGEST_DOCUMENT) or old.document,
        correction_reason=why, recorded_at=at, recorded_by=by.username,
    )  # fmt: skip
    audit.record(
        "recruit.stage_corrected", by=by, at=at, world=kept.world, about=kept,
        before={"stage": old.stage, "on": old.on, "document": old.document},
        after={"on": day, "document": made.document, "reason": why, "is_void": is_void},
    )  # fmt: skip
    return made


def _check_link(
    cluster: Cluster,
    direction: str,
    of_firm: Firm | None,
    product: str,
    missing_link: MissingLink | None,
) -> None:
    """Refuse a candidate without its link of the chain, or with one of another world."""
    if direction not in Direction.values or (of_firm is None and not product):
        raise Refusal(
            "chain_link_missing",
            _("Say of which firm or product it is upstream or downstream."),
        )
    if of_firm is not None and of_firm.world_id != cluster.world_id:
        raise Refusal("other_world", _("This firm belongs to another world."))
    if missing_link is not None and missing_link.world_id != cluster.world_id:
        raise Refusal("other_world", _("This missing link belongs to another world."))


def _kept(by: Person, recruit: Recruit) -> Recruit:
    """The firm that is brought in, locked, for whoever may keep it."""
    allow(by, Permission.KEEP_GAPS, world_code=recruit.world.code, scopes=recruit.scopes)
    rows = Recruit.objects.select_for_update(of=("self",)).select_related("world")
    return rows.prefetch_related("stages").get(pk=recruit.pk)
