"""Days of supply that a firm states of its own inputs."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import ScopeKind
from jilian.base.encryption import SealedDecimalField, SealedTextField
from jilian.chain.rules import StockUse
from jilian.firms.models import Firm
from jilian.firms.queries.groups import merged_firms, records_of
from jilian.places.models import World


class StockStatementQuerySet(models.QuerySet["StockStatement"]):
    """Filters of stocks."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep what the person's own firms stated; nobody else sees a statement."""
        keys = reach(person, world.code).keys(Permission.CORRECT_FIRM, ScopeKind.FIRM)
        own = {int(key) for key in keys if key.isdecimal()}
        records = records_of(own, merged_firms(world)) if own else ()
        return self.filter(firm__world=world, firm__in=records)

    def standing(self) -> Self:
        """Keep those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class StockStatement(models.Model):
    """How many days a firm's own stock of an input lasts, as the firm said on a day."""

    firm = models.ForeignKey(Firm, models.CASCADE, related_name="+", verbose_name=_("firm"))
    product = SealedTextField(
        _("input"), blank=True, help_text=_("Empty: the shortest of all inputs.")
    )
    days = SealedDecimalField(_("days of supply"), decimal_places=1)
    use = models.CharField(_("given for"), max_length=8, choices=StockUse)
    stated_on = models.DateField(_("stated on"))
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = models.CharField(_("entered by"), max_length=150)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = StockStatementQuerySet.as_manager()

    class Meta:
        ordering = ("-stated_on", "-pk")
        verbose_name = _("stock that a firm states")

    def __str__(self) -> str:
        return f"{self.stated_on}"
