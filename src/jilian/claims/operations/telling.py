"""Telling the office and the firm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, people_who_may
from jilian.claims.models import Claim, Correction
from jilian.claims.queries import keepers
from jilian.firms.models import Firm
from jilian.notices import operations as notices
from jilian.notices.models import Notice


def tell_office_of_claim(*, by: Person, at: datetime, claim: Claim) -> None:
    """Tell those who decide that a claim waits."""
    for steward in people_who_may(Permission.REVIEW_CLAIMS, claim.world.code):
        notices.tell(
            by=by,
            at=at,
            to=steward,
            world=claim.world,
            kind="claim_filed",
            key=f"{_key_of(claim)}:{claim.waiting_since.isoformat()}",
            url=reverse("claims:claim", args=(claim.world.code, claim.pk)),
            details={"identifier": claim.identifier},
        )


def settle_claim(*, by: Person, at: datetime, claim: Claim) -> None:
    """Take a claim off the lists of those who decide."""
    notices.settle(by=by, at=at, key=f"{_key_of(claim)}:{claim.waiting_since.isoformat()}")


def tell_claimant(
    *, by: Person, at: datetime, claim: Claim, kind: str, details: Mapping[str, object]
) -> None:
    """Tell whoever claimed."""
    notices.tell(
        by=by,
        at=at,
        to=claim.person,
        kind=kind,
        key=f"{_key_of(claim)}:{kind}:{at.isoformat()}",
        url=reverse("my_claims:claim", args=(claim.pk,)),
        details={"identifier": claim.identifier, **details},
    )


def _key_of(claim: Claim) -> str:
    return f"claim:{claim.pk}"


def tell_office_of_corrections(*, by: Person, at: datetime, correction: Correction) -> None:
    """Tell those who decide, once while anything of the firm waits."""
    firm, world = correction.firm, correction.world
    told = _told_of(firm).values_list("to", flat=True)
    for steward in people_who_may(Permission.REVIEW_CLAIMS, world.code):
        if steward.pk in set(told):
            continue
        notices.tell(
            by=by,
            at=at,
            to=steward,
            world=world,
            kind="corrections_filed",
            key=f"{_batch_of(firm)}{correction.pk}:{at.isoformat()}",
            url=f"{reverse('claims:corrections', args=(world.code,))}?firm={firm.pk}",
            details={"firm": firm.name},
        )


def settle_corrections(*, by: Person, at: datetime, firm: Firm) -> None:
    """Take the firm's corrections off the lists once none of them waits."""
    if Correction.objects.filter(firm=firm).waiting().exists():
        return
    for key in set(_told_of(firm).values_list("key", flat=True)):
        notices.settle(by=by, at=at, key=key)


def _told_of(firm: Firm) -> QuerySet[Notice]:
    return Notice.objects.filter(key__startswith=_batch_of(firm), done_at__isnull=True)


def _batch_of(firm: Firm) -> str:
    return f"corrections:{firm.pk}:"


def tell_firm(
    *,
    by: Person,
    at: datetime,
    correction: Correction,
    kind: str,
    details: Mapping[str, object],
) -> None:
    """Tell the people who keep the firm."""
    firm, world = correction.firm, correction.world
    for keeper in keepers(firm.root):
        notices.tell(
            by=by,
            at=at,
            to=keeper,
            world=world,
            kind=kind,
            key=f"correction:{correction.pk}:{kind}:{at.isoformat()}",
            url=reverse("claims:of_firm", args=(world.code, firm.root_id)),
            details={"firm": firm.name, **details},
        )
