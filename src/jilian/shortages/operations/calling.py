"""Raising a call, stating the stock anew, withdrawing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.clusters.models import Cluster
from jilian.firms.models import Firm, FirmName, FirmProduct
from jilian.firms.queries.groups import group_ids
from jilian.shortages.models import Call, Release
from jilian.shortages.operations.ending import end_call
from jilian.shortages.operations.locking import opened
from jilian.shortages.operations.telling import tell_leads
from jilian.shortages.queries.people import scopes_of_firm
from jilian.shortages.queries.placing import clusters_of
from jilian.shortages.rules.amounts import exact
from jilian.shortages.rules.calling import LONGEST_WORDS, Said, checked, line_stop
from jilian.shortages.rules.words import CallState, Circle, Level
from jilian_engine.names import normal_form, parts


@transaction.atomic
def raise_call(
    *,
    by: Person,
    at: datetime,
    firm: Firm,
    said: Said,
    cluster: Cluster | None = None,
    not_asked: Collection[Firm] = (),
) -> Call:
    """Call for help for the own firm (RAISE_CALLS); only the need is released at first.

    ``cluster`` is the one whose secretary is first asked: by default the firm's first one. Without
    any cluster the call starts at the district.
    """
    allow(
        by, Permission.RAISE_CALLS, world_code=firm.world.code, scopes=scopes_of_firm(firm)
    )  # fmt: skip
    root = firm.root
    clean = checked(said, at, _names_of(root))
    held = clusters_of(root, timezone.localdate(at))
    if cluster is not None and cluster not in held:
        raise Refusal("not_in_cluster", _("Your firm is no member of this cluster."))
    chosen = cluster or next(iter(held), None)
    values = asdict(clean) | {"synonyms": list(clean.synonyms)}
    stated = clean.stock_left is not None and clean.daily_use is not None
    call = Call.objects.create(
        world=root.world, firm=root, cluster=chosen, normal_form=normal_form(clean.material),
        circle=Circle.DISTRICT if chosen is None else Circle.CLUSTER, circle_since=at,
        stock_at=at if stated else None,
        line_stops_at=line_stop(clean.stock_left, clean.daily_use, at),
        called_at=at, called_by=by.username, **values,
    )  # fmt: skip
    left_out = {one.root_id for one in not_asked if one.world_id == root.world_id}
    call.not_asked.set(left_out - {root.pk})
    Release.objects.create(call=call, level=Level.NEED, released_at=at, released_by=by.username)
    audit.record(
        "call.raised", by=by, at=at, world=call.world, about=call,
        after={
            "material": call.material, "amount": call.amount, "unit": call.unit,
            "needed_by": call.needed_by, "hazard": call.hazard, "circle": call.circle,
        },
    )  # fmt: skip
    tell_leads(by=by, at=at, call=call)
    return call


@transaction.atomic
def state_stock(
    *,
    by: Person,
    at: datetime,
    call: Call,
    stock_left: Decimal | None,
    daily_use: Decimal | None,
    said_to_stop_early: bool | None = None,
) -> Call:
    """State stock and use anew; when the line stops follows from them as of now."""
    allow(
        by, Permission.RAISE_CALLS, world_code=call.world.code, scopes=scopes_of_firm(call.firm)
    )  # fmt: skip
    kept = opened(by=by, at=at, call_id=call.pk)
    before = {"stock_left": kept.stock_left, "daily_use": kept.daily_use}
    kept.stock_left = None if stock_left is None else exact(stock_left, least_is_zero=True)
    kept.daily_use = None if daily_use is None else exact(daily_use)
    kept.said_to_stop_early = said_to_stop_early
    kept.line_stops_at = line_stop(kept.stock_left, kept.daily_use, at)
    kept.stock_at = at if kept.line_stops_at is not None else None
    kept.save()
    audit.record(
        "call.stock_stated", by=by, at=at, world=kept.world, about=kept, before=before,
        after={"stock_left": kept.stock_left, "daily_use": kept.daily_use},
    )  # fmt: skip
    return kept


@transaction.atomic
def withdraw_call(*, by: Person, at: datetime, call: Call, reason: str) -> Call:
    """Take the call back; refused once anything is on the way or received."""
    allow(
        by, Permission.RAISE_CALLS, world_code=call.world.code, scopes=scopes_of_firm(call.firm)
    )  # fmt: skip
    kept = opened(by=by, at=at, call_id=call.pk)
    why = checked_text(reason, longest=LONGEST_WORDS)
    if not why:
        raise Refusal("reason_missing", _("Say why."))
    if kept.received:
        raise Refusal(
            "received_already",
            _("Something has been received: close the call with an open rest instead."),
        )
    return end_call(by=by, at=at, call=kept, state=CallState.WITHDRAWN, reason=why)


def _names_of(firm: Firm) -> set[str]:
    """Every name by which the firm is known, and its brand unless products are called so too."""
    texts = set(
        FirmName.objects.filter(firm__in=group_ids(firm)).values_list("text", flat=True)
    ) | {firm.name, firm.name_en}
    texts.discard("")
    brands = {parts(text).brand for text in texts} - {""}
    for brand in brands:
        called_so = FirmProduct.objects.filter(firm__world=firm.world_id, name__contains=brand)
        if not called_so.exists():
            texts.add(brand)
    return texts
