"""Templates and the office's Word files, each in its latest revision."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.base.errors import Refusal
from jilian.places.models import World
from jilian.reports.models import Template, WordTemplate


def templates_seen(person: Person, world: World) -> QuerySet[Template]:
    """The templates of the world in their latest revision."""
    return Template.objects.visible_to(person, world).newest()


def latest_template(world: World, key: str) -> Template | None:
    """The latest revision of a template."""
    return Template.objects.filter(world=world, key=key).order_by("revision").last()


def template_called(world: World, key: str) -> Template:
    """The latest revision; refuses a key that nobody gave."""
    found = latest_template(world, key)
    if found is None:
        known = "、".join(
            Template.objects.filter(world=world).order_by("key").values_list("key", flat=True)
        )
        raise Refusal(
            "template_unknown",
            _("There is no template “%(key)s”; known: %(known)s") % {"key": key, "known": known},
        )
    return found


def latest_word(world: World, key: str) -> WordTemplate | None:
    """The latest Word file of a template."""
    return WordTemplate.objects.filter(world=world, key=key).order_by("revision").last()
