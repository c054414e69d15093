"""The start of a run: its day, how finely it cuts, what it looks at, where it begins."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.clusters.forms.inputs import DayInput, ListField
from jilian.clusters.models import FormationRun
from jilian.clusters.rules import LARGEST_SEED, Scope, scope_of
from jilian.clusters.rules.scope import MOST_STEPS, ProductSide

SCOPE = ("divisions", "industries", "products", "side", "steps")


class RunForm(forms.Form):
    """As of which day, how finely, of which firms and from where clusters are formed."""

    as_of = forms.DateField(
        label=_("As of"),
        widget=DayInput(),
        help_text=_("The network of this day is frozen and computed with."),
    )
    resolution = forms.FloatField(
        label=_("Resolution"),
        required=False,
        min_value=0,
        widget=forms.NumberInput(attrs={"step": "any"}),
        help_text=_(
            "Empty: found by a stability scan. A larger number gives smaller, denser clusters."
        ),
    )
    least_size = forms.IntegerField(
        label=_("Least number of firms"),
        min_value=2,
        initial=3,
        help_text=_("Smaller groups are not proposed."),
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=LARGEST_SEED,
        initial=7,
        help_text=_("The same seed gives the same clusters."),
    )
    from_existing = forms.BooleanField(
        label=_("Begin at the clusters that stand on that day"),
        required=False,
        help_text=_("Then a re-run changes them only where the network is clear."),
    )
    divisions = ListField(
        label=_("Towns, or places in them"),
        help_text=_("Codes of divisions, parted by commas; empty: everywhere."),
    )
    industries = ListField(
        label=_("Industries"),
        help_text=_("Codes of GB/T 4754 of any level: C, 39, 397, 3973."),
    )
    products = ListField(
        label=_("Products"),
        spaced=True,
        help_text=_("Firms of this product chain: words that the product's name contains."),
    )
    side = forms.ChoiceField(
        label=_("Which firms"), choices=ProductSide.choices, initial=ProductSide.BOTH,
        required=False,
    )  # fmt: skip
    steps = forms.IntegerField(
        label=_("Links away"),
        min_value=0,
        max_value=MOST_STEPS,
        initial=1,
        required=False,
        help_text=_("How many links away from these firms others still count."),
    )

    def __init__(
        self, *args: Any, places: list[tuple[str, str]] | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.places = places or []

    @property
    def asked(self) -> dict[str, Any]:
        """What ``operations.start_run`` is called with."""
        cleaned = {key: one for key, one in self.cleaned_data.items() if key not in SCOPE}
        return {**cleaned, "scope": self.scope}

    @property
    def scope(self) -> Scope:
        """The scope that is typed."""
        typed = self.cleaned_data
        return scope_of(
            typed["divisions"], typed["industries"], typed["products"],
            typed["side"] or ProductSide.BOTH, 1 if typed["steps"] is None else typed["steps"],
        )  # fmt: skip

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields that are always shown."""
        return [field for field in self if field.name not in SCOPE]

    @property
    def narrowing(self) -> list[forms.BoundField]:
        """The fields of the scope."""
        return [field for field in self if field.name in SCOPE]

    @property
    def is_narrowed(self) -> bool:
        """Whether a scope was typed, or typed wrongly."""
        return self.is_bound and any(
            field.errors or field.value() for field in self.narrowing if field.name in SCOPE[:3]
        )


class BesideForm(forms.Form):
    """Which run another one is laid beside."""

    beside = forms.ChoiceField(label=_("Beside run"), required=False)

    def __init__(self, asked: Any, runs: list[FormationRun]) -> None:
        super().__init__(asked)
        none = ("", pgettext_lazy("run", "choose"))
        field = self.fields["beside"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [none, *((str(run.pk), _named(run)) for run in runs)]


def _named(run: FormationRun) -> str:
    return _("Run %(number)s, network of %(day)s") % {
        "number": run.pk,
        "day": run.snapshot.as_of.isoformat(),
    }
