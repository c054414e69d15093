"""The values of a month as the lines of a file."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _, pgettext

from jilian.accounts.models import Person
from jilian.places.models import World
from jilian.returns.formats.numbers import plain_number
from jilian.returns.models import MonthlyReturn
from jilian.returns.queries.reading import lines_of
from jilian.returns.rules.forms import Form
from jilian.returns.rules.words import Column

Lines = list[tuple[object, ...]]


def month_lines(
    person: Person, world: World, form: Form, month: date, units: Collection[tuple[str, str]]
) -> Lines:
    """The head and one line a value; the latest revision of each of the units, sent or not."""
    head = (
        _("Unit"), _("Months"), _("Revision"), pgettext("return", "State"), _("Item"),
        pgettext("return", "Column"), _("Value"), _("Unit of measure"), _("Note"),
        _("Sent in time"),
    )  # fmt: skip
    rows = MonthlyReturn.objects.visible_to(person, world).filter(form=form.key, month=month)
    rows = rows.select_related("division", "cluster").order_by("revision")
    latest = {unit: one for one in rows if (unit := (str(one.unit_kind), one.unit_key)) in units}
    held = lines_of(one.pk for one in latest.values())
    lines: Lines = [head]
    for row in latest.values():
        values, notes = held.get(row.pk, ({}, {}))
        for item in form.items:
            for column in item.columns:
                value = values.get((item.key, column))
                lines.append(
                    (
                        str(row.unit),
                        row.period,
                        row.revision,
                        str(row.get_state_display()),
                        str(item),
                        str(Column(column).label),
                        plain_number(value),
                        item.unit_words,
                        notes.get(item.key, ""),
                        _in_time(row.was_in_time),
                    )
                )
    return lines


def _in_time(found: bool | None) -> str:
    if found is None:
        return _("not sent")
    return _("yes") if found else _("no")
