"""The matters by which passes and permits of a call run: clock and course are those of cases.

Both of a call stand in one case, kept to the caller and the officers of its town, so that whoever
does not see the call does not learn of it there.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.cases import operations as cases
from jilian.cases.models import Case, Matter
from jilian.cases.queries.offices import current_templates
from jilian.cases.rules.words import ENDED, EventKind
from jilian.shortages.models import Call, Permit

TEMPLATE, VARIANT = "P-G", "general"  # a firm's request, five working days: SH-BIZ-2024 art. 49
GRANTED, REFUSED = "granted", "refused"


def begin_matter(by: Person, at: datetime, call: Call, permit: Permit) -> Matter | None:
    """Accept the permit as a matter of the call's case; None where the template is not loaded."""
    templates = current_templates(call.world, timezone.localdate(at))
    template = next((one for one in templates if one.key == TEMPLATE), None)
    if template is None:
        return None
    matter = cases.add_matter(
        by=by, at=at, case=_case_of(by, at, call), template=template, variant=VARIANT,
        name=str(permit),
    )  # fmt: skip
    cases.record_event(by=by, at=at, matter=matter, event=EventKind.ACCEPTED)
    return matter


def end_matter(by: Person, at: datetime, permit: Permit, ground: str, words: str = "") -> None:
    """Decide the matter as the permit was decided; one that the case has ended already stays."""
    if permit.matter is None or permit.matter.state in ENDED:
        return
    cases.record_event(
        by=by, at=at, matter=permit.matter, event=EventKind.DECIDED, ground=ground, words=words
    )


def _case_of(by: Person, at: datetime, call: Call) -> Case:
    """The open case of the call that this officer holds, or a new one."""
    known = call.permits.exclude(matter=None).values("matter__case")
    found = Case.objects.filter(pk__in=known, officer=by.username).open().first()
    if found is not None:
        return found
    title = _("Passes and permits of a call for help")
    return cases.open_case(by=by, at=at, firm=call.firm, title=title, is_kept=True)
