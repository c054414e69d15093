"""A text that is to be checked: typed or pasted, or a file, and when it was written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.base.errors import Refusal
from jilian.statements.formats import MOST_CHARACTERS, checked_length, text_of
from jilian.ui.fields import DayField


class StatementForm(forms.Form):
    """The text, and the day from which its 今年 and 目前 are read."""

    text = forms.CharField(
        label=pgettext_lazy("statement", "Text"), required=False, max_length=MOST_CHARACTERS,
        strip=False, widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
        help_text=_("A news item, a report, a speech. It is read and not kept."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Or a file"), required=False, max_length=200, allow_empty_file=True,
        help_text=_("A text (.txt) or a Word file (.docx)."),
        widget=forms.FileInput(attrs={"accept": ".txt,.docx", "data-drop": ""}),
    )  # fmt: skip
    written = DayField(
        label=_("Written on"),
        help_text=_("This year and last year in the text are counted from this day."),
    )

    def clean(self) -> dict[str, Any]:
        """Take the text of the file where one was given."""
        said: dict[str, Any] = super().clean() or {}
        file = said.get("file")
        name = "file" if file else "text"
        if name in self.errors:
            return said
        try:
            said["text"] = text_of(file.read()) if file else checked_length(said.get("text") or "")
        except Refusal as refusal:
            self.add_error(name, str(refusal))
        return said
