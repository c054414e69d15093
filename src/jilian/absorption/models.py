"""Absorptions: who proposes which organisation for which cluster, who agreed, what was decided."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from jilian.absorption.rules import OPEN, STATE_MARKS, AbsorptionState, Answer, Mode, Side
from jilian.absorption.rules.words import ANSWER_MARKS
from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import Scope, ScopeKind
from jilian.clusters.models import Cluster
from jilian.firms.models import Firm
from jilian.network.models import SupplyLink
from jilian.organisations.models import Organisation, scopes_of_division
from jilian.places.models import World
from jilian.sources.models import Source


class AbsorptionQuerySet(models.QuerySet["Absorption"]):
    """Filters of absorptions."""

    def visible_to(
        self, person: Person, world: World, permission: Permission = Permission.SEE_PROCEDURES
    ) -> Self:
        """Keep those of the person's world, cluster, town or firm."""
        kept, held = self.filter(world=world), reach(person, world.code)
        if held.may(permission):
            return kept
        own = Q(pk__in=())
        if keys := held.keys(permission, ScopeKind.CLUSTER):
            own |= Q(cluster__in=[int(key) for key in keys if key.isdecimal()])
        for key in held.keys(permission, ScopeKind.TOWN):
            own |= Q(organisation__division__code__startswith=key)
            own |= Q(superior__division__code__startswith=key)
        if held.keys(permission, ScopeKind.FIRM):
            own |= Q(firm__in=Firm.objects.records_seen(person, world, permission))
        return kept.filter(own)

    def open(self) -> Self:
        """Keep those on which nothing is decided yet."""
        return self.filter(state__in=sorted(OPEN))

    def in_effect_on(self, day: date) -> Self:
        """Keep those that were decided, had taken effect on the day and had not ended."""
        return self.filter(effect_on__lte=day, decided_on__isnull=False).exclude(
            Q(state=AbsorptionState.UNDONE) | Q(ended_on__lte=day)
        )


class Absorption(models.Model):
    """An organisation of a firm is to come, or has come, under the body of a cluster.

    ``superior`` is the superior that it had when it was proposed. ``journal`` is what the decision
    wrote into the register, so that it can be undone to the letter.
    """

    world = models.ForeignKey(
        World, models.CASCADE, related_name="absorptions", verbose_name=_("world")
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, related_name="absorptions", verbose_name=_("cluster")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="absorptions", verbose_name=_("organisation")
    )
    firm = models.ForeignKey(
        Firm, models.PROTECT, related_name="absorptions", verbose_name=_("firm")
    )
    mode = models.CharField(_("mode"), max_length=10, choices=Mode)
    link = models.ForeignKey(
        SupplyLink,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("supply link that justifies it"),
    )
    link_evidence = models.CharField(_("evidence of the link"), max_length=10, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    superior = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("present superior"),
    )
    state = models.CharField(
        pgettext_lazy("absorption", "state"), max_length=10, choices=AbsorptionState
    )
    proposed_on = models.DateField(_("proposed on"))
    proposed_at = models.DateTimeField(_("proposed at"))
    proposed_by = models.CharField(_("proposed by"), max_length=150)
    body = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("body of the cluster"),
    )
    number = models.CharField(_("number of the decision"), max_length=120, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    effect_on = models.DateField(_("takes effect on"), null=True, blank=True)
    conditions = models.CharField(_("what becomes of conditions"), max_length=500, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=150, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=500, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=150, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    journal = models.JSONField(_("what it wrote"), default=list, encoder=DjangoJSONEncoder)

    objects = AbsorptionQuerySet.as_manager()

    class Meta:
        ordering = ("-proposed_on", "-pk")
        verbose_name = _("absorption")
        indexes = (models.Index(fields=("world", "state"), name="absorption_by_state"),)
        constraints = (
            models.UniqueConstraint(
                name="absorption_open_once",
                fields=("cluster", "organisation"),
                condition=Q(state__in=sorted(OPEN)),
            ),
            models.CheckConstraint(
                name="absorption_has_a_link_or_a_reason",
                condition=~Q(link_evidence="") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="absorption_decision_is_whole",
                condition=Q(decided_on__isnull=True, effect_on__isnull=True, number="")
                | (
                    Q(decided_on__isnull=False, effect_on__gte=F("decided_on"))
                    & Q(body__isnull=False, source__isnull=False)
                    & ~Q(number="")
                ),
            ),
            models.CheckConstraint(
                name="absorption_decided_has_its_decision",
                condition=~Q(state=AbsorptionState.DECIDED) | Q(decided_on__isnull=False),
            ),
            models.CheckConstraint(
                name="absorption_ended_states_its_reason",
                condition=Q(state__in=("proposed", "agreed", "decided")) | ~Q(end_reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} → {self.cluster}"

    @property
    def mark(self) -> str:
        """The mark of its state on a page."""
        return STATE_MARKS[self.state]

    @property
    def is_open(self) -> bool:
        """Whether nothing is decided yet."""
        return self.state in OPEN

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """The scopes within which it is proposed: its cluster."""
        return ((ScopeKind.CLUSTER.value, str(self.cluster_id)),)

    @property
    def waits(self) -> list[str]:
        """Whose word is awaited, in words; the decision once all have agreed."""
        if self.state == AbsorptionState.AGREED:
            return [gettext("the decision")]
        if self.state != AbsorptionState.PROPOSED:
            return []
        waiting = (one for one in self.consents.all() if one.answer == Answer.WAITING)
        return [str(one.get_side_display()) for one in waiting]

    def scopes_of(self, side: str) -> tuple[Scope, ...]:
        """The scopes within which a side is answered for; none: only the district's office."""
        if side == Side.SUPERIOR:
            place = self.superior.division if self.superior else None
            return scopes_of_division(place.code if place else None)
        if side in (Side.FIRM, Side.BODY):
            return tuple(self.firm.root.own_scopes)
        return ()


class Consent(models.Model):
    """What one side has said to an absorption: agreed, on condition, or refused; with its paper."""

    absorption = models.ForeignKey(
        Absorption, models.CASCADE, related_name="consents", verbose_name=_("absorption")
    )
    side = models.CharField(_("side"), max_length=10, choices=Side)
    answer = models.CharField(_("answer"), max_length=12, choices=Answer, default=Answer.WAITING)
    words = models.CharField(_("condition or reason"), max_length=500, blank=True)
    number = models.CharField(_("number of the document"), max_length=120, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    office = models.CharField(_("by which office"), max_length=120, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=150, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("consent to an absorption")
        constraints = (
            models.UniqueConstraint(name="consent_once_a_side", fields=("absorption", "side")),
            models.CheckConstraint(
                name="consent_answered_on_a_day",
                condition=Q(answer=Answer.WAITING, answered_on__isnull=True)
                | (~Q(answer=Answer.WAITING) & Q(answered_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="consent_condition_or_refusal_in_words",
                condition=Q(answer__in=(Answer.WAITING, Answer.AGREED)) | ~Q(words=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.get_answer_display()}"

    @property
    def mark(self) -> str:
        """The mark of the answer on a page."""
        return ANSWER_MARKS[self.answer]
