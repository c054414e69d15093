"""Judging a written name before it has a record: at an upload, by its rows."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.duplicates.models import NameJudgement
from jilian.duplicates.rules import Verdict, checked_verdict, checked_words
from jilian.firms.models import Firm
from jilian_engine.names import normal_form


@transaction.atomic
def judge_name(
    *, by: Person, at: datetime, firm: Firm, name: str, verdict: str, reason: str = ""
) -> NameJudgement:
    """Say that a written name is this firm's (``same``) or another's (``different``).

    It is not asked again: not at the next upload of the name, and not of the record that the name
    gets meanwhile. A later word about the same name and firm takes the place of an earlier one.
    """
    allow(by, Permission.MERGE_FIRMS, world_code=firm.world.code)
    said, words = checked_verdict(verdict), checked_words(reason)
    if said == Verdict.LATER:
        raise Refusal("verdict_unknown", _("Say one firm or two firms."))
    written, form = name.strip()[:200], normal_form(name)[:200]
    if not form:
        raise Refusal("name_missing", _("There is no name to judge."))
    kept = Firm.objects.select_related("merged_into").get(pk=firm.pk).root
    before = NameJudgement.objects.select_for_update().filter(firm=kept, form=form).first()
    told, _was_new = NameJudgement.objects.update_or_create(
        firm=kept, form=form,
        defaults={"world": firm.world, "firm_name": kept.name, "written": written,
                  "verdict": said.value, "reason": words, "judged_at": at,
                  "judged_by": by.username},
    )  # fmt: skip
    audit.record(
        "name.judged", by=by, at=at, about=told, world=firm.world,
        before={"verdict": before.verdict} if before else None,
        after={"name": written, "firm": kept.pk, "verdict": said.value, "reason": words},
    )  # fmt: skip
    return told


@transaction.atomic
def forget_name(*, by: Person, at: datetime, judgement: NameJudgement) -> None:
    """Take what was said of a name back: it may be asked again."""
    allow(by, Permission.MERGE_FIRMS, world_code=judgement.world.code)
    audit.record(
        "name.judgement_undone", by=by, at=at, about=judgement, world=judgement.world,
        before={"verdict": judgement.verdict},
    )  # fmt: skip
    judgement.delete()
