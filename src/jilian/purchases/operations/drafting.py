"""Drawing up a request: what is bought, its lines, whom it goes to, and by whose rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
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
from jilian.firms.models import Firm
from jilian.places.models import World
from jilian.purchases.models import InvitedSupplier, Purchase, PurchaseLine
from jilian.purchases.operations.locking import locked_purchase
from jilian.purchases.queries.people import is_member, scopes_of
from jilian.purchases.rules import PurchaseState, Unit, check_before_round

P = Permission
LEAST_AMOUNT = Decimal("0.001")
MOST_LINES = 50


@transaction.atomic
def draft_purchase(
    *,
    by: Person,
    at: datetime,
    world: World,
    buyer: Firm,
    cluster: Cluster,
    title: str,
    kind: str,
    in_project: str,
    funding: str,
    estimate: Decimal | None = None,
) -> Purchase:
    """Begin a request for the own firm, in one of its clusters; nobody else sees a draft."""
    allow(by, P.ORDER_PURCHASES, world_code=world.code, scopes=scopes_of(buyer))
    if cluster.world_id != world.pk or not is_member(buyer, cluster.pk):
        raise Refusal("not_of_cluster", _("The firm is no member of this cluster."))
    made = Purchase.objects.create(  # type: ignore[misc]
        world=world, buyer=buyer, cluster=cluster, title=_titled(title), kind=kind,
        in_project=in_project, funding=funding, estimate=estimate, drafted_at=at,
    )  # fmt: skip
    audit.record(
        "purchase.drafted", by=by, at=at, world=world, about=made,
        after={"buyer": buyer.pk, "cluster": cluster.key, "title": made.title, "kind": kind},
    )  # fmt: skip
    return made


@transaction.atomic
def change_purchase(
    *,
    by: Person,
    at: datetime,
    purchase: Purchase,
    title: str,
    kind: str,
    in_project: str,
    funding: str,
    estimate: Decimal | None = None,
) -> Purchase:
    """Change what is bought; one that was stopped at a tender limit becomes a draft again."""
    kept = _own(by, purchase)
    if kept.state != PurchaseState.STOPPED:
        check_before_round(kept.state)
    before = {"title": kept.title, "kind": kept.kind, "in_project": kept.in_project,
              "funding": kept.funding}  # fmt: skip
    kept.title, kept.kind, kept.in_project, kept.funding = _titled(title), kind, in_project, funding
    kept.estimate = estimate
    if kept.state == PurchaseState.STOPPED:
        kept.state = PurchaseState.DRAFT
    kept.save()
    audit.record(
        "purchase.changed", by=by, at=at, world=kept.world, about=kept, before=before,
        after={"title": kept.title, "kind": kind, "in_project": in_project, "funding": funding},
    )  # fmt: skip
    return kept


@transaction.atomic
def save_line(
    *,
    by: Person,
    at: datetime,
    purchase: Purchase,
    material: str,
    amount: Decimal,
    unit: str,
    needed_on: date,
    specification: str = "",
    papers: str = "",
    number: int | None = None,
) -> PurchaseLine:
    """Add a line, or change the one with this number."""
    kept = _own(by, purchase)
    check_before_round(kept.state)
    if amount < LEAST_AMOUNT or unit not in Unit.values:
        raise Refusal("amount_not_above_zero", _("An amount is above zero and has a unit."))
    if needed_on < timezone.localdate(at):
        raise Refusal("needed_in_the_past", _("The day of delivery lies in the past."))
    words = checked_text(material, longest=120)
    if not words:
        raise Refusal("material_missing", _("Say what is needed."))
    numbers = list(kept.lines.values_list("number", flat=True))
    if number is None and len(numbers) >= MOST_LINES:
        raise Refusal("too_many_lines", _("A request has at most %d lines.") % MOST_LINES)
    line, is_new = PurchaseLine.objects.update_or_create(
        purchase=kept, number=number or max(numbers, default=0) + 1,
        defaults={
            "material": words, "specification": checked_text(specification, longest=300),
            "amount": amount, "unit": unit, "needed_on": needed_on,
            "papers": checked_text(papers, longest=300),
        },
    )  # fmt: skip
    audit.record(
        "purchase.line_saved", by=by, at=at, world=kept.world, about=kept,
        after={"number": line.number, "new": is_new, "material": line.material,
               "amount": str(amount), "unit": unit},
    )  # fmt: skip
    return line


@transaction.atomic
def drop_line(*, by: Person, at: datetime, purchase: Purchase, number: int) -> None:
    """Take a line out of a draft."""
    kept = _own(by, purchase)
    check_before_round(kept.state)
    PurchaseLine.objects.filter(purchase=kept, number=number).delete()
    audit.record(
        "purchase.line_dropped", by=by, at=at, world=kept.world, about=kept,
        before={"number": number},
    )  # fmt: skip


@transaction.atomic
def set_circle(
    *,
    by: Person,
    at: datetime,
    purchase: Purchase,
    own_rules: str,
    own_document: str,
    closes_at: datetime,
    open_to_cluster: bool,
    invited: Sequence[Firm] = (),
) -> Purchase:
    """Say whom it goes to, until when, and by which rules of the buyer's own."""
    kept = _own(by, purchase)
    check_before_round(kept.state)
    kept.own_rules = checked_text(own_rules)
    kept.own_document = checked_text(own_document, longest=120)
    if not kept.own_rules or not kept.own_document:
        raise Refusal(
            "own_rules_missing",
            _("Say by which rules of your own you buy, and the document they stand in."),
        )
    firms = {firm.root_id: firm.root for firm in invited}
    firms.pop(kept.buyer.root_id, None)
    if not firms and not open_to_cluster:
        raise Refusal("nobody_asked", _("Invite a firm, or open it to the cluster."))
    if closes_at <= at:
        raise Refusal("closing_in_the_past", _("The closing moment lies in the past."))
    if any(firm.world_id != kept.world_id for firm in firms.values()):
        raise Refusal("other_world", _("An invited firm belongs to a different world."))
    kept.closes_at, kept.open_to_cluster = closes_at, open_to_cluster
    kept.save()
    kept.invited.all().delete()
    InvitedSupplier.objects.bulk_create(
        InvitedSupplier(purchase=kept, firm=firm) for firm in firms.values()
    )
    audit.record(
        "purchase.circle_set", by=by, at=at, world=kept.world, about=kept,
        after={"closes_at": closes_at, "open_to_cluster": open_to_cluster, "invited": len(firms),
               "own_rules": kept.own_rules, "own_document": kept.own_document},
    )  # fmt: skip
    return kept


def _own(by: Person, purchase: Purchase) -> Purchase:
    allow(by, P.ORDER_PURCHASES, world_code=purchase.world.code, scopes=scopes_of(purchase.buyer))
    return locked_purchase(purchase)


def _titled(title: str) -> str:
    words = checked_text(title, longest=120)
    if not words:
        raise Refusal("title_missing", _("Say in a few words what is bought."))
    return words
