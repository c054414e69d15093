"""What a person may send: a table and what it holds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jilian.intake.formats import CATALOGUE, check_size
from jilian.intake.rules import TableRefusal

ACCEPTED = ".csv,.tsv,.txt,.xlsx"


class UploadForm(forms.Form):
    """A file and its kind."""

    kind = forms.ChoiceField(label=_("What the table holds"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX. Drop it here or choose it."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED, "data-drop": ""}),
        allow_empty_file=True,  # the reading refuses it, in the same words everywhere
        max_length=200,
    )
    sheet = forms.CharField(
        label=_("Sheet"),
        required=False,
        max_length=100,
        help_text=_("Of a workbook with several; the first one where this is empty."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(key, one.kind.label) for key, one in CATALOGUE.items()]

    def clean_file(self) -> Any:
        """Say early and kindly what the operation would refuse: a file over the limit."""
        file = self.cleaned_data["file"]
        try:
            check_size(file.size, settings.UPLOAD_LIMIT_MB)
        except TableRefusal as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from refusal
        return file
