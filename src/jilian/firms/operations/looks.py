"""A firm may ask who looked at its data: opening its page is noted once a day."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from jilian.accounts.models import Person
from jilian.audit import operations as audit
from jilian.firms.models import Firm


def note_look(*, by: Person, at: datetime, firm: Firm) -> None:
    """Note that somebody looked at a firm; not for system people and the firm's own keepers."""
    held = {(one.scope_kind, one.scope_key) for one in by.current_appointments}
    if by.is_system or not held.isdisjoint(firm.own_scopes):
        return
    audit.note_look(by=by, at=at, day=timezone.localdate(at), world=firm.world, about=firm)
