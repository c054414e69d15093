"""Which firm somebody means by what she typed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.base.errors import Refusal
from jilian.firms.models import Firm
from jilian.places.models import World

NEAREST = 5


def firm_called(person: Person, world: World, words: str) -> Firm:
    """The firm with this whole name or identifier; refuses with close ones named."""
    among = Firm.objects.visible_to(person, world)
    whole = Q(name=words) | Q(name_en=words) | Q(identifier=words)
    found = list(among.filter(whole).order_by("pk")[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise Refusal(
            "firm_ambiguous",
            _("Several firms are called “%s”: give the identifier.") % words,
        )
    near = among.filter(name__icontains=words).order_by("sort_key", "pk")[:NEAREST]
    if listed := "、".join(str(one) for one in near):
        raise Refusal(
            "firm_unknown",
            _("“%(words)s” was not found. Do you mean: %(near)s?")
            % {"words": words, "near": listed},
        )
    raise Refusal("firm_unknown", _("There is no firm “%s” in the register.") % words)


def firms_called(person: Person, world: World, names: Sequence[str]) -> list[Firm]:
    """The firms of a list of names."""
    return [firm_called(person, world, words) for words in names]
