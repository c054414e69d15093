"""Missing links and firms that are brought in as the lines of a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _, pgettext

from jilian.accounts.models import Person
from jilian.gaps.models import MissingLink, Recruit
from jilian.gaps.queries import value_shown
from jilian.gaps.rules.words import ORDER, Stage


def missing_lines(person: Person, rows: Iterable[MissingLink]) -> list[tuple[object, ...]]:
    """The head and one line a missing link; values only as far as the reader may see them."""
    head = (
        _("Where"), _("Rank"), pgettext("chain", "What is missing"), _("What it is"), _("class"),
        _("Supply inside"), _("Firms that need it"), _("Makers inside"),
        _("Declared value (yuan a year)"), _("Inferred value (yuan a year)"),
        _("Firms with unknown value"), _("Times short"), _("Makers elsewhere"), _("Status"),
        _("Reason"), _("First found as of"), _("Last found as of"),
    )  # fmt: skip
    return [head, *(_missing_line(person, row) for row in rows)]


def _missing_line(person: Person, row: MissingLink) -> tuple[object, ...]:
    withheld, declared, inferred = value_shown(person, row)
    hidden = _("withheld")
    return (
        str(row.cluster) if row.cluster else _("the whole district"), row.rank, row.product,
        str(row.get_grain_display()), row.industry, str(row.get_supply_display()), row.firms,
        row.makers, hidden if withheld else declared, hidden if withheld else inferred,
        row.unknown_values, row.times_short or None, len(row.candidates),
        str(row.get_status_display()), row.reason, row.found_on, row.last_on,
    )  # fmt: skip


def recruit_lines(rows: Iterable[Recruit], day: date) -> list[tuple[object, ...]]:
    """The head and one line a firm, with the day of each stage that it had reached by the day."""
    stages = (*ORDER, Stage.DROPPED)
    head = (
        _("Firm"), _("Cluster"), _("Side of the chain"), _("Of which firm"), _("Of which product"),
        _("Comes from"), _("How far"), *(str(stage.label) for stage in stages),
        _("Document"), _("Reason"),
    )  # fmt: skip
    return [head, *(_recruit_line(row, day, stages) for row in rows)]


def _recruit_line(row: Recruit, day: date, stages: tuple[Stage, ...]) -> tuple[object, ...]:
    held = {one.stage: one for one in row.stages.all() if one.is_in_force and one.on <= day}
    latest = max(held.values(), key=lambda one: (one.on, one.pk), default=None)
    now = row.stage_on(day)
    return (
        row.name, str(row.cluster), str(row.get_direction_display()),
        str(row.of_firm.root) if row.of_firm else "", row.of_product, row.place,
        str(now.label) if now else "",
        *(held[stage].on if stage in held else None for stage in stages),
        latest.document if latest else "", latest.reason if latest else "",
    )  # fmt: skip
