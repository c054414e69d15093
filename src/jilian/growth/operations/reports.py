"""Compiling monthly reports: what was published is followed by a revision, never overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.growth.models import MonthlyReport
from jilian.growth.queries.reporting import content_of, latest_report
from jilian.growth.rules.report import canonical, check_month, fingerprint
from jilian.growth.rules.revising import Differing, differing
from jilian.places.models import World


@dataclass(frozen=True)
class Compiled:
    """The report; whether it is a new revision; what it says otherwise than the one before."""

    report: MonthlyReport
    is_new: bool
    differences: tuple[Differing, ...] = ()
    same_as: int | None = None  # the earlier revision with the same content


@transaction.atomic
def compile_report(*, by: Person, at: datetime, world: World, month: date) -> Compiled:
    """Compile the report of a month that is over, from the records as of its end.

    The same content as the latest revision: that one is given back. Else a revision is kept beside
    it, with the differences. Refuses a month that is not over.
    """
    allow(by, Permission.CHANGE_ORGANISATIONS, world_code=world.code)
    first = month.replace(day=1)
    check_month(first, timezone.localdate(at))
    World.objects.select_for_update().get(pk=world.pk)  # revisions are counted one at a time
    content = content_of(world, first)
    text = canonical(content)
    latest = latest_report(world, first)
    if latest is not None and latest.content == text:
        return Compiled(latest, is_new=False, same_as=latest.revision)
    same = MonthlyReport.objects.filter(world=world, month=first, content=text).first()
    made = MonthlyReport.objects.create(
        world=world, month=first, revision=latest.revision + 1 if latest else 1, content=text,
        fingerprint=fingerprint(text), compiled_at=at, compiled_by=by.username,
    )  # fmt: skip
    changes = tuple(differing(latest.values, content)) if latest else ()
    audit.record(
        "report.compiled", by=by, at=at, world=world, about=made,
        before={"revision": latest.revision, "fingerprint": latest.fingerprint} if latest else None,
        after={
            "month": content["month"], "revision": made.revision, "fingerprint": made.fingerprint,
            "differences": len(changes),
        },
    )  # fmt: skip
    return Compiled(made, True, changes, same.revision if same else None)
