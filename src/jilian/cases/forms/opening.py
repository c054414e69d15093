"""Opening a case: what is it about, and only those fields that are not known yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.cases.models import Department, Hall, Matter, TemplateVersion
from jilian.cases.rules.words import LONGEST_WORDS, AnswerField

ANSWER = "answer_"


class CaseForm(forms.Form):
    """The title, the matters, and what the firm was never asked before."""

    title = forms.CharField(
        label=_("What is it about?"), max_length=120,
        help_text=_("As the firm would say it: building permit for the second plant."),
    )  # fmt: skip
    templates = forms.MultipleChoiceField(
        label=_("Which matters belong to it?"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Each has its own office and its own clock. More can be added later."),
    )  # fmt: skip
    hall = forms.ChoiceField(
        label=_("In which hall?"),
        required=False,
        help_text=_("Its office hours count. Empty: the usual hours, 9 to 12 and 13 to 17."),
    )
    is_urgent = forms.BooleanField(
        label=_("Urgent: what is late goes up at night too"), required=False
    )

    def __init__(
        self, *args: Any, templates: Iterable[TemplateVersion], halls: Sequence[Hall],
        unknown: Iterable[str], **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        self.fields["templates"].choices = [(one.key, str(one)) for one in templates]  # type: ignore[attr-defined]
        hall = self.fields["hall"]
        assert isinstance(hall, forms.ChoiceField)
        hall.choices = [("", "–"), *((str(one.pk), str(one)) for one in halls)]
        if not halls:
            del self.fields["hall"]
        for field in unknown:
            self.fields[f"{ANSWER}{field}"] = forms.CharField(
                label=AnswerField(field).label, max_length=LONGEST_WORDS, required=False,
                help_text=_("Asked once, never again.") if field != AnswerField.CONTACT_PHONE
                else _("Of an office, not of a person. Asked once, never again."),
            )  # fmt: skip

    @property
    def answers(self) -> Mapping[str, str]:
        """What was typed about the firm."""
        typed = self.cleaned_data
        return {name.removeprefix(ANSWER): typed[name]
                for name in self.fields if name.startswith(ANSWER)}  # fmt: skip


class MatterForm(forms.Form):
    """A matter by a template: whose it is, which limit, which steps."""

    name = forms.CharField(
        label=_("Its name, where it is another than the template's"), max_length=120, required=False
    )
    department = forms.ChoiceField(label=_("Which office answers for it?"), required=False)
    variant = forms.ChoiceField(label=_("Which limit holds?"), required=False)
    parent = forms.ChoiceField(label=_("Is it part of another matter?"), required=False)
    hall = forms.ChoiceField(label=_("In which hall?"), required=False)
    steps = forms.MultipleChoiceField(
        label=_("Which steps does it go through?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, departments: Iterable[Department], halls: Iterable[Hall],
        variants: Sequence[tuple[str, str]], parents: Iterable[Matter],
        steps: Sequence[tuple[str, str]], **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        choices: dict[str, list[tuple[str, Any]]] = {
            "department": [("", pgettext_lazy("department", "none yet")),
                           *((one.key, str(one)) for one in departments)],
            "hall": [("", _("that of the case")), *((str(one.pk), str(one)) for one in halls)],
            "variant": [("", _("the usual one")), *variants],
            "parent": [("", pgettext_lazy("matter", "no")),
                       *((str(one.key), str(one)) for one in parents)],
        }  # fmt: skip
        for name, own in choices.items():
            if len(own) == 1:
                del self.fields[name]
            else:
                self.fields[name].choices = own  # type: ignore[attr-defined]
        self.fields["steps"].choices = list(steps)  # type: ignore[attr-defined]
        self.fields["steps"].initial = [key for key, _words in steps]
