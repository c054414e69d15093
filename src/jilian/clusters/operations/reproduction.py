"""A finished run computed again, to see whether it comes out the same."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.clusters import analysis
from jilian.clusters.models import FormationRun
from jilian.clusters.rules import RunState
from jilian.jobs.later import after_commit


@transaction.atomic
def ask_reproduction(*, by: Person, at: datetime, run: FormationRun) -> FormationRun:
    """Have a finished run computed again later; one that is being computed is not asked twice."""
    allow(by, Permission.FORM_CLUSTERS, world_code=run.world.code)
    kept = FormationRun.objects.select_for_update().get(pk=run.pk)
    if kept.state != RunState.DONE:
        raise Refusal("run_not_done", _("Only a run that has ended well is computed again."))
    if (kept.reproduction or {}).get("state") == "waiting":
        return kept
    kept.reproduction = {"state": "waiting", "asked_at": at.isoformat()}
    kept.save(update_fields=("reproduction",))
    audit.record(
        "formation_run.reproduction_asked", by=by, at=at, about=kept, world=kept.world,
        after={"fingerprint": kept.fingerprint},
    )  # fmt: skip
    after_commit(reproduce_run, run_id=kept.pk)
    return kept


def reproduce_run(*, run_id: int, by: Person, at: datetime) -> FormationRun:
    """Compute a finished run again and keep with it what came out; may run twice."""
    run = FormationRun.objects.select_related("snapshot", "world").get(pk=run_id)
    if run.state != RunState.DONE:
        raise Refusal("run_not_done", _("Only a run that has ended well is computed again."))
    try:
        found: dict[str, Any] = {"state": "done", **analysis.reproduce(run).as_dict()}
    except Refusal as refusal:
        found = {"state": "failed", "code": refusal.code}
    except Exception:
        _keep(run_id, {"state": "failed", "code": "defect"}, by=by, at=at)
        raise
    return _keep(run_id, found, by=by, at=at)


@transaction.atomic
def _keep(run_id: int, found: dict[str, Any], *, by: Person, at: datetime) -> FormationRun:
    run = FormationRun.objects.select_for_update().get(pk=run_id)
    run.reproduction = {**found, "at": at.isoformat()}
    run.save(update_fields=("reproduction",))
    audit.record(
        "formation_run.reproduced", by=by, at=at, about=run, world=run.world,
        before={"outcome": run.outcome},
        after={key: found.get(key) for key in ("state", "same", "outcome", "moved_count")},
    )  # fmt: skip
    return run
