"""What a person may type about a purchase; at most six things a step."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from jilian.clusters.models import Cluster
from jilian.firms.models import Firm
from jilian.purchases.models import OfferLine, PurchaseLine
from jilian.purchases.queries.orders import Proposed
from jilian.purchases.rules import Conflict, Funding, Kind, Known, ReportedLine, Tax, Unit
from jilian.ui.fields import DayField

MOST_NAMES = 50
AMOUNT: dict[str, Any] = {"min_value": Decimal("0.001"), "max_digits": 15, "decimal_places": 3}
MONEY: dict[str, Any] = {"min_value": Decimal("0.01"), "max_digits": 17, "decimal_places": 2}


def _words(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=500, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


def _rate() -> forms.DecimalField:
    return forms.DecimalField(
        label=_("Tax rate in per cent"), required=False, min_value=Decimal(0),
        max_value=Decimal("99.99"), max_digits=4, decimal_places=2,
        help_text=_("Without a rate, values with and without tax cannot be compared."),
    )  # fmt: skip


def _tax() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("With or without tax"), choices=Tax.choices, widget=forms.RadioSelect
    )


class FactsForm(forms.Form):
    """First step: what is bought, for which cluster, and what the tender limits ask about."""

    title = forms.CharField(label=_("What is bought"), max_length=120)
    cluster = forms.ModelChoiceField(
        label=_("Cluster"), queryset=Cluster.objects.none(), empty_label=None
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, initial=Kind.GOODS)
    in_project = forms.ChoiceField(
        label=_("Part of a works project?"), choices=Known.choices, initial=Known.UNKNOWN,
        help_text=_("Tender limits concern works projects; what you do not know stays unknown."),
    )  # fmt: skip
    funding = forms.ChoiceField(
        label=_("Who pays for the project?"), choices=Funding.choices, initial=Funding.UNKNOWN
    )
    estimate = forms.DecimalField(
        label=_("Estimated value with tax (yuan)"), required=False,
        help_text=_("Seen by you alone; sealed in the database."), **MONEY,
    )  # fmt: skip

    def __init__(self, *args: Any, clusters: Any = None, **more: Any) -> None:
        super().__init__(*args, **more)
        if clusters is None:
            del self.fields["cluster"]
        else:
            field = self.fields["cluster"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = clusters


class LineForm(forms.Form):
    """Second step, a line at a time."""

    material = forms.CharField(label=_("Material"), max_length=120)
    specification = forms.CharField(label=_("Specification"), max_length=300, required=False)
    amount = forms.DecimalField(label=_("Amount"), **AMOUNT)
    unit = forms.ChoiceField(label=_("Unit"), choices=Unit.choices)
    needed_on = DayField(label=_("Delivery until"))
    papers = forms.CharField(
        label=_("Papers asked for"), max_length=300, required=False,
        help_text=_("Such as a certificate of conformity or a test report."),
    )  # fmt: skip


class CircleForm(forms.Form):
    """Third step: whom it goes to, until when, and by whose rules."""

    invited = forms.CharField(
        label=_("Firms invited, one a line"), required=False,
        help_text=_("By name or identifier as in the register. None of them learns of another."),
        widget=forms.Textarea(attrs={"rows": 4}), max_length=6000,
    )  # fmt: skip
    open_to_cluster = forms.BooleanField(
        label=_("Open to every firm of the cluster"), required=False
    )
    closes_at = forms.DateTimeField(
        label=_("Offers close at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Until then nobody sees an offer, you neither."),
    )  # fmt: skip
    own_rules = _words(
        _("Your own rules of buying"), help_text=_("They stay in force; say what they ask for.")
    )
    own_document = forms.CharField(label=_("Document of these rules"), max_length=120)

    def clean_invited(self) -> list[str]:
        """The names, each once."""
        names = [one.strip() for one in str(self.cleaned_data["invited"]).splitlines()]
        found = list(dict.fromkeys(one for one in names if one))
        if len(found) > MOST_NAMES:
            raise forms.ValidationError(gettext("At most %d firms are invited.") % MOST_NAMES)
        return found


class PriceForm(forms.Form):
    """What is offered on one line."""

    unit_price = forms.DecimalField(
        label=_("Price per unit (yuan)"), min_value=Decimal("0.0001"), max_digits=16,
        decimal_places=4,
    )  # fmt: skip
    tax = _tax()
    rate = _rate()
    lead_days = forms.IntegerField(
        label=_("Lead time in days"), required=False, min_value=0, max_value=3650
    )
    papers = forms.CharField(label=_("Papers that come along"), max_length=300, required=False)

    @staticmethod
    def initial_of(one: OfferLine | None) -> dict[str, Any]:
        """What stands offered already."""
        if one is None:
            return {"tax": Tax.WITH}
        return {"unit_price": one.unit_price, "tax": one.tax, "rate": one.rate,
                "lead_days": one.lead_days, "papers": one.papers}  # fmt: skip


class ConflictForm(forms.Form):
    """What a side declares about conflicts of interest."""

    conflict = forms.ChoiceField(
        label=_("Conflict of interest"), choices=Conflict.choices, widget=forms.RadioSelect
    )
    conflict_words = _words(
        _("Which conflict"), required=False, help_text=_("By function; leave out names of people.")
    )

    def clean(self) -> dict[str, Any]:
        """A conflict that is declared is said in words."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("conflict") == Conflict.DECLARED and not typed.get("conflict_words"):
            self.add_error("conflict_words", gettext("Say which conflict there is."))
        return typed


class EvaluatorsForm(ConflictForm):
    """The buyer's side: who evaluates, too."""

    evaluators = forms.CharField(
        label=_("Who evaluates, by function"), max_length=200,
        help_text=_("Such as head of purchasing, chief engineer; no names."),
    )  # fmt: skip
    field_order = ("evaluators", "conflict", "conflict_words")


class ReasonForm(forms.Form):
    """Why."""

    reason = _words(_("Reason"))


class AwardForm(forms.Form):
    """How much of a line goes to each offer, and why not all to the cheapest."""

    def __init__(
        self, *args: Any, offered: Sequence[OfferLine], line: PurchaseLine, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.offered = offered
        for one in offered:
            award = getattr(one, "award", None)
            self.fields[f"amount_{one.pk}"] = forms.DecimalField(
                label=gettext("%(supplier)s, in %(unit)s")
                % {"supplier": one.offer.supplier.root, "unit": line.get_unit_display()},
                required=False, min_value=Decimal(0), max_digits=15, decimal_places=3,
                initial=award.amount if award else None,
            )  # fmt: skip
        self.fields["reason"] = _words(
            _("Reason"), required=False,
            help_text=_("Needed where not everything goes to the cheapest comparable offer."),
        )  # fmt: skip
        self.initial.setdefault("reason", line.outcome_reason)

    @property
    def amounts(self) -> dict[int, Decimal]:
        """What is awarded, by the key of the offer's line; empty and zero award nothing."""
        given = {one.pk: self.cleaned_data.get(f"amount_{one.pk}") for one in self.offered}
        return {key: amount for key, amount in given.items() if amount}


class AnswersForm(forms.Form):
    """A reason for each supplier that is awarded nothing; may be left out."""

    def __init__(self, *args: Any, offers: Sequence[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        self.offers = offers
        for offer in offers:
            self.fields[f"answer_{offer.pk}"] = _words(
                gettext("Told to %s: why nothing was awarded") % offer.supplier.root,
                required=False,
            )

    @property
    def answers(self) -> dict[int, str]:
        """The reasons by the key of the offer."""
        return {one.pk: self.cleaned_data.get(f"answer_{one.pk}", "") for one in self.offers}


class SupplierForm(forms.Form):
    """With whom an order was made, where it was tendered elsewhere."""

    supplier = forms.CharField(label=_("Supplier, as in the register"), max_length=200)


class ReportForm(forms.Form):
    """What a side says of an order: its number, day, tax, document, and its lines."""

    number = forms.CharField(label=_("Order number"), max_length=60)
    ordered_on = DayField(label=_("Ordered on"))
    tax = _tax()
    rate = _rate()
    document = forms.CharField(
        label=_("Number of the document"), max_length=120,
        help_text=_("Contract or order: what proves it."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, lines: Sequence[PurchaseLine], proposed: Proposed, tendered: bool,
        **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        self.lines = lines
        said = proposed.lines or {}
        for name in ("number", "ordered_on", "tax", "rate", "document"):
            if value := getattr(proposed, name):
                self.initial.setdefault(name, value)
        if tendered:
            self.fields["tender_document"] = forms.CharField(
                label=_("Document of the tender held elsewhere"), max_length=120,
                initial=proposed.tender_document,
            )  # fmt: skip
        for line in lines:
            one = said.get(line.number)
            words = {"line": str(line), "unit": line.get_unit_display()}
            self.fields[f"amount_{line.number}"] = forms.DecimalField(
                label=gettext("%(line)s: amount in %(unit)s") % words, required=False,
                initial=one.amount if one else None, **AMOUNT,
            )  # fmt: skip
            self.fields[f"value_{line.number}"] = forms.DecimalField(
                label=gettext("%(line)s: value (yuan)") % words, required=False,
                initial=one.value if one else None, **MONEY,
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A line has both amount and value, or neither."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        for line in self.lines:
            amount, value = typed.get(f"amount_{line.number}"), typed.get(f"value_{line.number}")
            if (amount is None) != (value is None):
                self.add_error(
                    f"value_{line.number}", gettext("Give amount and value, or neither.")
                )
        return typed

    @property
    def reported(self) -> dict[int, ReportedLine]:
        """The lines with amount and value, by their number."""
        typed = self.cleaned_data
        return {
            line.number: ReportedLine(typed[f"amount_{line.number}"], typed[f"value_{line.number}"])
            for line in self.lines
            if typed.get(f"amount_{line.number}") is not None
        }


def names_of(firms: Sequence[Firm]) -> str:
    """Firms as the field of invitations holds them."""
    return "\n".join(firm.name for firm in firms)
