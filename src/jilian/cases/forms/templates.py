"""What a person types to make a new version of a template: its day, its document, its rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.cases.models import TemplateVersion
from jilian.cases.operations.templates import LONGEST_SOURCE
from jilian.cases.rules.template_editing import THIS_DOCUMENT
from jilian.cases.rules.template_words import BINDINGS
from jilian.cases.rules.words import LimitUnit
from jilian.ui.fields import DayField

KINDS = [
    ("", pgettext_lazy("limit", "none set")),
    ("max", pgettext_lazy("limit", "at most")),
    ("min", pgettext_lazy("limit", "at least")),
]
NO_SOURCE = ("", pgettext_lazy("source", "none named"))
NEW_ROWS = 2


class VersionForm(forms.Form):
    """From which day the new version holds and on which document it rests."""

    valid_from = DayField(label=_("Holds for cases opened from"))
    source = forms.CharField(
        label=_("Document it rests on"), max_length=LONGEST_SOURCE,
        help_text=_("Title and number, as 沪府办发〔2018〕4号."),
    )  # fmt: skip


class StepForm(forms.Form):
    """One step; a row whose key is emptied is taken out."""

    key = forms.CharField(label=pgettext_lazy("step", "Key"), max_length=40, required=False)
    zh = forms.CharField(label=_("Chinese name"), max_length=120, required=False)
    en = forms.CharField(label=_("English name"), max_length=160, required=False)
    after = forms.CharField(label=pgettext_lazy("step", "Waits for"), max_length=200,
                            required=False)  # fmt: skip
    kind = forms.ChoiceField(label=pgettext_lazy("step", "Limit"), choices=KINDS, required=False)
    amount = forms.IntegerField(label=pgettext_lazy("limit", "Amount"), min_value=0,
                                max_value=9999, required=False)  # fmt: skip
    unit = forms.ChoiceField(label=pgettext_lazy("limit", "Unit"), choices=LimitUnit.choices,
                             required=False)  # fmt: skip
    actor = forms.ChoiceField(label=pgettext_lazy("step", "Who acts"), required=False)
    optional = forms.BooleanField(label=_("May be left out"), required=False)
    source = forms.ChoiceField(label=_("Source"), required=False)
    article = forms.CharField(label=pgettext_lazy("law", "Article"), max_length=60,
                              required=False)  # fmt: skip

    def __init__(self, *args: Any, choices: dict[str, list[tuple[str, Any]]], **more: Any) -> None:
        super().__init__(*args, **more)
        _choose(self, choices, ("actor", "source"))

    def clean(self) -> dict[str, Any]:
        """A limit is an amount with its kind."""
        return _whole_limit(self, super().clean() or {}, self.cleaned_data.get("kind"))


class LimitForm(forms.Form):
    """One limit over several steps; a row whose key is emptied is taken out."""

    key = forms.CharField(label=pgettext_lazy("step", "Key"), max_length=40, required=False)
    binding = forms.ChoiceField(label=pgettext_lazy("limit", "Kind"),
                                choices=list(BINDINGS.items()), required=False)  # fmt: skip
    zh = forms.CharField(label=_("Chinese name"), max_length=120, required=False)
    en = forms.CharField(label=_("English name"), max_length=160, required=False)
    amount = forms.IntegerField(label=pgettext_lazy("limit", "Amount"), min_value=0,
                                max_value=9999, required=False)  # fmt: skip
    unit = forms.ChoiceField(label=pgettext_lazy("limit", "Unit"), choices=LimitUnit.choices,
                             required=False)  # fmt: skip
    start = forms.ChoiceField(label=pgettext_lazy("limit", "From"), required=False)
    end = forms.ChoiceField(label=pgettext_lazy("limit", "To"), required=False)
    source = forms.ChoiceField(label=_("Source"), required=False)
    article = forms.CharField(label=pgettext_lazy("law", "Article"), max_length=60,
                              required=False)  # fmt: skip

    def __init__(self, *args: Any, choices: dict[str, list[tuple[str, Any]]], **more: Any) -> None:
        super().__init__(*args, **more)
        _choose(self, choices, ("source", "start", "end"))

    def clean(self) -> dict[str, Any]:
        """It has an amount; both its events or neither."""
        said = _whole_limit(self, super().clean() or {}, self.cleaned_data.get("key"))
        if bool(said.get("start")) != bool(said.get("end")):
            self.add_error("end", _("Name both events, or neither: then it covers the whole."))
        return said


def _choose(form: forms.Form, choices: dict[str, list[tuple[str, Any]]], names: tuple[str, ...]
            ) -> None:  # fmt: skip
    for name in names:
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices[name]


def _whole_limit(form: forms.Form, said: dict[str, Any], has_limit: Any) -> dict[str, Any]:
    if has_limit and said.get("amount") is None and "amount" not in form.errors:
        form.add_error("amount", _("Say how many."))
    return said


StepFormSet = forms.formset_factory(StepForm, extra=NEW_ROWS, max_num=80)
LimitFormSet = forms.formset_factory(LimitForm, extra=1, max_num=40)


class EditForms:
    """The forms of the editing page together, filled from a version or from what was typed."""

    def __init__(self, version: TemplateVersion, data: Any = None, first_day: str = "") -> None:
        content = version.content
        choices = _choices(content)
        self.version = version
        self.head = VersionForm(data, initial={"valid_from": first_day})
        self.steps = StepFormSet(
            data, prefix="steps", initial=[_row(row) for row in content["steps"]],
            form_kwargs={"choices": choices},
        )  # fmt: skip
        self.limits = LimitFormSet(
            data, prefix="limits", initial=[_row(row) for row in content.get("limits", ())],
            form_kwargs={"choices": choices},
        )  # fmt: skip

    def is_valid(self) -> bool:
        """Whether each part can be read; all are looked at, so that every error is shown."""
        return all([self.head.is_valid(), self.steps.is_valid(), self.limits.is_valid()])

    @property
    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """The rows that were typed, without those that are empty or taken out."""
        return {
            name: [row for row in formset.cleaned_data if row.get("key")]
            for name, formset in (("steps", self.steps), ("limits", self.limits))
        }


def _choices(content: dict[str, Any]) -> dict[str, list[tuple[str, Any]]]:
    edges = [(f"{row['key']}.{edge}", f"{row['key']}.{edge}")
             for row in content["steps"] for edge in ("start", "end")]  # fmt: skip
    sources = [(key, row["title"]) for key, row in content.get("sources", {}).items()]
    actors = [(key, row["zh"]) for key, row in content.get("actors", {}).items()]
    return {
        "actor": [("", pgettext_lazy("step", "not said")), *actors],
        "source": [NO_SOURCE, *sources, (THIS_DOCUMENT, _("the document named above"))],
        "start": [("", pgettext_lazy("limit", "the whole")), *edges],
        "end": [("", pgettext_lazy("limit", "the whole")), *edges],
    }


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """A stored step or limit as the initial values of its row."""
    limit = row.get("limit") or {name: row[name] for name in ("min", "max", "unit") if name in row}
    kind = "min" if "min" in limit else "max" if "max" in limit else ""
    return {
        **row, "after": " ".join(row.get("after", ())), "kind": kind,
        "amount": limit.get(kind), "unit": limit.get("unit", LimitUnit.WORKING_DAYS),
        "start": row.get("from", ""), "end": row.get("to", ""),
    }  # fmt: skip
