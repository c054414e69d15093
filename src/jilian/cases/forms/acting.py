"""What is typed about an event: when it happened, in a few words, and what the event needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.cases.rules.acts import NEEDS_OFFICE, NEEDS_WORDS
from jilian.cases.rules.words import LONGEST_WORDS, EventKind, Ground, Outcome
from jilian.ui.fields import DayField

K = EventKind


class MomentField(forms.DateTimeField):
    """A moment, picked with the browser's own calendar and clock."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **more)


def words_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A few words; no names of people."""
    return forms.CharField(
        label=label, max_length=LONGEST_WORDS, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class EventForm(forms.Form):
    """When it happened; and the office, the ground or the decision where the event has one."""

    at = MomentField(
        label=_("When did it happen?"),
        help_text=_("Not in the future, and not before what happened before it."),
    )

    def __init__(
        self, *args: Any, kind: str, offices: Sequence[tuple[str, str]] = (),
        is_firm: bool = False, **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        if is_firm:  # a firm enters what happens now
            del self.fields["at"]
        if kind in NEEDS_OFFICE:
            self.fields["office"] = forms.ChoiceField(
                label=_("Office"), choices=offices, required=kind == K.REDIRECTED
            )
        if kind == K.PAUSED:
            self.fields["ground"] = forms.ChoiceField(
                label=_("Ground in law"), choices=Ground.choices
            )
            self.fields["notice"] = forms.CharField(
                label=_("Number of the written notice"), max_length=60
            )
        if kind == K.DECIDED:
            self.fields["outcome"] = forms.ChoiceField(
                label=_("Decision"), choices=Outcome.choices, widget=forms.RadioSelect,
                initial=Outcome.GRANTED,
            )  # fmt: skip
        is_needed = kind in NEEDS_WORDS
        self.fields["words"] = words_field(
            _("In words"), required=is_needed, help_text=_("No names of people.")
        )


class QuickForm(forms.Form):
    """One of the simple events, chosen on the page of the case itself: it works without network."""

    act = forms.ChoiceField(label=_("What happened?"), widget=forms.RadioSelect)
    at = MomentField(label=_("When did it happen?"))
    words = words_field(_("In words"), required=False, help_text=_("No names of people."))

    def __init__(self, *args: Any, acts: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["act"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(acts)


class CorrectForm(forms.Form):
    """The true moment of an entry, or that it never was; and why."""

    at = MomentField(label=_("When did it happen in truth?"), required=False)
    never = forms.BooleanField(label=_("It never happened"), required=False)
    words = words_field(_("Why was it wrong?"), help_text=_("No names of people."))

    def clean(self) -> dict[str, Any]:
        """One of the two is said."""
        typed = super().clean() or {}
        if not typed.get("never") and not typed.get("at") and "at" not in self.errors:
            self.add_error("at", ValidationError(_("Say the moment, or that it never happened.")))
        return typed


class PromiseForm(forms.Form):
    """By when the paper is promised."""

    due_on = DayField(label=_("Promised by"))


class PromiseForStepForm(forms.Form):
    """Which paper is promised, by when, so that a branch may start before it is there."""

    kind = forms.CharField(label=pgettext_lazy("paper of a case", "Paper"), max_length=80)
    due_on = DayField(label=_("Promised by"))


class GiveForm(forms.Form):
    """The number of the paper."""

    number = forms.CharField(label=_("Number of the paper"), max_length=60, required=False)


class NeedForm(forms.Form):
    """A further paper that is needed."""

    kind = forms.CharField(label=pgettext_lazy("paper of a case", "Paper"), max_length=80)


class ReasonForm(forms.Form):
    """Why."""

    words = words_field(_("Reason"), help_text=_("No names of people."))


class MaybeReasonForm(forms.Form):
    """Why, where there is something to say."""

    words = words_field(_("In words"), required=False, help_text=_("No names of people."))


class HandOverForm(forms.Form):
    """To whom the case goes."""

    officer = forms.ChoiceField(label=_("To whom"))
    words = words_field(_("What she should know"), required=False,
                        help_text=_("No names of people."))  # fmt: skip

    def __init__(self, *args: Any, officers: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["officer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(officers.items())


class LeaveForm(forms.Form):
    """Who stands in, and until when."""

    deputy = forms.ChoiceField(label=_("Deputy"))
    until_planned = DayField(label=_("Planned until"), required=False)

    def __init__(self, *args: Any, officers: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["deputy"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(officers.items())
