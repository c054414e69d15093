"""What a person may type about an absorption."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from jilian.absorption.queries import LinkChoice
from jilian.absorption.rules import ANSWERED, Answer, Mode
from jilian.absorption.rules.words import OUTCOMES
from jilian.ui.fields import DayField

NO_LINK = ""


def _text(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=500, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class ProposalForm(forms.Form):
    """In which mode, from which day, and what justifies it."""

    mode = forms.ChoiceField(label=_("Mode"), choices=Mode.choices, widget=forms.RadioSelect)
    link = forms.TypedChoiceField(
        label=_("Supply link that justifies it"), required=False, coerce=int, empty_value=None,
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = _text(
        _("Reason"), required=False, help_text=_("Needed where no supply link is recorded.")
    )
    proposed_on = DayField(label=_("Proposed on"))

    def __init__(self, *args: Any, links: Sequence[LinkChoice], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["link"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [
            *((str(one.link.pk), words_of_link(one)) for one in links),
            (NO_LINK, gettext("no link is recorded; the reason below justifies it")),
        ]


def words_of_link(choice: LinkChoice) -> str:
    """Who supplies whom with what, and how it is known."""
    other = str(choice.other)
    if choice.is_leader:
        other = gettext("%(firm)s (leading firm)") % {"firm": other}
    product = choice.link.product or gettext("product unknown")
    shape = (
        gettext("supplies %(other)s: %(product)s, %(evidence)s")
        if choice.sells
        else gettext("buys from %(other)s: %(product)s, %(evidence)s")
    )
    evidence = str(choice.link.get_evidence_display())
    return shape % {"other": other, "product": product, "evidence": evidence}


class AnswerForm(forms.Form):
    """What a side says, by which paper and on which day."""

    answer = forms.ChoiceField(
        label=_("Answer"), widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in Answer if one in ANSWERED],
    )  # fmt: skip
    words = _text(
        _("Condition or reason"), required=False,
        help_text=_("Needed for a condition and for a refusal. Leave out names of people."),
    )  # fmt: skip
    number = forms.CharField(
        label=_("Number of the document"), max_length=120, required=False,
        help_text=_("Needed where you record what another side has said."),
    )  # fmt: skip
    answered_on = DayField(label=_("Day of the answer"))


class DecisionForm(forms.Form):
    """The decision with its number, and from which day it counts."""

    number = forms.CharField(label=_("Number of the decision"), max_length=120)
    decided_on = DayField(label=_("Decided on"))
    effect_on = DayField(
        label=_("Takes effect on"),
        help_text=_("Counts move from this day; what is said about earlier days stays."),
    )
    conditions = _text(_("What becomes of the conditions"), required=False)


class EndForm(forms.Form):
    """How it ends, from which day, and why."""

    outcome = forms.ChoiceField(
        label=_("How it ends"), choices=list(OUTCOMES.items()), widget=forms.RadioSelect
    )
    on = DayField(label=_("First day without it"))
    reason = _text(_("Reason"))


class ReasonForm(forms.Form):
    """Why."""

    reason = _text(_("Reason"))
