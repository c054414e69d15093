"""Messages to people, shown on their first page."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.places.models import World


class Notice(models.Model):
    """One sentence for one person, with the page it is about."""

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="notices",
        verbose_name=pgettext_lazy("notice", "to"),
    )
    world = models.ForeignKey(
        World, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("world")
    )
    key = models.CharField(
        pgettext_lazy("notice", "key"),
        max_length=120,
        help_text=_("The same matter is told to a person once."),
    )
    kind = models.CharField(
        pgettext_lazy("notice", "kind"),
        max_length=40,
        help_text=_("Chooses sentence and verb in the reader's language."),
    )
    details = models.JSONField(
        pgettext_lazy("notice", "details"), default=dict, help_text=_("What the sentence names.")
    )
    url = models.CharField(pgettext_lazy("notice", "address"), max_length=300)
    sent_at = models.DateTimeField(_("sent at"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        ordering = ("-sent_at",)
        verbose_name = _("notice")
        constraints = (
            models.UniqueConstraint(name="notice_tells_a_matter_once", fields=("to", "key")),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
