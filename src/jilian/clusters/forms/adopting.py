"""The adoption of a proposal: what is noted about firms, name, day, reason, what is undone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.clusters.forms.inputs import DayInput, TickedFirms, TickedInput
from jilian.clusters.models import ProposedCluster
from jilian.clusters.rules import DepartureKind, Position
from jilian.clusters.rules.adopting import LONGEST_REASON

FOLLOW = "follow"
REASON_HELP = _("Who decided it and on which grounds, for example a document with its number.")


class NoteForm(forms.Form):
    """What is done otherwise than proposed with the ticked firms, and why."""

    pick = TickedFirms(label=_("Firms"))
    act = forms.ChoiceField(
        choices=[*DepartureKind.choices, (FOLLOW, _("as proposed"))], required=True
    )
    position = forms.ChoiceField(
        label=_("Position"), choices=[("", "–"), *Position.choices], required=False
    )
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, required=False)


class AdoptionForm(forms.Form):
    """Into which cluster, or under which name, from which day and why."""

    into = forms.ChoiceField(
        label=_("Becomes"),
        required=False,
        help_text=_("Into a cluster that stands: firms join it, and leave it, on the first day."),
    )
    name = forms.CharField(
        label=_("Name of the cluster"), max_length=120, required=False,
        help_text=_("For a new cluster."),
    )  # fmt: skip
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)
    from_day = forms.DateField(
        label=_("First day"),
        widget=DayInput(),
        help_text=_(
            "The cluster and its memberships begin on this day; earlier days stay as they were."
        ),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=REASON_HELP,
    )

    def __init__(self, *args: Any, clusters: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["into"]
        assert isinstance(field, forms.ChoiceField)
        new = ("", pgettext_lazy("adoption", "a new cluster"))
        field.choices = [new, *((str(pk), name) for pk, name in clusters)]

    @classmethod
    def proposed(
        cls,
        proposal: ProposedCluster,
        today: date,
        clusters: list[tuple[int, str]],
        into: int | None = None,
    ) -> AdoptionForm:
        """The form as it first stands: the proposed names, from today."""
        return cls(
            clusters=clusters,
            initial={
                "into": str(into or ""),
                "name": proposal.name,
                "name_en": proposal.name_en[:120],
                "from_day": max(today, proposal.run.snapshot.as_of),
            },
        )

    @property
    def hidden_values(self) -> dict[str, str]:
        """Everything typed, for the confirmation to send again."""
        cleaned = self.cleaned_data
        return {
            **{key: str(cleaned[key]) for key in ("into", "name", "name_en", "reason")},
            "from_day": cleaned["from_day"].isoformat(),
        }


class StayingForm(forms.Form):
    """Members that the run puts elsewhere and that stay nevertheless."""

    staying = TickedFirms(label=_("Stay nevertheless"))
    staying_reason = forms.CharField(
        label=_("Why they stay"), max_length=LONGEST_REASON, required=False
    )

    def __init__(self, *args: Any, firms: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["staying"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(str(pk), name) for pk, name in firms]


class TakeOverForm(forms.Form):
    """Single changes that are taken over, from which day and why."""

    pick = forms.MultipleChoiceField(
        label=_("Changes"), widget=TickedInput(), required=False,
    )  # fmt: skip
    from_day = forms.DateField(label=_("First day"), widget=DayInput())
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, help_text=REASON_HELP)

    def __init__(self, *args: Any, picks: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["pick"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(pick, pick) for pick in picks]

    @property
    def hidden_values(self) -> dict[str, str]:
        """Everything typed, for the confirmation to send again."""
        typed = self.cleaned_data
        return {
            "pick": ",".join(typed["pick"]),
            "from_day": typed["from_day"].isoformat(),
            "reason": typed["reason"],
        }


class UndoForm(forms.Form):
    """Why an adoption is undone."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, help_text=_("Stands in the trace.")
    )
