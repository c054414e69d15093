"""Reading corrections: what each is about, what it would change, and what stands against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.base.errors import Refusal
from jilian.claims.models import Correction, CorrectionQuerySet
from jilian.claims.rules import NAMES, TABLES, CorrectionState, Field, Manner, change_of
from jilian.claims.rules.fields import value_words
from jilian.firms.models import Firm
from jilian.firms.queries.corrections import (
    CORRECTED,
    Weighed,
    present_records,
    weigh_changes,
)
from jilian.firms.queries.groups import group_ids
from jilian.firms.rules.corrections import Change, Present
from jilian.places.models import Division, Industry, World

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_SHOWN = 200
_SHOWN = ("text", "name", "division", "address", "lon", "lat", "code", "year", "measure", "value")


@dataclass(frozen=True)
class About:
    """The value of the register that a correction is about."""

    held: bool
    authoritative: bool
    value: Mapping[str, Any]


def corrections_seen(person: Person, world: World) -> CorrectionQuerySet:
    """Return the corrections that the person may see, with what a list shows."""
    return Correction.objects.visible_to(person, world).select_related("firm", "source", "world")


def corrections_of(person: Person, world: World, firm: Firm) -> CorrectionQuerySet:
    """Return the corrections of one firm that the person may see, newest first."""
    return corrections_seen(person, world).filter(firm__in=group_ids(firm))


def about(firm: Firm, field: str, record: int) -> About:
    """Return what the register holds; refuses a record of another firm or of another kind."""
    if field == Field.IDENTIFIER:
        return About(True, True, {"identifier": firm.identifier})
    if not record:
        return About(False, False, {})
    key = (TABLES[field], record)
    present = present_records([key]).get(key)
    if present is None or present.firm not in group_ids(firm) or not _fits(field, present):
        raise Refusal("value_gone", _("The register no longer holds the value that this is about."))
    return About(True, present.authoritative, shown_values(present))


def _fits(field: str, present: Present) -> bool:
    values = present.values
    if field in NAMES:
        return values["kind"] == NAMES[field]
    if field in (Field.MAKES, Field.BUYS):
        return values["trading"] == field
    if field in (Field.MAIN_SITE, Field.OTHER_SITE):
        return values["is_main"] == (field == Field.MAIN_SITE)
    return values.get("is_main", True) is True


def shown_values(present: Present) -> dict[str, Any]:
    """The values of a record as a correction keeps them."""
    kept = {name: present.values[name] for name in _SHOWN if name in present.values}
    if "value" in kept:
        kept["value"] = str(kept["value"])
    return kept


def held_in_words(field: str, held: About) -> StrOrPromise:
    """What the register holds, in words."""
    return value_words(field, held.value, _names_of_codes([held.value]))


def record_of(field: str, record: int) -> Model | None:
    """Return the record with its source, for the mark beside it; None where there is none."""
    if field not in TABLES or not record:
        return None
    model = CORRECTED[TABLES[field]]
    return model._default_manager.filter(pk=record).select_related("source").first()


def change_wanted(correction: Correction) -> Change | None:
    """Return what the correction asks of the register; None for a question."""
    if correction.manner == Manner.QUESTION:
        return None
    firm = correction.firm
    return change_of(
        correction.field,
        correction.manner,
        correction.value,
        key=(firm.scheme, firm.identifier),
        name=firm.name,
        pk=correction.record,
        from_day=correction.from_day,
    )


@dataclass(frozen=True)
class Proposal:
    """A correction in words, and what stands against it."""

    correction: Correction
    before: StrOrPromise
    after: StrOrPromise
    against: StrOrPromise = ""
    rivals: int = 0
    waits: float = 0.0  # days


def proposals(
    corrections: Iterable[Correction], day: date, *, now: datetime | None = None
) -> list[Proposal]:
    """Put corrections in words; open ones are weighed against the register as it is today.

    The number of queries does not grow with the corrections.
    """
    kept = list(corrections)
    names = _names_of_codes(value for one in kept for value in (one.value, one.before))
    against = _against([one for one in kept if one.state == CorrectionState.FILED], day)
    rivals = _rivals(kept)
    return [
        Proposal(
            one,
            value_words(one.field, one.before, names),
            value_words(one.field, one.value, names),
            against.get(one.pk, ""),
            rivals.get(one.pk, 0),
            one.waits_at(now) if now else 0.0,
        )
        for one in kept
    ]


def _names_of_codes(values: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    codes = {
        str(value[name]) for value in values for name in ("division", "code") if value.get(name)
    }
    places = Division.objects.filter(code__in=codes)
    classes = Industry.objects.filter(code__in=codes)
    return {one.code: str(one) for one in places} | {one.code: one.name for one in classes}


def weigh(corrections: Sequence[Correction], day: date) -> dict[int, Weighed]:
    """Say of corrections what each would write today, or why it may not."""
    wanted = [(one, change) for one in corrections if (change := change_wanted(one)) is not None]
    found = weigh_changes([(one.firm, change) for one, change in wanted], day)
    return {one.pk: weighed for (one, _change), weighed in zip(wanted, found, strict=True)}


def _against(corrections: Sequence[Correction], day: date) -> dict[int, StrOrPromise]:
    weighed = weigh(corrections, day)
    stale = changed_since(corrections)
    found: dict[int, StrOrPromise] = {
        pk: one.refusal.sentence for pk, one in weighed.items() if one.refusal is not None
    }
    moved = _("The register has changed since this was proposed.")
    return found | dict.fromkeys(stale, moved)


def changed_since(corrections: Iterable[Correction]) -> set[int]:
    """Return the corrections whose value is no longer the one that the firm saw."""
    kept = [one for one in corrections if one.record and one.field in TABLES]
    keys = {one.pk: (TABLES[one.field], one.record) for one in kept}
    present = present_records(keys.values())
    return {
        one.pk
        for one in kept
        if (now := present.get(keys[one.pk])) is None or shown_values(now) != one.before
    }


def built_on(correction: Correction) -> list[Correction]:
    """Return the accepted corrections that later wrote what this one wrote."""
    mine = (correction.decided_at, correction.waiting_since, correction.pk)
    others = Correction.objects.filter(
        firm__in=group_ids(correction.firm), state=CorrectionState.ACCEPTED
    ).exclude(pk=correction.pk)
    return [
        one
        for one in others.filter(decided_at__gte=correction.decided_at).select_related("firm")
        if (one.decided_at, one.waiting_since, one.pk) > mine and one.touched & correction.touched
    ]


def _rivals(corrections: Iterable[Correction]) -> dict[int, int]:
    """How many other open corrections are about the same value."""
    kept = list(corrections)
    rows = Correction.objects.filter(firm__in={one.firm_id for one in kept}, state="filed")
    by_value: defaultdict[tuple[int, str, int], set[int]] = defaultdict(set)
    for pk, firm, field, record in rows.order_by().values_list("pk", "firm_id", "field", "record"):
        if record or field in (Field.MAIN_SITE, Field.INDUSTRY, Field.REGISTERED_NAME):
            by_value[firm, field, record].add(pk)
    return {one.pk: len(by_value[one.firm_id, one.field, one.record] - {one.pk}) for one in kept}
