"""The two lists of a cluster: lines put on, closed with a result, and reminded of."""

from __future__ import annotations

from datetime import date, datetime, timedelta

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
from jilian.gaps.models import ChainItem, MissingLink
from jilian.gaps.operations.telling import settle_old, tell_old
from jilian.gaps.rules.deciding import OLD_DAYS, check_item
from jilian.gaps.rules.words import ItemKind, Status

LONGEST_WORDS, LONGEST_OWNER = 300, 120


def _may(by: Person, cluster: Cluster) -> None:
    scopes = ((ScopeKind.CLUSTER.value, str(cluster.pk)),)
    allow(by, Permission.KEEP_GAPS, world_code=cluster.world.code, scopes=scopes)


@transaction.atomic
def add_item(
    *,
    by: Person,
    at: datetime,
    cluster: Cluster,
    kind: str,
    words: str,
    owner_office: str = "",
    owner_firm: Firm | None = None,
    opened_on: date | None = None,
    missing_link: MissingLink | None = None,
) -> ChainItem:
    """Put a line on one of the cluster's lists; its owner is a function or a firm, no person."""
    _may(by, cluster)
    today = timezone.localdate(at)
    said = checked_text(words, longest=LONGEST_WORDS)
    office = checked_text(owner_office, longest=LONGEST_OWNER)
    day = opened_on or today
    check_item(said, office, owner_firm is not None, day, today)
    if kind not in ItemKind.values:
        raise Refusal("list_unknown", _("Say on which of the two lists it stands."))
    if owner_firm is not None and owner_firm.world_id != cluster.world_id:
        raise Refusal("other_world", _("This firm belongs to another world."))
    try:
        with transaction.atomic():
            made = ChainItem.objects.create(
                world=cluster.world, cluster=cluster, kind=kind, words=said, owner_office=office,
                owner_firm=owner_firm.root if owner_firm else None, missing_link=missing_link,
                opened_on=day, entered_at=at, entered_by=by.username,
            )  # fmt: skip
    except IntegrityError as taken:
        raise Refusal("listed_already", _("This missing link stands on the list already.")) from (
            taken
        )
    audit.record(
        "chain_item.added", by=by, at=at, world=cluster.world, about=made,
        after={"cluster": cluster.key, "kind": kind, "words": said, "owner": made.owner,
               "opened_on": day},
    )  # fmt: skip
    return made


@transaction.atomic
def list_missing_link(
    *, by: Person, at: datetime, link: MissingLink, owner_office: str
) -> ChainItem:
    """Put a confirmed missing link of a cluster on the list of what its chain lacks."""
    if link.cluster is None:
        raise Refusal("no_cluster", _("A missing link of the whole district has no list."))
    if link.status != Status.CONFIRMED:
        raise Refusal("not_confirmed", _("Only a confirmed missing link is put on the list."))
    return add_item(
        by=by, at=at, cluster=link.cluster, kind=ItemKind.LACK, words=link.product,
        owner_office=owner_office, missing_link=link,
    )  # fmt: skip


@transaction.atomic
def close_item(
    *, by: Person, at: datetime, item: ChainItem, result: str, on: date | None = None
) -> ChainItem:
    """Close a line with what came of it; it stays on the list of the closed ones."""
    _may(by, item.cluster)
    kept = ChainItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    day, said = on or timezone.localdate(at), checked_text(result)
    if kept.closed_on is not None:
        raise Refusal("item_closed", _("This line has been closed already."))
    if not said:
        raise Refusal("result_missing", _("Say what came of it."))
    if not kept.opened_on <= day <= timezone.localdate(at):
        raise Refusal("closed_out_of_time", _("It is closed after it was opened, up to today."))
    kept.closed_on, kept.result, kept.closed_at, kept.closed_by = day, said, at, by.username
    kept.save(update_fields=["closed_on", "result", "closed_at", "closed_by"])
    audit.record(
        "chain_item.closed", by=by, at=at, world=item.cluster.world, about=kept,
        after={"result": said, "on": day},
    )  # fmt: skip
    settle_old(by=by, at=at, item=kept)
    return kept


@transaction.atomic
def tell_old_items(*, by: Person, at: datetime) -> int:
    """Once a day: tell of lines that have been open for three months; each is told of once."""
    before = timezone.localdate(at) - timedelta(days=OLD_DAYS)
    rows = ChainItem.objects.filter(closed_on__isnull=True, opened_on__lte=before)
    for item in rows.select_related("world", "cluster"):
        tell_old(by=by, at=at, item=item)
    return len(rows)
