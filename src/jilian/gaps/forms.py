"""What a person may type about missing links, lists and firms that are brought in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jilian.gaps.rules.words import Direction, ItemKind, Stage
from jilian.ui.fields import DayField

NO_PERSON = _("A function, an office or a firm; nobody's name.")
Choices = Sequence[tuple[Any, Any]]


def _text(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=500, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class DecideForm(forms.Form):
    """Why, and from which day."""

    reason = _text(_("Reason"), required=False)
    on = DayField(label=_("On"))

    def __init__(self, *args: Any, reasoned: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].required = reasoned


class OwnerForm(forms.Form):
    """Who owns the line."""

    owner_office = forms.CharField(
        label=_("Owner: function or office"), max_length=120, help_text=NO_PERSON
    )


class ItemForm(forms.Form):
    """A line of one of the two lists."""

    kind = forms.ChoiceField(label=_("List"), choices=ItemKind.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("What"), max_length=300)
    owner_firm = forms.TypedChoiceField(
        label=_("Owner: a member firm"), required=False, coerce=int, empty_value=None
    )
    owner_office = forms.CharField(
        label=_("or a function or office"), max_length=120, required=False, help_text=NO_PERSON
    )
    opened_on = DayField(label=_("Open since"))

    def __init__(self, *args: Any, firms: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["owner_firm"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "—"), *firms]


class ResultForm(forms.Form):
    """What came of a line."""

    result = _text(_("Result"))
    on = DayField(label=_("Closed on"))


class RecruitForm(forms.Form):
    """A candidate, and the link that makes it up- or downstream."""

    name = forms.CharField(label=_("Name of the firm"), max_length=200)
    place = forms.CharField(label=_("Comes from"), max_length=120, required=False)
    direction = forms.ChoiceField(
        label=_("Side of the chain"), choices=Direction.choices, widget=forms.RadioSelect
    )
    of_firm = forms.TypedChoiceField(
        label=_("Of which member firm"), required=False, coerce=int, empty_value=None
    )
    of_product = forms.CharField(
        label=_("or of which product"), max_length=120, required=False,
        help_text=_("The firm or the product that makes it upstream or downstream."),
    )  # fmt: skip
    on = DayField(label=_("Candidate since"))

    def __init__(self, *args: Any, firms: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["of_firm"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "—"), *firms]


class StageForm(forms.Form):
    """A stage that was reached, by which document."""

    stage = forms.ChoiceField(label=_("Stage"), widget=forms.RadioSelect)
    on = DayField(label=_("On"))
    document = forms.CharField(
        label=_("Document"), max_length=200, required=False,
        help_text=_("The paper that shows it: agreement, licence, permit."),
    )  # fmt: skip
    reason = _text(_("Reason"), required=False, help_text=_("Needed for a drop-out."))

    def __init__(self, *args: Any, stages: Sequence[Stage], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["stage"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.value, one.label) for one in stages]


class CorrectionForm(forms.Form):
    """What is right instead, and why; what was entered stays beside it."""

    on = DayField(label=_("On"))
    document = forms.CharField(label=_("Document"), max_length=200, required=False)
    is_void = forms.BooleanField(label=_("This stage was not reached at all"), required=False)
    reason = _text(_("Reason of the correction"))
