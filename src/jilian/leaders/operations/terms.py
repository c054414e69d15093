"""The calendar of the rotating chain head: proposing terms, swapping, skipping, dropping."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
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
from jilian.leaders.models import ChainHeadTerm, HandOver, TermMonth
from jilian.leaders.queries.inputs import members_on
from jilian.leaders.rules import LONGEST_TEXT, months_between, plan_terms
from jilian.notices.operations import settle


def _locked(cluster: Cluster, by: Person) -> Cluster:
    """Lock the calendar of a cluster for who may keep it."""
    allow(
        by, Permission.KEEP_CHAIN_HEAD, world_code=cluster.world.code,
        scopes=((ScopeKind.CLUSTER, str(cluster.pk)),),
    )  # fmt: skip
    return Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)


def _why(reason: str) -> str:
    words = checked_text(reason, longest=LONGEST_TEXT)
    if not words:
        raise Refusal("reason_missing", _("A change of the calendar needs a reason."))
    return words


@transaction.atomic
def propose_terms(
    *,
    by: Person,
    at: datetime,
    cluster: Cluster,
    firms: Sequence[int],
    begins: date,
    months: int,
    reason: str,
) -> list[ChainHeadTerm]:
    """Lay terms of so many months end to end, one for each of these members (keys), in order.

    Refuses months that another term of the cluster has taken, and days gone by more than a month.
    """
    kept, why = _locked(cluster, by), _why(reason)
    planned = plan_terms(firms, begins, months)
    today = timezone.localdate(at)
    if planned[0].ends <= today:
        raise Refusal("term_over", _("This term would be over already."))
    members = members_on(kept, today)
    if strangers := [pk for pk in firms if pk not in members.firms]:
        name = Firm.objects.filter(pk=strangers[0]).first() or strangers[0]
        raise Refusal("not_a_member", _("%(firm)s is no member of this cluster.") % {"firm": name})
    _refuse_taken(kept, planned[0].begins, planned[-1].ends)
    terms = [_make(kept, one.firm, one.begins, one.ends, why, by=by, at=at) for one in planned]
    _link(kept)
    audit.record(
        "chain_head.proposed", by=by, at=at, about=kept, world=kept.world,
        after={"firms": [str(members.firms[pk]) for pk in firms], "begins": begins,
               "months": months, "reason": why},
    )  # fmt: skip
    return terms


def _refuse_taken(cluster: Cluster, begins: date, ends: date) -> None:
    wanted = TermMonth.objects.filter(cluster=cluster, month__gte=begins, month__lt=ends)
    taken = wanted.select_related("term__firm").order_by("month").first()
    if taken is not None:
        raise Refusal(
            "month_taken",
            _("In %(month)s %(firm)s is the chain head already.")
            % {"month": taken.month.strftime("%Y-%m"), "firm": taken.term.firm},
        )


def _make(
    cluster: Cluster, firm: int, begins: date, ends: date, why: str, *, by: Person, at: datetime
) -> ChainHeadTerm:
    term = ChainHeadTerm.objects.create(
        cluster=cluster, firm_id=firm, valid_from=begins, known_by=begins, valid_to=ends,
        reason=why, entered_at=at, entered_by=by.username,
    )  # fmt: skip
    TermMonth.objects.bulk_create(
        [TermMonth(term=term, cluster=cluster, month=one) for one in months_between(begins, ends)]
    )
    return term


def _link(cluster: Cluster) -> None:
    """Let each term but the first take over from the one before it; what is done stays."""
    terms = list(cluster.chain_heads.order_by("known_by"))
    held = {one.incoming_id: one for one in HandOver.objects.filter(incoming__in=terms)}
    for before, term in itertools.pairwise(terms):
        kept = held.get(term.pk)
        if kept is None:
            HandOver.objects.create(outgoing=before, incoming=term)
        elif kept.outgoing_id != before.pk and kept.done_at is None:
            kept.outgoing, kept.outgoing_word_at, kept.outgoing_word_by = before, None, ""
            kept.save(update_fields=("outgoing", "outgoing_word_at", "outgoing_word_by"))
    if terms:
        HandOver.objects.filter(incoming=terms[0], done_at__isnull=True).delete()


def _ahead(term: ChainHeadTerm, at: datetime) -> ChainHeadTerm:
    """Return the term, locked; refuses one that has begun or was taken over already."""
    kept = ChainHeadTerm.objects.select_for_update(of=("self",)).get(pk=term.pk)
    if kept.begins <= timezone.localdate(at):
        raise Refusal("term_begun", _("This term has begun: what was stays as it was."))
    if HandOver.objects.filter(incoming=kept, done_at__isnull=False).exists():
        raise Refusal("handed_over", _("This term was handed over already."))
    return kept


def _forget_words(terms: Sequence[ChainHeadTerm], *, by: Person, at: datetime) -> None:
    """Words were given by one firm to another: they end where a firm of the two changes."""
    touched = HandOver.objects.filter(done_at__isnull=True)
    for one in touched.filter(incoming__in=terms) | touched.filter(outgoing__in=terms):
        one.outgoing_word_at = one.incoming_word_at = None
        one.outgoing_word_by = one.incoming_word_by = ""
        one.save()
        settle(by=by, at=at, key=f"hand-over-{one.pk}")


@transaction.atomic
def swap_terms(
    *, by: Person, at: datetime, first: ChainHeadTerm, second: ChainHeadTerm, reason: str
) -> None:
    """Let two firms change their terms; the days of the terms stay. Both must lie ahead."""
    cluster, why = _locked(first.cluster, by), _why(reason)
    if second.cluster_id != cluster.pk or first.pk == second.pk:
        raise Refusal("other_cluster", _("Choose two terms of the same cluster."))
    one, other = _ahead(first, at), _ahead(second, at)
    one.firm_id, other.firm_id = other.firm_id, one.firm_id
    for term in (one, other):
        term.reason = why
        term.save(update_fields=("firm", "reason"))
    _forget_words((one, other), by=by, at=at)
    audit.record(
        "chain_head.swapped", by=by, at=at, about=one, world=cluster.world,
        before={one.begins.isoformat(): str(other.firm), other.begins.isoformat(): str(one.firm)},
        after={one.begins.isoformat(): str(one.firm), other.begins.isoformat(): str(other.firm),
               "reason": why},
    )  # fmt: skip


@transaction.atomic
def skip_term(*, by: Person, at: datetime, term: ChainHeadTerm, reason: str) -> None:
    """Let a firm pass: those after it move up by one, and it takes the last turn."""
    cluster, why = _locked(term.cluster, by), _why(reason)
    skipped = _ahead(term, at)
    rest = cluster.chain_heads.filter(known_by__gte=skipped.begins).order_by("known_by")
    terms = list(rest.select_related("firm"))
    if len(terms) < 2:
        raise Refusal("nobody_after", _("Nobody comes after it: drop the term instead."))
    firms = [one.firm for one in terms]
    for one, firm in zip(terms, [*firms[1:], firms[0]], strict=True):
        one.firm, one.reason = firm, why
        one.save(update_fields=("firm", "reason"))
    _forget_words(terms, by=by, at=at)
    audit.record(
        "chain_head.skipped", by=by, at=at, about=skipped, world=cluster.world,
        before={"firms": [str(firm) for firm in firms]},
        after={"firms": [str(firm) for firm in (*firms[1:], firms[0])], "reason": why},
    )  # fmt: skip


@transaction.atomic
def drop_term(*, by: Person, at: datetime, term: ChainHeadTerm, reason: str) -> None:
    """Take a term that lies ahead out of the calendar; its months are free again."""
    cluster, why = _locked(term.cluster, by), _why(reason)
    kept = _ahead(term, at)
    _forget_words((kept,), by=by, at=at)
    said = {"firm": str(kept.firm), "begins": kept.begins, "ends": kept.ends}
    audit.record(
        "chain_head.dropped", by=by, at=at, about=kept, world=cluster.world, before=said,
        after={"reason": why},
    )  # fmt: skip
    after = HandOver.objects.filter(outgoing=kept, done_at__isnull=True)
    after.delete()
    kept.delete()
    _link(cluster)
