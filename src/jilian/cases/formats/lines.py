"""The list of cases as the lines of a file: by office, without the name of any person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from jilian.cases.formats.words import due_words, held_shown
from jilian.cases.models import Case
from jilian.cases.queries.listing import matters_of
from jilian.cases.rules.held import held_now


def case_lines(cases: Iterable[Case], now: datetime) -> list[tuple[object, ...]]:
    """The head, and one line a case."""
    head = (
        pgettext("service", "Case"), _("Firm"), _("State"), _("Matters"), _("With whom"),
        _("Due next"), pgettext("case", "Due"), _("Opened at"), _("Closed at"),
    )  # fmt: skip
    return [head, *(_line(one, now) for one in cases)]


def _line(case: Case, now: datetime) -> tuple[object, ...]:
    matters = matters_of(case)
    held = [held_shown(one, now) for one in held_now(matters)] if case.is_open else []
    due = getattr(case, "due", None) if case.is_open else None
    return (
        case.title, str(case.firm), str(case.get_state_display()),
        "; ".join(str(one) for one in matters),
        "; ".join(f"{one.holder}: {one.words}" for one in held), _moment(due),
        due_words(due, now)[1], _moment(case.opened_at), _moment(case.closed_at),
    )  # fmt: skip


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
