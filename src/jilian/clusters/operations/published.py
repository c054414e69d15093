"""Clusters, names, members and bodies as a source states them; saying it again changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.text import sort_key
from jilian.clusters.models import Cluster, ClusterBody, ClusterName, Membership
from jilian.clusters.rules import ClusterRow, MemberRow, NameRow, Spell
from jilian.firms.queries import firm_ids
from jilian.firms.queries.groups import merged_firms, records_of
from jilian.organisations.models import Organisation
from jilian.places.models import Division, World
from jilian.sources.models import Source
from jilian.sources.rules import Difference


@transaction.atomic
def save_cluster(
    *, by: Person, at: datetime, world: World, source: Source, row: ClusterRow
) -> Cluster:
    """Keep a cluster by its key, with its name from the same days; what is not stated stays."""
    allow(by, Permission.ADOPT_CLUSTERS, world_code=world.code)
    cluster = Cluster.objects.filter(world=world, key=row.key).first()
    if cluster is not None:
        return _amend(cluster, row, by=by, at=at)
    cluster = Cluster.objects.create(
        world=world, key=row.key, name=row.name, name_en=row.name_en,
        sort_key=sort_key(row.name), industry_word=row.industry_word, host_kind=row.host_kind,
        host=row.host, host_division_id=_division(row), source=source, source_row=row.spell.row,
        **row.spell.days,
    )  # fmt: skip
    audit.record(
        "cluster.recorded", by=by, at=at, about=cluster, world=world,
        after={"key": row.key, "name": row.name, "known_by": row.spell.known_by},
    )  # fmt: skip
    save_cluster_names(
        by=by, at=at, cluster=cluster, source=source, rows=(NameRow(row.name, row.spell),)
    )
    return cluster


def _division(row: ClusterRow) -> int | None:
    if not row.host_division_code:
        return None
    found = Division.objects.filter(code=row.host_division_code).values_list("pk", flat=True)
    if not found:
        raise Refusal(
            "division_unknown",
            _("There is no division %(code)s.") % {"code": row.host_division_code},
        )
    return found[0]


def _amend(cluster: Cluster, row: ClusterRow, *, by: Person, at: datetime) -> Cluster:
    wanted: dict[str, Any] = {
        "name_en": row.name_en,
        "industry_word": row.industry_word,
        "host": row.host,
        "host_kind": "" if row.host_kind == "none" else row.host_kind,
        "host_division_id": _division(row),
        "valid_to": row.spell.valid_to,
    }
    new = {key: value for key, value in wanted.items() if value and value != getattr(cluster, key)}
    if new:
        _change(cluster, new, "cluster.changed", by=by, at=at, world=cluster.world)
    return cluster


def _change(
    kept: models.Model,
    new: dict[str, Any],
    action: str,
    *,
    by: Person,
    at: datetime,
    world: World,
) -> None:
    before = {key: getattr(kept, key) for key in new}
    for key, value in new.items():
        setattr(kept, key, value)
    kept.save(update_fields=tuple(new))
    audit.record(action, by=by, at=at, about=kept, world=world, before=before, after=new)


@transaction.atomic
def save_cluster_names(
    *, by: Person, at: datetime, cluster: Cluster, source: Source, rows: Sequence[NameRow]
) -> Difference:
    """Keep the names of a cluster while they hold; the latest becomes the one in lists.

    A name is known again by its words and the first day on which a source shows it.
    """
    allow(by, Permission.ADOPT_CLUSTERS, world_code=cluster.world.code)
    held = {(one.text, one.known_by): one for one in cluster.names.all()}
    new = same = changed = 0
    for row in rows:
        days = row.spell.days
        kept = held.get((row.text, row.spell.first_shown))
        if kept is None:
            kept = ClusterName.objects.create(
                cluster=cluster, text=row.text, source=source, source_row=row.spell.row, **days
            )
            held[kept.text, kept.known_by] = kept
            new += 1
        elif row.spell.valid_to and kept.valid_to != row.spell.valid_to:
            kept.valid_to = row.spell.valid_to
            kept.save(update_fields=("valid_to",))
            changed += 1
        else:
            same += 1
    latest = max(held.values(), key=lambda one: (one.valid_to is None, one.known_by))
    if new or changed:
        cluster.name, cluster.sort_key = latest.text, sort_key(latest.text)
        cluster.save(update_fields=("name", "sort_key"))
        audit.record(
            "cluster.named", by=by, at=at, about=cluster, world=cluster.world,
            after={"names": [row.text for row in rows], "new": new, "changed": changed},
        )  # fmt: skip
    return Difference(new=new, changed=changed, same=same)


@transaction.atomic
def save_membership(
    *, by: Person, at: datetime, cluster: Cluster, source: Source, row: MemberRow
) -> Difference:
    """Keep one firm as a member of a cluster, as a source states it."""
    return save_memberships(by=by, at=at, cluster=cluster, source=source, rows=(row,))


@transaction.atomic
def save_memberships(
    *, by: Person, at: datetime, cluster: Cluster, source: Source, rows: Sequence[MemberRow]
) -> Difference:
    """Keep firms as members of a cluster; unknown firms are refused, the same rows change nothing.

    A membership is known again by its firm while it lasts, or by its firm and first day.
    """
    allow(by, Permission.ADOPT_CLUSTERS, world_code=cluster.world.code)
    merged = merged_firms(cluster.world)
    known = firm_ids(cluster.world, [row.firm for row in rows])
    ids = {key: merged.get(pk, pk) for key, pk in known.items()}
    if missing := [row.firm for row in rows if row.firm not in ids]:
        raise Refusal(
            "firm_unknown",
            _("The register does not hold %(firm)s.") % {"firm": " ".join(missing[0])},
        )
    held = cluster.memberships.filter(firm__in=records_of(ids.values(), merged))
    found = sorted(held, key=lambda one: one.firm_id not in merged)  # a firm's own record last
    root_of = {one.firm_id: merged.get(one.firm_id, one.firm_id) for one in found}
    lasting = {root_of[one.firm_id]: one for one in found if one.valid_to is None}
    past = {(root_of[one.firm_id], one.known_by): one for one in found}
    new: dict[tuple[int, date], Membership] = {}
    changed: list[Membership] = []
    for row in rows:
        firm, days = ids[row.firm], row.spell.days
        kept = lasting.get(firm) or past.get((firm, row.spell.first_shown))
        if kept is None:
            new.setdefault(
                (firm, row.spell.first_shown),
                Membership(
                    cluster=cluster, firm_id=firm, role=row.role, position=row.position,
                    reason=row.reason, source=source, source_row=row.spell.row, **days,
                ),
            )  # fmt: skip
        elif _restated(kept, row):
            changed.append(kept)
    Membership.objects.bulk_create(new.values(), batch_size=2000)
    Membership.objects.bulk_update(changed, ("role", "position", "valid_to"), batch_size=500)
    difference = Difference(
        new=len(new), changed=len(changed), same=len(rows) - len(new) - len(changed)
    )
    if new or changed:
        audit.record(
            "cluster.members_saved", by=by, at=at, about=cluster, world=cluster.world,
            after={"source": source.key, "new": len(new), "changed": len(changed)},
        )  # fmt: skip
    return difference


def _restated(kept: Membership, row: MemberRow) -> bool:
    """Take over what the row says anew; say whether anything differed."""
    before = (kept.role, kept.position, kept.valid_to)
    kept.role = row.role
    if row.position != "unknown":
        kept.position = row.position
    kept.valid_to = row.spell.valid_to or kept.valid_to
    return before != (kept.role, kept.position, kept.valid_to)


@transaction.atomic
def set_body(
    *,
    by: Person,
    at: datetime,
    cluster: Cluster,
    organisation: Organisation,
    source: Source,
    spell: Spell,
) -> ClusterBody:
    """Make an organisation the body of a cluster; an earlier one ends on the day it is known by."""
    allow(by, Permission.ADOPT_CLUSTERS, world_code=cluster.world.code)
    if organisation.world_id != cluster.world_id:
        raise Refusal("other_world", _("Cluster and organisation belong to different worlds."))
    current = ClusterBody.objects.filter(cluster=cluster, valid_to__isnull=True).first()
    if current is not None and current.organisation_id == organisation.pk:
        return current
    if current is not None:
        if spell.first_shown <= current.known_by:
            raise Refusal("earlier_body", _("The cluster has had another body since a later day."))
        current.valid_to = spell.first_shown
        current.save(update_fields=("valid_to",))
    body = ClusterBody.objects.create(
        cluster=cluster, organisation=organisation, source=source, source_row=spell.row,
        **spell.days,
    )  # fmt: skip
    audit.record(
        "cluster.body_set", by=by, at=at, about=cluster, world=cluster.world,
        before={"organisation": current.organisation.key if current else None},
        after={"organisation": organisation.key, "known_by": spell.known_by},
    )  # fmt: skip
    return body
