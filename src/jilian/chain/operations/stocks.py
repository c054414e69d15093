"""Days of supply: stated and withdrawn by the firm itself."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.accounts.rules import ScopeKind
from jilian.audit import operations as audit
from jilian.base.errors import NotAllowed
from jilian.chain.models import StockStatement
from jilian.chain.rules import StockUse, check_stock
from jilian.firms.models import Firm


@transaction.atomic
def state_stock(
    *,
    by: Person,
    at: datetime,
    firm: Firm,
    days: Decimal,
    stated_on: date,
    use: StockUse,
    product: str = "",
) -> StockStatement:
    """State how long the own stock of an input lasts; no number of it goes into the trace."""
    _of_own_firm(by, firm)
    words = check_stock(product, days, stated_on, timezone.localdate(at))
    stated = StockStatement.objects.create(
        firm=firm, product=words, days=str(days), use=use, stated_on=stated_on, entered_at=at,
        entered_by=by.username,
    )  # fmt: skip
    audit.record(
        "stock.stated", by=by, at=at, about=firm, world=firm.world,
        after={"stated_on": stated_on, "use": use.value},
    )  # fmt: skip
    return stated


@transaction.atomic
def withdraw_stock(*, by: Person, at: datetime, statement: StockStatement) -> StockStatement:
    """Withdraw a statement: from now on the stock is unknown."""
    held = (
        StockStatement.objects.select_for_update(of=("self",))
        .select_related("firm__world")
        .get(pk=statement.pk)
    )
    _of_own_firm(by, held.firm)
    held.withdrawn_at = at
    held.save(update_fields=("withdrawn_at",))
    audit.record("stock.withdrawn", by=by, at=at, about=held.firm, world=held.firm.world)
    return held


def _of_own_firm(by: Person, firm: Firm) -> None:
    """Only who keeps the firm, by its role for the firm: no office states a stock for it."""
    scopes = [(ScopeKind.FIRM, key) for key in _record_keys(firm)]
    allow(by, Permission.CORRECT_FIRM, world_code=firm.world.code, scopes=scopes)
    if by.is_system:
        raise NotAllowed(Permission.CORRECT_FIRM)


def _record_keys(firm: Firm) -> list[str]:
    records = Firm.objects.filter(merged_into=firm.root_id).order_by()
    return [str(firm.root_id), *(str(pk) for pk in records.values_list("pk", flat=True))]
