"""Which organisation somebody means by what she typed."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.organisations.models import Organisation

NEAREST = 5


def organisation_called(among: QuerySet[Organisation], words: str) -> Organisation:
    """The organisation with this key, or this whole name; refuses with close ones named."""
    found = list(among.filter(key=words)[:1] or among.filter(name=words)[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise Refusal("name_ambiguous", _("Several organisations have this name: give the key."))
    near = among.filter(name__icontains=words).order_by("sort_key")[:NEAREST]
    if listed := "、".join(f"{one} ({one.key})" for one in near):
        raise Refusal("organisation_unknown", _("Not found. Do you mean: %s?") % listed)
    raise Refusal("organisation_unknown", _("There is no such organisation in the register."))
