"""What a person may type about evidence, lines, applications, policies and benefits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.base.errors import Refusal
from jilian.firms.rules import TitleLevel
from jilian.policies.rules import fields
from jilian.policies.rules.benefits import LEAST_DAYS, MOST_DAYS
from jilian.policies.rules.sets import qualification_choices, set_choices
from jilian.policies.rules.words import Procedure
from jilian.ui.fields import DayField

DOCUMENT_HELP = _("Name and number of the paper; nobody's name.")


def _reason(label: Any = None, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label or _("Reason"), max_length=500, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


def _document(*, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=_("Document"), max_length=200, required=required, help_text=DOCUMENT_HELP
    )


class EvidenceForm(forms.Form):
    """One value of one field."""

    field = forms.ChoiceField(label=_("What"))
    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=fields.FIRST_YEAR, max_value=2200,
        help_text=_("Only for values of a year."),
    )  # fmt: skip
    value = forms.CharField(
        label=_("Value"), max_length=60,
        help_text=_("Amounts in 10,000 yuan, shares in percent, yes or no as a word."),
    )  # fmt: skip
    document = forms.CharField(
        label=_("Document"), max_length=200, required=False, help_text=DOCUMENT_HELP
    )
    queried_on = DayField(label=_("Stated, or looked up, on"))

    def __init__(self, *args: Any, needs_document: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["field"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, fields.field_words(name)) for name in fields.stated_fields()]
        self.fields["document"].required = needs_document

    def clean(self) -> dict[str, Any]:
        """Read the value as its field has it."""
        typed: dict[str, Any] = super().clean() or {}
        if "field" in typed and "value" in typed:
            try:
                field = fields.checked_field(typed["field"])
                typed["value"] = fields.checked_value(
                    field, fields.read_value(field, typed["value"])
                )
            except Refusal as refusal:
                self.add_error("value", str(refusal))
        return typed


class EvidenceFileForm(forms.Form):
    """A table of values."""

    file = forms.FileField(
        label=_("Table"), help_text=_("CSV or Excel, with the columns of the template."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )  # fmt: skip


class LineForm(forms.Form):
    """What a person decides on a line, and why."""

    is_met = forms.TypedChoiceField(
        label=_("This line is"),
        choices=(
            ("yes", pgettext_lazy("line of a rule set", "met")),
            ("no", pgettext_lazy("line of a rule set", "unmet")),
        ),
        coerce=lambda word: word == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    reason = _reason(help_text=_("What was looked at, and why it is so."))
    document = _document(required=False)
    valid_until = DayField(label=_("Holds until"), help_text=_("Last day included."))


class ApplicationForm(forms.Form):
    """That a firm applied."""

    qualification = forms.ChoiceField(label=_("Qualification"), choices=qualification_choices)
    procedure = forms.ChoiceField(
        label=_("Procedure"), choices=Procedure.choices, widget=forms.RadioSelect
    )
    applied_on = DayField(label=_("Applied on"))
    batch = forms.CharField(
        label=_("Batch"), max_length=40, required=False,
        help_text=_("As the notice names it, such as 2026-1; some batches run on other rules."),
    )  # fmt: skip


class GrantForm(forms.Form):
    """By which document it was granted; the title follows."""

    on = DayField(label=_("Granted on"))
    document = _document()
    level = forms.TypedChoiceField(
        label=pgettext_lazy("of a title", "level"), choices=TitleLevel.choices, coerce=int
    )
    until = DayField(
        label=_("Valid until"), required=False,
        help_text=_("Only where the document says another day than the rules."),
    )  # fmt: skip


class RefuseForm(forms.Form):
    """That it was refused, and why."""

    on = DayField(label=_("Refused on"))
    reason = _reason()
    document = _document(required=False)


class WithdrawForm(forms.Form):
    """That it was taken back."""

    on = DayField(label=_("Taken back on"))
    reason = _reason(required=False)


VERDICTS: Mapping[str, type[forms.Form]] = {
    "grant": GrantForm, "refuse": RefuseForm, "withdraw": WithdrawForm
}  # fmt: skip


class VersionForm(forms.Form):
    """By which procedure, and in which batch: what the version of the rules depends on."""

    procedure = forms.ChoiceField(label=_("Procedure"), choices=Procedure.choices, required=False)
    batch = forms.CharField(label=_("Batch"), max_length=40, required=False)


class PolicyForm(forms.Form):
    """What people decided to give, to whom, by which document."""

    name = forms.CharField(label=_("Name of the policy"), max_length=120)
    document = _document()
    decided_on = DayField(label=_("Decided on"))
    rule_set = forms.ChoiceField(
        label=_("Rule set"), choices=set_choices,
        help_text=_("Whoever meets every line of it gets the benefit."),
    )  # fmt: skip
    amount_words = forms.CharField(
        label=_("What a firm gets"), max_length=200, help_text=_("As the document has it.")
    )
    objection_days = forms.IntegerField(
        label=_("Objection period (working days)"), min_value=LEAST_DAYS, max_value=MOST_DAYS,
        initial=5,
    )  # fmt: skip


class EndForm(forms.Form):
    """That a policy ends."""

    on = DayField(label=_("Ended on"))
    reason = _reason()


class WordsForm(forms.Form):
    """A sentence: an objection, an answer, a reason."""

    words = _reason(_("In a sentence"))


class DecideForm(forms.Form):
    """The decision on a benefit."""

    on = DayField(label=_("Decided on"))
    document = _document(required=False)
    words = _reason(_("Words"), required=False)


class PayForm(forms.Form):
    """The payment of a benefit."""

    on = DayField(label=_("Paid on"))
    document = _document()


ACTS: Mapping[str, type[forms.Form]] = {
    "object": WordsForm, "answer": WordsForm, "decide": DecideForm, "pay": PayForm,
    "withdraw": WordsForm, "undo": WordsForm,
}  # fmt: skip
