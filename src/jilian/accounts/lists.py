"""The list of people with its filters."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Appointment, Person, PersonQuerySet
from jilian.accounts.rules import Role
from jilian.places.models import World
from jilian.ui.cells import LEAD

ALL = pgettext_lazy("filter", "all")


class PeopleTable(tables.Table):
    """People with their roles, from ``queries.people``."""

    name = tables.TemplateColumn(
        template_name="accounts/cells/person.html", verbose_name=_("Name"), attrs=LEAD
    )
    roles = tables.TemplateColumn(
        template_name="accounts/cells/roles.html",
        verbose_name=_("Roles"),
        accessor="held_words",
        orderable=False,
        empty_values=(),
    )
    office = tables.Column(verbose_name=_("Office"), default="")
    last_login = tables.TemplateColumn(
        template_name="accounts/cells/last_sign_in.html", verbose_name=_("Last sign-in")
    )

    class Meta:
        empty_text = _("Nobody fits.")


class PeopleFilter(filters.FilterSet):
    """Narrows the people by words, role, world and whether the account is open."""

    q = filters.CharFilter(label=_("Name or office contains"), method="named")
    role = filters.ChoiceFilter(
        label=_("Role"), choices=Role.choices, method="in_role", empty_label=ALL
    )
    world = filters.ChoiceFilter(label=_("World"), method="in_world", empty_label=ALL)
    account = filters.ChoiceFilter(
        label=_("Account"),
        choices=(
            ("open", pgettext_lazy("account", "open")),
            ("closed", pgettext_lazy("account", "closed")),
        ),
        method="in_state",
        empty_label=ALL,
    )

    class Meta:
        model = Person
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worlds = [(world.code, str(world)) for world in World.objects.all()]
        self.filters["world"].extra["choices"] = worlds

    def named(self, rows: PersonQuerySet, _name: str, text: str) -> PersonQuerySet:
        """Keep people with these words in name, sign-in name or office."""
        return rows.filter(
            Q(name__icontains=text) | Q(username__icontains=text) | Q(office__icontains=text)
        )

    def in_role(self, rows: PersonQuerySet, _name: str, role: str) -> PersonQuerySet:
        """Keep people who hold the role now."""
        held = Appointment.objects.current().filter(role=role)
        return rows.filter(pk__in=held.values("person"))

    def in_world(self, rows: PersonQuerySet, _name: str, code: str) -> PersonQuerySet:
        """Keep people who hold any role in the world now."""
        held = Appointment.objects.current().filter(world_code=code)
        return rows.filter(pk__in=held.values("person"))

    def in_state(self, rows: PersonQuerySet, _name: str, state: str) -> PersonQuerySet:
        """Keep open or closed accounts."""
        return rows.filter(is_active=state == "open")
