"""Finding a procedure that this person may see, and where its steps are taken."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.urls import reverse

from jilian.accounts.gate import Request
from jilian.accounts.permissions import Permission
from jilian.committees import queries
from jilian.committees.models import Procedure
from jilian.committees.rules import PERMISSION_OF, Step


def seen_or_404(request: Request, pk: int) -> Procedure:
    """The procedure, if this person may see it."""
    seen = queries.procedures_seen(request.person, request.world, request.today)
    return get_object_or_404(seen, pk=pk)


def address_of(procedure: Procedure, step: Step) -> str:
    """Where a step is taken."""
    is_decided = PERMISSION_OF[step] is Permission.APPROVE_BODIES
    name = "committees:decide" if is_decided else "committees:step"
    return reverse(name, args=(procedure.world.code, procedure.pk, step.value))
