"""The list of cases, with its filters."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Person
from jilian.cases.formats.words import due_words, held_shown
from jilian.cases.models import Case, CaseQuerySet, Department, TemplateVersion, sees_whole_cases
from jilian.cases.queries.listing import (
    due_before,
    held_by,
    matters_of,
    of_department,
    of_template,
    title_seen,
)
from jilian.cases.rules.held import held_now
from jilian.cases.rules.words import CaseState
from jilian.places.models import World
from jilian.ui.cells import LEAD

ALL = pgettext_lazy("filter", "all")
CELLS, MOST_HOLDERS = "cases/cells/", 3
DUE = [
    ("over", pgettext_lazy("due", "overdue")),
    ("today", pgettext_lazy("due", "by the end of today")),
    ("week", pgettext_lazy("due", "within seven days")),
]
HELD = [
    ("office", _("an office")),
    ("firm", pgettext_lazy("holder of time", "the firm")),
    ("paused", _("the clock stands")),
    ("nobody", pgettext_lazy("holder of time", "nobody")),
]


class CaseTable(tables.Table):
    """Cases: what is due first comes first."""

    title = tables.TemplateColumn(
        template_name=f"{CELLS}title.html", verbose_name=pgettext_lazy("service", "Case"),
        attrs=LEAD,
    )  # fmt: skip
    firm = tables.TemplateColumn(
        template_name=f"{CELLS}firm.html", verbose_name=_("Firm"), order_by=("firm__sort_key", "pk")
    )
    state = tables.TemplateColumn(template_name=f"{CELLS}state.html", verbose_name=_("State"))
    held_since = tables.TemplateColumn(
        template_name=f"{CELLS}held.html", verbose_name=_("With whom, since when"), empty_values=()
    )
    due = tables.TemplateColumn(
        template_name=f"{CELLS}due.html", verbose_name=_("Due next"), empty_values=()
    )
    officer = tables.Column(verbose_name=_("Service officer"))
    opened_at = tables.TemplateColumn(
        template_name=f"{CELLS}moment.html", verbose_name=_("Opened at")
    )

    class Meta:
        empty_text = _("No case fits.")

    def __init__(
        self, *args: Any, now: datetime, is_whole: bool, world: World, **more: Any
    ) -> None:
        if not is_whole:
            more["exclude"] = ("officer", "opened_at")
        super().__init__(*args, **more)
        self.now, self.is_whole, self.world = now, is_whole, world

    def render_title(self, record: Case) -> str:
        """The case; to a department, its matters."""
        title = title_seen(record, is_whole=self.is_whole)
        url = reverse("cases:detail", args=(self.world.code, record.key))
        return render_to_string(f"{CELLS}title.html", {"case": record, "title": title, "url": url})

    def render_held_since(self, record: Case) -> str:
        """Who holds the case now; nobody where it is closed."""
        held = held_now(matters_of(record), partly=not self.is_whole) if record.is_open else ()
        shown = [held_shown(one, self.now) for one in held[:MOST_HOLDERS]]
        more = len(held) - len(shown)
        return render_to_string(f"{CELLS}held.html", {"held": shown, "more": more})

    def render_due(self, record: Case) -> str:
        """When the next clock ends, and whether it is late."""
        due = getattr(record, "due", None) if record.is_open else None
        mark, words = due_words(due, self.now)
        return render_to_string(f"{CELLS}due.html", {"due": due, "mark": mark, "words": words})


class CaseFilter(filters.FilterSet):
    """Narrows cases by words, state, who holds them, when they are due, department, template."""

    q = filters.CharFilter(label=_("Case or firm contains"), method="named")
    state = filters.ChoiceFilter(label=_("State"), choices=CaseState.choices, empty_label=ALL)
    held = filters.ChoiceFilter(label=_("With whom"), choices=HELD, method="standing",
                                empty_label=ALL)  # fmt: skip
    due = filters.ChoiceFilter(label=pgettext_lazy("case", "Due"), choices=DUE, method="due_by",
                               empty_label=ALL)  # fmt: skip
    department = filters.ChoiceFilter(label=_("Department"), method="held_by_department",
                                      empty_label=ALL)  # fmt: skip
    template = filters.ChoiceFilter(label=_("Template"), method="made_by", empty_label=ALL)

    class Meta:
        model = Case
        fields = ()

    def __init__(
        self, *args: Any, person: Person, world: World, now: datetime,
        departments: list[Department], templates: list[TemplateVersion], **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        self.person, self.world, self.now = person, world, now
        latest = {one.key: str(one) for one in reversed(templates)}
        self.filters["department"].extra["choices"] = [(one.key, str(one)) for one in departments]
        self.filters["template"].extra["choices"] = list(latest.items())

    def named(self, rows: CaseQuerySet, _name: str, text: str) -> CaseQuerySet:
        """Keep those whose firm has these words, or whose title, where the reader sees it."""
        words = Q(firm__name__icontains=text)
        if sees_whole_cases(self.person, self.world):
            words |= Q(title__icontains=text)
        return rows.filter(words)

    def standing(self, rows: CaseQuerySet, _name: str, whom: str) -> CaseQuerySet:
        """Keep the open ones that stand with somebody."""
        return held_by(rows, self.person, self.world, whom)

    def due_by(self, rows: CaseQuerySet, _name: str, value: str) -> CaseQuerySet:
        """Keep the open ones whose running clock ends by then."""
        midnight = self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        until = {"over": self.now, "today": midnight + timedelta(days=1),
                 "week": midnight + timedelta(days=8)}  # fmt: skip
        return due_before(rows, until[value])

    def held_by_department(self, rows: CaseQuerySet, _name: str, key: str) -> CaseQuerySet:
        """Keep those in which a department holds a branch now."""
        return of_department(rows, self.person, self.world, key)

    def made_by(self, rows: CaseQuerySet, _name: str, key: str) -> CaseQuerySet:
        """Keep those with a matter of a template."""
        return of_template(rows, self.person, self.world, key)
