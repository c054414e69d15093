"""What a table refers to: firms, divisions, industries, organisations of a world.

Each question is asked for many rows at once, so that a table of any length takes few queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.db.models.functions import Coalesce

from jilian.base.bulk import chunks
from jilian.firms.models import Carrier, FirmName
from jilian.firms.queries import firm_ids
from jilian.firms.rules import FirmKey
from jilian.organisations.models import Organisation, OrganisationName
from jilian.organisations.queries.register import organisation_faults
from jilian.organisations.rules import OrganisationRow
from jilian.places.models import Division, Industry, World, WorldArea
from jilian_engine.names import normal_form

Found = Mapping[str, tuple[str, ...]]  # what was asked for: codes or keys, best ones only


class Register:
    """Answers what the words of a table mean in one world."""

    def __init__(self, world: World) -> None:
        self.world = world

    def firms_by_key(self, keys: Iterable[FirmKey]) -> frozenset[FirmKey]:
        """Return the keys under which a firm is found."""
        return frozenset(firm_ids(self.world, keys))

    def firms_by_name(self, names: Iterable[str]) -> Mapping[str, tuple[FirmKey, ...]]:
        """Return by name the keys of the firms that have or had it, in normal form."""
        forms = {name: normal_form(name) for name in names}
        found: dict[str, set[FirmKey]] = defaultdict(set)
        for part in chunks(sorted(set(forms.values()))):
            named = FirmName.objects.filter(firm__world=self.world, normal_form__in=part)
            columns = ("scheme", "identifier")  # of the record that stands for the firm
            for form, *key in named.values_list(
                "normal_form",
                *(Coalesce(f"firm__merged_into__{one}", f"firm__{one}") for one in columns),
            ):
                found[form].add((key[0], key[1]))
        return {name: tuple(sorted(found[form])) for name, form in forms.items()}

    def divisions(self, words: Iterable[str]) -> Found:
        """Return by name or code the codes of divisions; names only of this world's places."""
        wanted = set(words)
        codes = {word for word in wanted if word.isdecimal()}
        names = wanted - codes
        asked = Q(code__in=codes)
        if names:
            asked |= Q(name__in=names) & self._within
        found: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        rows = (
            Division.objects.filter(asked).order_by("code") if wanted else Division.objects.none()
        )
        for code, name, level in rows.values_list("code", "name", "level"):
            found[code][level].append(code)
            found[name][level].append(code)
        # A village is often called as its town; the larger place is meant.
        return {word: tuple(levels[min(levels)]) for word, levels in found.items() if levels}

    @cached_property
    def _within(self) -> Q:
        within = Q(pk__in=())
        for code in WorldArea.objects.filter(world=self.world).values_list(
            "division__code", flat=True
        ):
            within |= Q(code__startswith=trunk(code))
        return within

    @cached_property
    def industries(self) -> Mapping[str, str]:
        """The codes of all classes of industry, by code and, where it is the only one, by name."""
        found: dict[str, str] = {}
        for code, name in Industry.objects.order_by("level").values_list("code", "name"):
            found[name] = code  # of an equal name the finer class
            found[code] = code
        return found

    def carriers(self, names: Iterable[str]) -> frozenset[str]:
        """Return those of the names under which a carrier is held."""
        wanted = sorted(set(names))
        return frozenset(
            name
            for part in chunks(wanted)
            for name in Carrier.objects.filter(world=self.world, name__in=part)
            .order_by()
            .values_list("name", flat=True)
        )

    def organisation_faults(
        self, rows: Sequence[OrganisationRow], day: date
    ) -> Mapping[int, tuple[str, str, Mapping[str, object]]]:
        """Return by row what the register cannot hold at all: field, code and details."""
        return organisation_faults(self.world, rows, day)

    def organisations(self, words: Iterable[str]) -> Found:
        """Return by key or name the keys of organisations; a key goes before a name."""
        wanted = sorted(set(words))
        found: dict[str, set[str]] = defaultdict(set)
        for part in chunks(wanted):
            named = OrganisationName.objects.filter(
                organisation__world=self.world, text__in=part, valid_to__isnull=True
            )
            for name, key in named.values_list("text", "organisation__key"):
                found[name].add(key)
            held = Organisation.objects.filter(world=self.world, key__in=part)
            found.update({key: {key} for key in held.values_list("key", flat=True)})
        return {word: tuple(sorted(keys)) for word, keys in found.items()}


def trunk(code: str) -> str:
    """A division's code without the pairs of zeros that stand for "all parts"."""
    while len(code) > 2 and code.endswith("00") and len(code) <= 6:
        code = code[:-2]
    return code
