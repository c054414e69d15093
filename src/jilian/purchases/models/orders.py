"""Orders as both sides report them; matched by number, counted once."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission
from jilian.base.encryption import SealedDecimalField
from jilian.firms.models import Firm
from jilian.places.models import World
from jilian.purchases.models.requests import Purchase, PurchaseLine
from jilian.purchases.rules import Report, ReportedLine, ReportState, Side, Standing, Tax
from jilian.purchases.rules.counting import STANDING_MARKS, standing_of


class PurchaseOrderQuerySet(models.QuerySet["PurchaseOrder"]):
    """Filters of orders."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the orders of which the person keeps a side."""
        sells = Firm.objects.records_seen(person, world, Permission.OFFER_PURCHASES)
        buys = Firm.objects.records_seen(person, world, Permission.ORDER_PURCHASES)
        own = Q(supplier__in=sells) | Q(buyer__in=buys)
        return self.filter(own, world=world)

    def with_reports(self) -> Self:
        """Fetch both sides' reports with their lines; two queries more."""
        return self.select_related(
            "buyer__merged_into", "supplier__merged_into", "purchase__cluster", "world"
        ).prefetch_related("reports__lines__line")


class PurchaseOrder(models.Model):
    """One order between a buyer and a supplier, by its number; what it says stands in reports."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="purchase_orders", verbose_name=_("world")
    )
    purchase = models.ForeignKey(
        Purchase, models.PROTECT, related_name="orders", verbose_name=_("purchase request")
    )
    buyer = models.ForeignKey(Firm, models.PROTECT, related_name="+", verbose_name=_("buyer"))
    supplier = models.ForeignKey(Firm, models.PROTECT, related_name="+", verbose_name=_("supplier"))
    number = models.CharField(_("order number"), max_length=60)
    number_key = models.CharField(_("order number as matched"), max_length=60, editable=False)
    link_recorded_on = models.DateField(_("recorded as a supply link on"), null=True, blank=True)

    objects = PurchaseOrderQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("order")
        constraints = (
            models.UniqueConstraint(
                name="order_once_by_number", fields=("buyer", "supplier", "number_key")
            ),
            models.CheckConstraint(
                name="order_between_two_firms", condition=~Q(buyer=models.F("supplier"))
            ),
            models.CheckConstraint(name="order_has_a_number", condition=~Q(number_key="")),
        )

    def __str__(self) -> str:
        return self.number

    def said_by(self, side: str) -> OrderReport | None:
        """What a side reports and has not withdrawn."""
        standing = (one for one in self.reports.all() if one.state == ReportState.STANDING)
        return next((one for one in standing if one.side == side), None)

    @property
    def pair(self) -> tuple[Report | None, Report | None]:
        """What buyer and supplier report, as plain values."""
        buyer, supplier = self.said_by(Side.BUYER), self.said_by(Side.SUPPLIER)
        return buyer.plain if buyer else None, supplier.plain if supplier else None

    @property
    def standing(self) -> Standing:
        """How the two reports stand to each other."""
        return standing_of(*self.pair)

    @property
    def mark(self) -> str:
        """The mark of that on a page."""
        return STANDING_MARKS[self.standing]

    @property
    def both_agree_to_link(self) -> bool:
        """Whether both sides agree that a supply link is recorded from it."""
        sides = [self.said_by(side) for side in Side]
        return all(one is not None and one.agrees_to_link for one in sides)


class OrderReport(models.Model):
    """What one side says of an order: day, tax, document, and its lines with their values."""

    order = models.ForeignKey(
        PurchaseOrder, models.CASCADE, related_name="reports", verbose_name=_("order")
    )
    side = models.CharField(_("side"), max_length=8, choices=Side)
    ordered_on = models.DateField(_("ordered on"))
    tax = models.CharField(_("with or without tax"), max_length=8, choices=Tax)
    rate = models.DecimalField(
        _("tax rate in per cent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    document = models.CharField(_("number of the document"), max_length=120)
    tender_document = models.CharField(
        _("document of the tender held elsewhere"), max_length=120, blank=True
    )
    state = models.CharField(
        pgettext_lazy("report", "state"), max_length=10, choices=ReportState,
        default=ReportState.STANDING,
    )  # fmt: skip
    revision = models.PositiveIntegerField(_("revision"), default=1)
    agrees_to_link = models.BooleanField(_("agrees that a supply link is recorded"), default=False)
    reported_at = models.DateTimeField(_("reported at"))

    class Meta:
        ordering = ("pk",)
        verbose_name = _("report of an order")
        constraints = (
            models.UniqueConstraint(name="order_reported_once_a_side", fields=("order", "side")),
            models.CheckConstraint(
                name="order_report_names_its_document", condition=~Q(document="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.order}: {self.get_side_display()}"

    @property
    def plain(self) -> Report:
        """What it says, as plain values."""
        lines = {one.line.number: ReportedLine(one.amount, one.value) for one in self.lines.all()}
        return Report(self.ordered_on, self.tax, self.rate, lines)


class OrderReportLine(models.Model):
    """The amount and the sealed value that a side reports for one line."""

    report = models.ForeignKey(
        OrderReport, models.CASCADE, related_name="lines", verbose_name=_("report of an order")
    )
    line = models.ForeignKey(
        PurchaseLine, models.PROTECT, related_name="+", verbose_name=_("line of a request")
    )
    amount = models.DecimalField(_("amount"), max_digits=15, decimal_places=3)
    value = SealedDecimalField(_("value of the line (yuan)"), decimal_places=2)

    class Meta:
        ordering = ("line__number",)
        verbose_name = _("line of a report")
        constraints = (
            models.UniqueConstraint(name="report_line_once", fields=("report", "line")),
            models.CheckConstraint(name="report_line_above_zero", condition=Q(amount__gt=0)),
        )

    def __str__(self) -> str:
        return str(self.line)
