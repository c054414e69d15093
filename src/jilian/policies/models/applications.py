"""Applications of firms for a qualification, as they were handed in and decided elsewhere."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.firms.models import Firm, Title
from jilian.places.models import World
from jilian.policies.models.evidence import OfFirmQuerySet
from jilian.policies.rules.sets import qualification_words
from jilian.policies.rules.words import APPLICATION_MARKS, ApplicationState, Procedure


class Application(models.Model):
    """That a firm applied, by which rule set it was checked, and what became of it.

    Recognition is decided by the authority that the rules name; here is recorded what it decided.
    """

    world = models.ForeignKey(
        World, models.CASCADE, related_name="applications", verbose_name=_("world")
    )
    firm = models.ForeignKey(
        Firm, models.PROTECT, related_name="applications", verbose_name=_("firm")
    )
    qualification = models.CharField(_("qualification"), max_length=40)
    procedure = models.CharField(_("procedure"), max_length=8, choices=Procedure)
    rule_set = models.CharField(_("rule set"), max_length=40)
    batch = models.CharField(_("batch"), max_length=40, blank=True)
    applied_on = models.DateField(_("applied on"))
    checked = models.JSONField(_("check on that day"), default=dict)
    state = models.CharField(
        pgettext_lazy("application", "state"),
        max_length=9,
        choices=ApplicationState,
        default=ApplicationState.RECORDED,
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    document = models.CharField(_("document"), max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    title = models.ForeignKey(
        Title, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=pgettext_lazy("recognition", "title"),
    )  # fmt: skip
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = models.CharField(_("entered by"), max_length=150)
    decided_at = models.DateTimeField(_("decision entered at"), null=True, blank=True)
    decided_by = models.CharField(_("decision entered by"), max_length=150, blank=True)

    objects = OfFirmQuerySet["Application"].as_manager()

    class Meta:
        ordering = ("-applied_on", "-pk")
        verbose_name = _("application for a qualification")
        constraints = (
            models.UniqueConstraint(
                name="application_open_once",
                fields=("firm", "qualification", "procedure"),
                condition=Q(state=ApplicationState.RECORDED),
            ),
            models.CheckConstraint(
                name="application_decided_after_it_was_made",
                condition=Q(state=ApplicationState.RECORDED, decided_on__isnull=True)
                | (~Q(state=ApplicationState.RECORDED) & Q(decided_on__gte=F("applied_on"))),
            ),
            models.CheckConstraint(
                name="application_granted_by_a_document",
                condition=~Q(state=ApplicationState.GRANTED) | ~Q(document=""),
            ),
            models.CheckConstraint(
                name="application_refused_with_a_reason",
                condition=~Q(state=ApplicationState.REFUSED) | ~Q(reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.qualification} {self.applied_on}"

    @property
    def state_mark(self) -> str:
        """The mark of its state on a page."""
        return APPLICATION_MARKS[self.state]

    @property
    def words(self) -> str:
        """The qualification in words."""
        return qualification_words(self.qualification)
