"""What more than one page of this area needs: the firm as seen, days, tables."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404
from django_tables2 import Table

from jilian.accounts.gate import Request
from jilian.accounts.permissions import Permission
from jilian.base.paging import RequestConfig
from jilian.firms.models import Firm
from jilian.policies.rules.sets import find_set
from jilian_engine.rulebook.qualifications import RuleSet

P = Permission
PER_PAGE = 25


def firm_seen(request: Request, pk: int) -> Firm:
    """The firm of which the person may see checks, or 404."""
    rows = Firm.objects.visible_to(request.person, request.world, P.SEE_CHECKS)
    return get_object_or_404(rows.select_related("world", "merged_into"), pk=pk)


def set_asked(rule_set: str) -> RuleSet:
    """The rule set of an address, or 404."""
    found = find_set(rule_set)
    if found is None:
        raise Http404
    return found


def may_keep(request: Request) -> bool:
    """Whether the person keeps policies of this world."""
    return request.reach.may(P.KEEP_POLICIES)


def must_keep(request: Request) -> None:
    """404 for who does not."""
    if not may_keep(request):
        raise Http404


def paged(request: Request, table: Table) -> Table:
    """The table, sorted and cut as the address asks."""
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    return table
