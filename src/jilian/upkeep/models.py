"""What holds deletion back."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    """Filters of legal holds."""

    def in_force(self) -> Self:
        """Keep those that have not been lifted."""
        return self.filter(lifted_at__isnull=True)


class LegalHold(models.Model):
    """A class of data is not deleted while a law, a court or an inspection asks for it."""

    data_class = models.CharField(_("class of data"), max_length=40)
    reason = models.CharField(_("reason"), max_length=300)
    ordered_at = models.DateTimeField(_("ordered at"))
    ordered_by = models.CharField(_("ordered by"), max_length=150)
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lifted_by = models.CharField(_("lifted by"), max_length=150, blank=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        ordering = ("-ordered_at", "-pk")
        verbose_name = _("legal hold")
        constraints = (
            models.UniqueConstraint(
                name="one_legal_hold_for_a_class",
                fields=("data_class",),
                condition=Q(lifted_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.data_class
