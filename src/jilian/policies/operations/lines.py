"""Lines that software never decides: decided by a person, with a reason, until a day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.firms.models import Firm
from jilian.policies import analysis
from jilian.policies.models import LineDecision
from jilian.policies.rules.sets import checked_rule_set

LONGEST_DOCUMENT = 200


@transaction.atomic
def decide_line(
    *, by: Person, at: datetime, firm: Firm, rule_set: str, line: str, is_met: bool, reason: str,
    valid_until: date, document: str = "",
) -> LineDecision:  # fmt: skip
    """Decide a line that is left to people, for one firm; what was decided before stays on record.

    A line that is computed is refused: it changes with its values, not by a word.
    """
    root = firm.root
    allow(by, Permission.KEEP_POLICIES, world_code=root.world.code)
    today = timezone.localdate(at)
    chosen = checked_rule_set(rule_set)
    why = checked_text(reason)
    if line not in analysis.lines_for_people(root, chosen.id, today):
        raise Refusal("line_computed", _("This line is computed; enter its values instead."))
    if not why:
        raise Refusal("reason_missing", _("Say why."))
    if valid_until < today:
        raise Refusal("day_past", _("This day is over."))
    held = LineDecision.objects.select_for_update(of=("self",)).filter(
        firm=root, rule_set=rule_set, line=line, replaced_at__isnull=True
    )
    before = [one.is_met for one in held]
    held.update(replaced_at=at)
    made = LineDecision.objects.create(
        world=root.world, firm=root, rule_set=rule_set, line=line, is_met=is_met, reason=why,
        document=checked_text(document, longest=LONGEST_DOCUMENT), valid_until=valid_until,
        decided_at=at, decided_by=by.username,
    )  # fmt: skip
    audit.record(
        "line.decided", by=by, at=at, world=root.world, about=made,
        before={"is_met": before[0]} if before else None,
        after={"firm": root.pk, "rule_set": rule_set, "line": line, "is_met": is_met,
               "reason": why, "until": valid_until},
    )  # fmt: skip
    return made
