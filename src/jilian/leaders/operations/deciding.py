"""The decision on a selection writes dated roles; undoing it takes them back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.clusters.operations.leading import set_leaders, take_back_leaders
from jilian.leaders import rules
from jilian.leaders.models import LeaderChoice, Selection
from jilian.leaders.operations.selections import LONGEST, open_selection
from jilian.leaders.queries.results import ranking_of
from jilian.leaders.rules import SelectionState
from jilian.sources.models import Source
from jilian.sources.operations import record_source


@transaction.atomic
def decide_selection(
    *,
    by: Person,
    at: datetime,
    selection: Selection,
    firms: Sequence[int],
    from_day: date,
    reason: str = "",
    document: str = "",
) -> Selection:
    """Name the leading firms (keys) of the cluster from a day on; one or several, nobody else.

    Another choice than the first firm alone needs a reason. The dated memberships are written in
    the same act; no day before ``from_day`` changes.
    """
    kept = open_selection(selection, by)
    if kept.state != SelectionState.COMPUTED:
        raise Refusal("not_computed", _("This selection has not been computed."))
    ranking = ranking_of(kept)
    rank_of = {row.firm: row.rank for row in ranking.rows}
    if odd := [pk for pk in firms if pk not in rank_of]:
        raise Refusal("not_in_table", _("The table has no firm %(firm)s.") % {"firm": odd[0]})
    why = checked_text(reason, longest=LONGEST)
    first = next((row.firm for row in ranking.rows if row.rank == 1), None)
    rules.check_choice(
        chosen=[str(pk) for pk in firms], first=None if first is None else str(first), reason=why,
        from_day=from_day, as_of=kept.as_of, today=timezone.localdate(at),
    )  # fmt: skip
    kept.reason, kept.document = why, checked_text(document, longest=200)
    source = _source_of(kept, by=by, at=at)
    kept.changes = set_leaders(
        by=by, at=at, cluster=kept.cluster, leaders=firms, from_day=from_day,
        reason=_reason_in_words(kept, from_day), source=source,
    )  # fmt: skip
    kept.state, kept.from_day = SelectionState.DECIDED, from_day
    kept.decided_at, kept.decided_by = at, by.username
    kept.save(
        update_fields=("state", "from_day", "decided_at", "decided_by", "reason", "document",
                       "changes")
    )  # fmt: skip
    LeaderChoice.objects.bulk_create(
        [LeaderChoice(selection=kept, firm_id=pk, rank=rank_of[pk]) for pk in dict.fromkeys(firms)]
    )
    audit.record(
        "selection.decided", by=by, at=at, about=kept, world=kept.cluster.world,
        after={"firms": [ranking.name_of(pk) for pk in firms], "from_day": from_day,
               "reason": why, "document": kept.document, "fingerprint": kept.fingerprint},
    )  # fmt: skip
    return kept


def _reason_in_words(selection: Selection, day: date) -> str:
    """The reason that the memberships carry: that of the person, or that the first was named."""
    if selection.reason:
        return selection.reason
    with translation.override(settings.LANGUAGE_CODE):
        return gettext("First in the selection of %(day)s, leading from %(from)s") % {
            "day": selection.as_of.isoformat(),
            "from": day.isoformat(),
        }


def _source_of(selection: Selection, *, by: Person, at: datetime) -> Source:
    """The decision as a source; decided again after an undo, it is another one."""
    with translation.override(settings.LANGUAGE_CODE):
        title = gettext("Selection of leading firms %(number)s: %(cluster)s, %(day)s") % {
            "number": selection.pk,
            "cluster": selection.cluster.name,
            "day": selection.as_of.isoformat(),
        }
    return record_source(
        by=by, at=at, key=f"selection:{selection.pk}:{at.isoformat()}"[:80],
        kind=Source.Kind.PERSON, title=title[:300], reference=selection.document,
        fingerprint=selection.fingerprint,
    )  # fmt: skip


@transaction.atomic
def undo_decision(*, by: Person, at: datetime, selection: Selection, reason: str) -> Selection:
    """Take a decision back; refuses once another one, or a changed membership, rests on it."""
    kept = Selection.objects.select_for_update(of=("self",)).get(pk=selection.pk)
    allow(by, Permission.CHOOSE_LEADERS, world_code=kept.cluster.world.code)
    if kept.state != SelectionState.DECIDED or kept.decided_at is None:
        raise Refusal("not_decided", _("This selection is not decided."))
    why = checked_text(reason, longest=LONGEST)
    if not why:
        raise Refusal("reason_missing", _("Say why it is taken back."))
    later = Selection.objects.filter(
        cluster=kept.cluster, state=SelectionState.DECIDED, decided_at__gt=kept.decided_at
    )
    if later.exists():
        raise Refusal(
            "later_decision", _("A later selection of this cluster was decided: undo that first.")
        )
    take_back_leaders(by=by, at=at, cluster=kept.cluster, changes=kept.changes, reason=why)
    firms = [str(one.firm) for one in kept.choices.select_related("firm")]
    kept.choices.all().delete()
    before = {"firms": firms, "from_day": kept.from_day, "reason": kept.reason}
    kept.state, kept.changes, kept.from_day = SelectionState.COMPUTED, [], None
    kept.decided_at, kept.decided_by, kept.reason, kept.document = None, "", "", ""
    kept.save(
        update_fields=("state", "changes", "from_day", "decided_at", "decided_by", "reason",
                       "document")
    )  # fmt: skip
    audit.record(
        "selection.undone", by=by, at=at, about=kept, world=kept.cluster.world,
        before=before, after={"reason": why},
    )  # fmt: skip
    return kept
