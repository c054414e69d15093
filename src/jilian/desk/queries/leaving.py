"""What left the house: exports with purpose and recipient."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.audit.models import Trace
from jilian.places.models import World


def taken_out(person: Person, world: World | None) -> QuerySet[Trace]:
    """Return exports, newest first: of one world for its steward, of all for the auditor."""
    rows = Trace.objects.filter(~Q(purpose="")).order_by("-number")
    if world is not None:
        may = reach(person, world.code).may(Permission.KEEP_DESK)
        return rows.filter(world=world.code) if may else rows.none()
    return rows if reach(person, "").may(Permission.SEE_TRACES) else rows.none()
