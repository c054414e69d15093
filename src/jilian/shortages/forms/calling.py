"""Raising a call: six fields, and six more that can wait."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.shortages.forms.amounts import AmountField, TypedAmount
from jilian.shortages.rules import amounts
from jilian.shortages.rules.calling import Said
from jilian.shortages.rules.words import Cause, Hazard, Unit

_BETWEEN = re.compile(r"[\n,;，；、]+")
MOST_SYNONYMS = 8


class MomentField(forms.DateTimeField):
    """A moment, picked with the browser's own calendar and clock."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **more)


class NeedForm(forms.Form):
    """What is short, how much of it, until when."""

    material = forms.CharField(
        label=_("What is short?"), max_length=120,
        help_text=_("As you would order it. Leave out names of firms and people."),
    )  # fmt: skip
    amount = AmountField(
        label=_("How much?"), asks_unit=True, help_text=_("Number and unit: 1,250 kg, 3 t, 20 L.")
    )
    needed_by = MomentField(label=_("Needed by"))
    stock_left = AmountField(label=_("Stock left"), required=False, zero=True)
    daily_use = AmountField(
        label=_("Use a day"), required=False,
        help_text=_("From both the hours to the line stop are computed."),
    )  # fmt: skip
    hazard = forms.ChoiceField(
        label=_("Hazard class"), choices=Hazard.choices, initial=Hazard.UNKNOWN,
        help_text=_("Dangerous goods leave only with pass and permit."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Bring stock and use into the unit of the amount."""
        typed = super().clean() or {}
        amount = typed.get("amount")
        for name in ("stock_left", "daily_use"):
            kept = typed.get(name)
            if amount is not None and isinstance(kept, TypedAmount):
                try:
                    typed[name] = in_unit(kept, amount.unit, amount.word)
                except Refusal as refusal:
                    self.add_error(name, str(refusal))
        return typed


def in_unit(typed: TypedAmount, unit: str, word: str = "", density: Any = None) -> Decimal:
    """Return a typed amount in the unit of a call, exactly; refuses what cannot be converted."""
    if typed.unit == Unit.OWN and typed.word != word:
        raise Refusal("units_do_not_meet", _("State it in the unit of the call."))
    if typed.number == 0:
        return Decimal(0)
    return amounts.in_unit(typed.number, typed.unit, unit, density)


class MoreForm(forms.Form):
    """What helps helpers; everything may stay empty."""

    specification = forms.CharField(
        label=_("Specification or CAS number"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    synonyms = forms.CharField(
        label=_("Other words for it"), max_length=300, required=False,
        help_text=_("Separated by commas: helpers are found by them too."),
    )  # fmt: skip
    substitutes = forms.CharField(
        label=_("Which substitutes would do?"), max_length=300, required=False,
        help_text=_("Empty: none."),
    )  # fmt: skip
    cause = forms.ChoiceField(label=_("Cause"), choices=Cause.choices, initial=Cause.UNKNOWN)
    effect = forms.CharField(
        label=_("What stops without it?"), max_length=300, required=False,
        help_text=_("Only you, and whoever you let, reads it."),
    )  # fmt: skip
    delegated = forms.BooleanField(
        label=_("The cluster's secretary may release further levels for me"), required=False,
        help_text=_("She then sees the whole call, with your name."),
    )  # fmt: skip


_CAS = re.compile(r"\b([0-9]{2,7}-[0-9]{2}-[0-9])\b")


def said_of(need: dict[str, Any], more: dict[str, Any]) -> Said:
    """Return what a caller said in both steps."""
    amount: TypedAmount = need["amount"]
    specification = more.get("specification", "").strip()
    cas = _CAS.search(specification)
    words = [one.strip() for one in _BETWEEN.split(more.get("synonyms", "")) if one.strip()]
    substitutes = more.get("substitutes", "").strip()
    return Said(
        material=need["material"].strip(), amount=amount.number, unit=amount.unit,
        unit_word=amount.word, needed_by=need["needed_by"], hazard=need["hazard"],
        synonyms=tuple(words[:MOST_SYNONYMS]), cas=cas.group(1) if cas else "",
        specification=specification, stock_left=need.get("stock_left"),
        daily_use=need.get("daily_use"), cause=more.get("cause") or Cause.UNKNOWN,
        effect=more.get("effect", "").strip(), substitutes_allowed=bool(substitutes),
        substitutes=substitutes, delegated=bool(more.get("delegated")),
    )  # fmt: skip
