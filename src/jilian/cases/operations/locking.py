"""One act on a case at a time: its row is locked first."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.cases.models import Case, Matter


def locked_case(case_id: int) -> Case:
    """Return the case with its row locked until the transaction ends."""
    rows = Case.objects.select_for_update(of=("self",))
    return rows.select_related("world", "firm__world", "firm__merged_into", "hall").get(pk=case_id)


def opened_case(case_id: int) -> Case:
    """Return the open case, locked; refuses one that is closed."""
    case = locked_case(case_id)
    check_open(case)
    return case


def check_open(case: Case) -> None:
    """Refuse what is done to a closed case."""
    if not case.is_open:
        raise Refusal("case_closed", _("This case is closed: open it again first."))


def matter_within(case: Case, matter_id: int) -> Matter:
    """Return a matter of a locked case."""
    rows = Matter.objects.select_related("template_version", "department", "hall")
    found = rows.get(pk=matter_id, case=case)
    found.case = case
    return found
