"""Inferring supply links where none are known, each with its probability and reasons."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.network import analysis
from jilian.network.models import SupplyLink
from jilian.network.operations.links import save_links
from jilian.network.rules import Evidence, LinkRow
from jilian.places.models import World
from jilian.sources import operations as sources
from jilian.sources.models import Source
from jilian.sources.rules import Difference


@transaction.atomic
def infer_supply_links(
    *,
    by: Person,
    at: datetime,
    world: World,
    as_of: date,
    expected_links: int,
    least_probability: float,
    half_km: float = 10.0,
) -> Difference:
    """Replace the inferred links by those that the evidence of the day makes likely.

    ``half_km`` is the distance at which closeness is a half: ten within a district, more where only
    the city of a firm is known. Earlier inferences end on the day; nothing is deleted. Refuses when an inference of the same or
    a later day stands, and what the engine refuses.
    """
    allow(by, Permission.CHANGE_LINKS, world_code=world.code)
    earlier = SupplyLink.objects.filter(
        world=world, evidence=Evidence.INFERRED, valid_to__isnull=True
    )
    if earlier.filter(known_by__gte=as_of).exists():
        raise Refusal(
            "inference_stands", _("Links inferred on this day or later stand in the register.")
        )
    rows = analysis.inferred_rows(
        world,
        as_of,
        expected_links=expected_links,
        least_probability=least_probability,
        half_km=half_km,
    )
    ended = earlier.update(valid_to=as_of)
    source = sources.record_source(
        by=by,
        at=at,
        key=f"INFERRED-{world.code}-{as_of}-{_fingerprint(rows)[:12]}",
        kind=Source.Kind.INFERRED,
        title=f"供应关系推断（截至 {as_of}）",
        publisher="jilian_engine.links",
        reference="docs/methods/links.md",
        issued_on=as_of,
        note=f"expected_links={expected_links}, least_probability={least_probability},"
        f" half_km={half_km:g}",
        fingerprint=_fingerprint(rows),
    )
    difference = save_links(by=by, at=at, world=world, source=source, rows=rows)
    audit.record(
        "links.inferred",
        by=by,
        at=at,
        about=source,
        world=world,
        after={"new": difference.new, "ended": ended, "expected_links": expected_links},
    )
    return difference


def _fingerprint(rows: list[LinkRow]) -> str:
    content = "\n".join(f"{row.supplier} {row.buyer} {row.probability}" for row in rows)
    return hashlib.sha256(content.encode()).hexdigest()
