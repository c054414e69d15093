"""What a person may type: which report, a template's text, a figure to put in place, a note."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.base.errors import Refusal
from jilian.base.months import months_later
from jilian.reports.models import Template
from jilian.reports.rules.asking import PART_WORDS, WORDING_WORDS
from jilian.reports.rules.body import LONGEST_BODY
from jilian.reports.rules.periods import RELATIVE
from jilian.reports.rules.words import Audience, ReportLanguage

MONTH_INPUT = forms.TextInput(attrs={"type": "month", "placeholder": "2026-03"})


class MonthField(forms.Field):
    """A month, picked with the browser's own calendar; read as its first day."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=MONTH_INPUT, **more)

    def to_python(self, value: Any) -> date | None:
        """Read 2026-03."""
        if not value:
            return None
        try:
            return month_of(str(value))
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def prepare_value(self, value: Any) -> Any:
        """Write a day as its month."""
        return f"{value:%Y-%m}" if isinstance(value, date) else value


def month_of(words: str) -> date:
    """The first day of a month written 2026-03; refuses anything else."""
    try:
        return date.fromisoformat(f"{words.strip()}-01")
    except ValueError as error:
        raise Refusal("month_unreadable", _("Write the month as in 2026-03.")) from error


class CompileForm(forms.Form):
    """Which report: template, month, for whom, in which language."""

    template = forms.ChoiceField(label=pgettext_lazy("report", "Template"))
    month = MonthField(label=_("Month"))
    audience = forms.ChoiceField(
        label=_("For whom"), choices=Audience.choices, widget=forms.RadioSelect,
        help_text=_("A public report prints released values alone; hidden ones say so."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language"), choices=ReportLanguage.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, templates: Iterable[Template], today: date, **more: Any) -> None:
        initial = {
            "month": months_later(today.replace(day=1), -1), "audience": Audience.INSIDE,
            "language": ReportLanguage.ZH, **(more.get("initial") or {}),
        }  # fmt: skip
        super().__init__(*args, **{**more, "initial": initial})
        field = self.fields["template"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.key, one.name) for one in templates]


class TemplateForm(forms.Form):
    """A template's name and text."""

    key = forms.SlugField(
        label=pgettext_lazy("report", "Key"), max_length=60,
        help_text=_("Short, in Latin letters; stands in commands and file names."),
    )  # fmt: skip
    name = forms.CharField(label=_("Title of the report"), max_length=120)
    body = forms.CharField(
        label=_("Text"), max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("# begins a heading, | a line of a table; 【…】 puts a figure in place."),
    )  # fmt: skip
    name_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)
    body_en = forms.CharField(
        label=_("Text in English"), max_length=LONGEST_BODY, required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip


class WordForm(forms.Form):
    """The office's own Word file."""

    file = forms.FileField(
        label=_("Word file"),
        help_text=_("With 【…】 where figures, 【标题】, 【月份】, 【正文】 or 【签发】 belong."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )


class FigureForm(forms.Form):
    """A figure to be put in place, from lists."""

    indicator = forms.ChoiceField(label=_("Indicator"))
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    period = forms.ChoiceField(label=_("Period"), required=False)
    part = forms.ChoiceField(label=_("What of it"), required=False)
    words = forms.ChoiceField(label=_("In which words"), required=False)

    def __init__(
        self, *args: Any, indicators: Sequence[tuple[str, str]], units: Sequence[tuple[str, str]],
        whole: str, language: str, **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        at = 0 if language == "zh" else 1
        choices: dict[str, list[tuple[str, Any]]] = {
            "indicator": list(indicators),
            "unit": [("", whole), *(one for one in units if one[0] != whole)],
            "period": [(words[at], words[at]) for words in RELATIVE.values()],
            "part": [(words[at], words[at]) for words in PART_WORDS.values()],
            "words": [("", _("as it stands")), *((one[at], one[at]) for one in _wordings())],
        }
        for name, listed in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = listed

    @property
    def token(self) -> str:
        """What stands in the text for it, with what need not be said left out."""
        said = self.cleaned_data
        usual = {words for names in ("month",) for words in RELATIVE[names]}
        value = set(PART_WORDS[next(iter(PART_WORDS))])
        kept = [
            said["indicator"], said["unit"], "" if said["period"] in usual else said["period"],
            "" if said["part"] in value else said["part"], said["words"],
        ]  # fmt: skip
        return f"【{'·'.join(one for one in kept if one)}】"


def _wordings() -> list[tuple[str, str]]:
    return list(WORDING_WORDS.values())


class NoteForm(forms.Form):
    """A note of correction."""

    figure_number = forms.TypedChoiceField(
        label=_("About which figure"), coerce=int, empty_value=None, required=False
    )
    words = forms.CharField(
        label=_("What is corrected, and why"), max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(self, *args: Any, figures: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["figure_number"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("the report as a whole")), *figures]
