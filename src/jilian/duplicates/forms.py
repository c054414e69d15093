"""What a reviewer sends about pairs."""

from __future__ import annotations

from django import forms

from jilian.duplicates.rules import Verdict


class JudgeForm(forms.Form):
    """A verdict on one pair, which record is kept, and why."""

    verdict = forms.ChoiceField(choices=Verdict.choices)
    kept = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    reason = forms.CharField(required=False, max_length=300)


class PicksForm(forms.Form):
    """Several pairs of a page, and what is said of all of them; no verdict takes them back."""

    verdict = forms.ChoiceField(choices=Verdict.choices, required=False)
    reason = forms.CharField(required=False, max_length=300)

    def __init__(self, data: object, *, picked: list[str]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.picked = [int(one) for one in picked if one.isdecimal() and len(one) < 19]
