"""Which units report by which form, from which month to which."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jilian.returns.models.units import OfUnit, one_unit


def in_month(month: date) -> Q:
    """Which duties hold in a month, given by its first day."""
    lasts = Q(until_month__isnull=True) | Q(until_month__gte=month)
    return lasts & Q(from_month__lte=month)


class Duty(OfUnit):
    """That a unit reports every month; the units by which completeness is counted."""

    from_month = models.DateField(_("from month"), help_text=_("Its first day."))
    until_month = models.DateField(
        _("until month"), null=True, blank=True, help_text=_("Its first day; included.")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = models.CharField(_("entered by"), max_length=150)

    class Meta:
        ordering = ("form", "unit_kind", "unit_key", "pk")
        verbose_name = _("duty to report")
        verbose_name_plural = _("duties to report")
        constraints = (
            one_unit("duty_names_one_unit"),
            models.UniqueConstraint(
                name="duty_lasts_once",
                fields=("world", "form", "unit_kind", "unit_key"),
                condition=Q(until_month__isnull=True),
            ),
            models.CheckConstraint(
                name="duty_ends_after_it_began",
                condition=Q(until_month__isnull=True) | Q(until_month__gte=F("from_month")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit}: {self.form}"
