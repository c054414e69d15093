"""The event log of cases taken out, for tools that mine processes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.base.errors import Refusal
from jilian.cases.formats.log import LOG_FORMS
from jilian.cases.operations.taken_out import note_export
from jilian.cases.queries.log import event_log_of
from jilian.places.models import World


@dataclass(frozen=True)
class TakenLog:
    """A log as a file, and how much it holds."""

    content: bytes
    content_type: str
    ending: str
    cases: int
    events: int


@transaction.atomic
def take_log(
    *,
    by: Person,
    at: datetime,
    world: World,
    form: str,
    purpose: str,
    recipient: str,
    since: date | None = None,
    until: date | None = None,
) -> TakenLog:
    """Write the log of the cases opened in a period (SEE_CASE_FIGURES and EXPORT); traced."""
    allow(by, Permission.SEE_CASE_FIGURES, world_code=world.code)
    made = LOG_FORMS.get(form)
    if made is None:
        raise Refusal("log_form_unknown", _("A log is written as ocel or xes."))
    found = event_log_of(world, since, until)
    note_export(
        by=by, at=at, world=world, rows=len(found.events), kind=form, purpose=purpose,
        recipient=recipient, what="event_log",
    )  # fmt: skip
    return TakenLog(
        made.write(found), made.content_type, made.ending, len(found.cases), len(found.events)
    )
