"""Frozen snapshots, and what an inference would replace."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.base.errors import Refusal
from jilian.firms.models import Firm
from jilian.network.models import Snapshot, SupplyLink, SupplyLinkQuerySet
from jilian.network.rules import Evidence
from jilian.sources.models import Source
from jilian_engine import tables

if TYPE_CHECKING:
    import polars as pl
    from django.db.models import QuerySet

    from jilian.places.models import World

INFERENCES_AT_MOST = 12


def snapshots_seen(person: Person, world: World) -> QuerySet[Snapshot]:
    """Return the snapshots of a world that the person may see, latest first."""
    seen = Snapshot.objects.visible_to(person, world).select_related("world")
    return seen.order_by("-frozen_at", "-pk")


def counts_of(person: Person, snapshot: Snapshot) -> dict[str, int | None]:
    """Return the rows of each table; None for links where the person sees only own ones."""
    counts: dict[str, int] = snapshot.manifest["counts"]
    sees_all = reach(person, snapshot.world.code).may(Permission.SEE_LINKS)
    return {name: counts[name] if sees_all or name != "links" else None for name in counts}


def names_of(usernames: Iterable[str]) -> dict[str, str]:
    """Return the names of people by the names with which they sign in."""
    wanted = {username for username in usernames if username}
    return dict(Person.objects.filter(username__in=wanted).values_list("username", "name"))


def snapshot_files(snapshot: Snapshot) -> dict[str, bytes]:
    """Return the tables of a snapshot as they are kept: Parquet by name."""
    kept = snapshot.tables.values_list("name", "content")
    return {name: bytes(content) for name, content in kept}


def snapshot_tables(snapshot: Snapshot) -> dict[str, pl.DataFrame]:
    """Return the tables of a snapshot, checked against its fingerprints.

    Raises EngineError when what is kept is not what was frozen.
    """
    manifest = tables.Manifest.from_json(json.dumps(snapshot.manifest))
    return tables.read_snapshot(snapshot_files(snapshot), manifest)


@dataclass(frozen=True)
class Standing:
    """The inference that stands: how many links, since when, and how many firms there are."""

    links: int
    latest: date | None
    firms: int


def standing_inference(world: World, as_of: date) -> SupplyLinkQuerySet:
    """Return the inferred links that an inference as of the day would end."""
    return SupplyLink.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=as_of), world=world, evidence=Evidence.INFERRED
    )


def check_no_later_inference(world: World, as_of: date) -> None:
    """Refuse an inference where one of the same or of a later day stands."""
    if standing_inference(world, as_of).filter(known_by__gte=as_of).exists():
        raise Refusal(
            "inference_stands", _("Links inferred as of this day or a later one stand already.")
        )


def what_stands(world: World, as_of: date) -> Standing:
    """Return what an inference as of the day would replace, and the firms it would look at."""
    links = standing_inference(world, as_of).order_by()
    latest = links.order_by("-known_by").values_list("known_by", flat=True).first()
    firms = Firm.objects.filter(world=world).standing().order_by()
    return Standing(links.count(), latest, firms.count())


def inferences(world: World) -> QuerySet[Source]:
    """Return the inferences that links of this world came from, the latest first."""
    came = SupplyLink.objects.filter(source=OuterRef("pk")).order_by()
    rows = Source.objects.filter(kind=Source.Kind.INFERRED)
    here = rows.annotate(world_of=Subquery(came.values("world")[:1])).filter(world_of=world.pk)
    return here.order_by("-issued_on", "-pk")[:INFERENCES_AT_MOST]
