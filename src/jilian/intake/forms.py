"""What a person may send: a table and what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jilian.intake.formats import CATALOGUE, ENDINGS, check_size, format_of
from jilian.intake.models import Upload
from jilian.intake.rules import TableRefusal

ACCEPTED = ",".join(ENDINGS)


class KnownInput(forms.TextInput):
    """A line to type in that offers what was typed earlier."""

    template_name = "intake/known_input.html"

    def __init__(self, known: Sequence[str], attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"list": "known-senders", **(attrs or {})})
        self.known = known

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The usual context and what is known."""
        return {**super().get_context(name, value, attrs), "known": self.known}


class UploadForm(forms.Form):
    """A file and its kind."""

    kind = forms.ChoiceField(label=_("What the table holds"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX, XLS, ODS, CSV or Parquet. Drop it here or choose it."),
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

    sender = forms.CharField(
        label=_("Sent by"),
        required=False,
        max_length=100,
        help_text=_("The office that the table comes from; yourself where this is empty."),
    )

    def __init__(self, *args: Any, senders: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sender"].widget = KnownInput(senders)
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


NOT_SAID, LEFT_OUT = "", "-"
MOST_ASKED = 24


class ColumnsForm(forms.Form):
    """A choice for each heading that is not known, or that a person told earlier."""

    remember = forms.BooleanField(
        label=_("Read the next tables of this sender so at once"), required=False, initial=True
    )

    def __init__(self, *args: Any, upload: Upload, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = format_of(upload.kind).columns
        choices = [(one.field, f"{one.names[0]} / {one.name_en}") for one in columns]
        proposed = upload.reading.get("proposals", {})
        told = {one["heading"]: one for one in upload.meanings.values()}
        unknown = sorted(upload.reading.get("unknown", {}), key=lambda one: one not in proposed)
        headings = [*told, *(one for one in unknown if one not in told)]
        self.more = max(0, len(headings) - MOST_ASKED)
        self.headings = {f"column_{n}": one for n, one in enumerate(headings[:MOST_ASKED])}
        remember = self.fields.pop("remember")
        for name, heading in self.headings.items():
            self.fields[name] = forms.ChoiceField(
                label=heading,
                choices=[(NOT_SAID, _("not said: left out")), (LEFT_OUT, _("leave out")), *choices],
                required=False,
                initial=_initial(told.get(heading), proposed.get(heading, NOT_SAID)),
                help_text=_words(told.get(heading), heading in proposed),
            )
        self.fields["remember"] = remember

    @property
    def told(self) -> dict[str, str]:
        """What was said, by heading: a field, or "" to leave the column out."""
        said = {one: self.cleaned_data[name] for name, one in self.headings.items()}
        return {
            heading: "" if word == LEFT_OUT else word
            for heading, word in said.items()
            if word != NOT_SAID
        }


def _initial(told: dict[str, str] | None, proposed: str) -> str:
    return (told["field"] or LEFT_OUT) if told else proposed


def _words(told: dict[str, str] | None, is_proposed: bool) -> Any:
    if told:
        return _("Kept from earlier.") if told["origin"] == "memory" else _("Said by a person.")
    return _("Proposed; look before you agree.") if is_proposed else ""


class UndoForm(forms.Form):
    """Why an applied table is taken back."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Stands with the upload and in its trace.")
    )
