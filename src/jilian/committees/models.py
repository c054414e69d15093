"""Setting up a cluster's organisation: procedures, their steps, seats and terms of office.

Office-holders are never named: a seat is a role, a firm and a number.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import Scope, ScopeKind
from jilian.clusters.models import Cluster
from jilian.committees.rules import (
    BODY_TYPES,
    OPEN,
    STANDING,
    STATE_MARKS,
    Declared,
    RelationMode,
    SeatRole,
    Standing,
    State,
    Step,
    standing_of,
)
from jilian.firms.models import Firm
from jilian.organisations.models import Organisation, scopes_of_division
from jilian.organisations.rules import CountBand, Line, OrganisationType
from jilian.places.models import World

TYPES = [(one.value, one.label) for one in BODY_TYPES]


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    """Filters of procedures."""

    def visible_to(
        self, person: Person, world: World, permission: Permission = Permission.SEE_PROCEDURES
    ) -> Self:
        """Keep those for which the person holds the permission.

        Everywhere: all of the world. A cluster's secretary: her cluster. A town: what is hosted
        there; a firm: where it fills a seat; neither sees what is not yet applied for.
        """
        held, kept = reach(person, world.code), self.filter(world=world)
        if held.may(permission):
            return kept
        clusters = [int(key) for key in held.keys(permission, ScopeKind.CLUSTER) if key.isdecimal()]
        outside = Q(pk__in=())
        for town in held.keys(permission, ScopeKind.TOWN):
            outside |= Q(cluster__host_division__code__startswith=town)
            outside |= Q(superior__division__code__startswith=town)
        if held.keys(permission, ScopeKind.FIRM):
            own = Firm.objects.records_seen(person, world, permission)
            outside |= Q(pk__in=Seat.objects.filter(firm__in=own).values("procedure"))
        return kept.filter(Q(cluster__in=clusters) | (outside & ~Q(state=State.DRAFT)))

    def running(self) -> Self:
        """Keep those that wait for a step."""
        return self.filter(state__in=sorted(OPEN))

    def standing(self) -> Self:
        """Keep those whose body stands."""
        return self.filter(state__in=sorted(STANDING))


class Procedure(models.Model):
    """The setting up of one body of a cluster, from its draft to its dissolution."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="procedures", verbose_name=_("world")
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, related_name="procedures", verbose_name=_("cluster")
    )
    name = models.CharField(_("name of the body"), max_length=200)
    type = models.CharField(_("type"), max_length=20, choices=TYPES)
    relation_mode = models.CharField(
        _("relation mode"), max_length=10, choices=RelationMode, default=RelationMode.UNKNOWN
    )
    superior = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("superior"),
    )
    superior_line = models.CharField(_("line of the superior"), max_length=10, choices=Line)
    applying_body = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit that applies"),
    )
    formal = models.PositiveIntegerField(_("formal members"), null=True, blank=True)
    probationary = models.PositiveIntegerField(_("probationary members"), null=True, blank=True)
    band = models.CharField(
        _("band of formal members"), max_length=5, choices=CountBand, blank=True
    )
    counted_on = models.DateField(_("counted on"), null=True, blank=True)
    exception_document = models.CharField(
        _("document of the exception"),
        max_length=200,
        blank=True,
        help_text=_("Approves fewer members because of work needs."),
    )
    is_exception = models.BooleanField(_("exception"), default=False)
    departure = models.CharField(
        _("why it departs from what holds in general"), max_length=500, blank=True
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    state_since = models.DateField(_("in this state since"))
    approval_number = models.CharField(_("number of the approval"), max_length=200, blank=True)
    applied_on = models.DateField(_("applied for on"), null=True, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    elected_on = models.DateField(_("elected on"), null=True, blank=True)
    effect_on = models.DateField(
        _("in effect from"), null=True, blank=True, help_text=_("Wanted, until it has been filed.")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="procedures",
        verbose_name=_("organisation set up"),
    )
    drafted_at = models.DateTimeField(_("drafted at"))
    drafted_by = models.CharField(_("drafted by"), max_length=150)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        ordering = ("-drafted_at", "-pk")
        verbose_name = _("setting up of a body")
        indexes = (models.Index(fields=("world", "state"), name="procedures_by_state"),)
        constraints = (
            models.UniqueConstraint(
                name="cluster_has_one_running_procedure",
                fields=("cluster",),
                condition=Q(state__in=sorted(OPEN)),
            ),
            models.CheckConstraint(
                name="standing_procedure_has_its_organisation",
                condition=~Q(state__in=sorted(STANDING | {State.DISSOLVED}))
                | Q(organisation__isnull=False, effect_on__isnull=False),
            ),
            models.CheckConstraint(
                name="procedure_counts_or_has_a_band",
                condition=Q(band="") | Q(formal__isnull=True),
            ),
            models.CheckConstraint(
                name="procedure_exception_has_its_document",
                condition=Q(is_exception=False) | ~Q(exception_document=""),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def mark(self) -> str:
        """The mark of its state on a page."""
        return STATE_MARKS[self.state]

    @property
    def is_open(self) -> bool:
        """Whether it waits for a step towards a body that stands."""
        return self.state in OPEN

    @property
    def is_standing(self) -> bool:
        """Whether its body stands."""
        return self.state in STANDING

    # Set by ``queries.procedures_seen``.
    due: date | None
    term_start: date | None
    term_rule: str | None
    asked_on: date

    @property
    def standing(self) -> Standing:
        """How it stands on the day for which it was asked."""
        return standing_of(self.state, self.due, self.asked_on)

    @property
    def declared(self) -> Declared:
        """What was declared with the application."""
        return Declared(
            self.formal, self.probationary, self.band, self.counted_on, self.effect_on,
            self.exception_document,
        )  # fmt: skip

    @property
    def own_scopes(self) -> Iterable[Scope]:
        """The scopes within which it may be acted on: its cluster."""
        return ((ScopeKind.CLUSTER, str(self.cluster_id)),)

    @property
    def count_scopes(self) -> Iterable[Scope]:
        """The scopes within which its counts may be seen: its cluster, the town of its host."""
        host = self.cluster.host_division
        return (*self.own_scopes, *scopes_of_division(host.code if host else None))

    def get_type_label(self) -> str:
        """Its type in words."""
        return str(OrganisationType(self.type).label)


class ProcedureStep(models.Model):
    """One step: its day, its paper, who took it, and what it changed, so that it can be undone."""

    procedure = models.ForeignKey(
        Procedure, models.CASCADE, related_name="steps", verbose_name=_("setting up of a body")
    )
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("step"), max_length=12, choices=Step)
    day = models.DateField(_("day"))
    document_number = models.CharField(_("number of the paper"), max_length=200, blank=True)
    document_title = models.CharField(_("title of the paper"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    check_outcome = models.CharField(_("what the rules said"), max_length=12, blank=True)
    rules_fingerprint = models.CharField(_("version of the rules"), max_length=64, blank=True)
    before = models.JSONField(_("before"), default=dict)
    journal = models.BinaryField(_("what it wrote elsewhere"), default=bytes)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.CharField(_("recorded by"), max_length=150)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.CharField(_("undone by"), max_length=150, blank=True)
    undo_reason = models.CharField(_("why it was undone"), max_length=500, blank=True)

    class Meta:
        ordering = ("procedure", "number")
        verbose_name = _("step of setting up a body")
        constraints = (
            models.UniqueConstraint(name="step_numbered_once", fields=("procedure", "number")),
            models.CheckConstraint(
                name="undone_step_says_by_whom",
                condition=Q(undone_at__isnull=True) | (~Q(undone_by="") & ~Q(undo_reason="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.procedure}: {self.get_kind_display()}"

    @property
    def document(self) -> str:
        """Title and number of its paper as one writes them together."""
        return " ".join(filter(None, (self.document_title, self.document_number)))


class TermQuerySet(models.QuerySet["Term"]):
    """Filters of terms of office."""

    def with_due(self) -> Self:
        """Say of each term its last day, extended or not."""
        return self.annotate(due=Coalesce("extended_to", "ends_on"))

    def last_of_each(self) -> Self:
        """Keep the last term of each body."""
        newest = Term.objects.filter(procedure=models.OuterRef("procedure")).order_by("-number")
        return self.filter(pk=models.Subquery(newest.values("pk")[:1]))


class Term(models.Model):
    """A term of office of a body; first and last day are both included."""

    procedure = models.ForeignKey(
        Procedure, models.CASCADE, related_name="terms", verbose_name=_("setting up of a body")
    )
    number = models.PositiveIntegerField(_("number of the term"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Empty where no rule says how long.")
    )
    years = models.PositiveSmallIntegerField(_("years"), null=True, blank=True)
    rule_id = models.CharField(_("rule"), max_length=40, blank=True)
    extended_to = models.DateField(_("extended to"), null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ("procedure", "number")
        verbose_name = _("term of office")
        constraints = (
            models.UniqueConstraint(name="term_numbered_once", fields=("procedure", "number")),
            models.CheckConstraint(
                name="term_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
            ),
            models.CheckConstraint(
                name="term_is_extended_beyond_its_end",
                condition=Q(extended_to__isnull=True)
                | Q(ends_on__isnull=False, extended_to__gt=F("ends_on")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.procedure} {self.number}"

    @property
    def due_on(self) -> date | None:
        """Its last day, extended or not; None where it is not known."""
        return self.extended_to or self.ends_on


class Seat(models.Model):
    """Seats of one role that one firm fills in one term: a number, nobody's name."""

    procedure = models.ForeignKey(
        Procedure, models.CASCADE, related_name="seats", verbose_name=_("setting up of a body")
    )
    term_number = models.PositiveIntegerField(_("number of the term"), default=1)
    role = models.CharField(_("office on the committee"), max_length=10, choices=SeatRole)
    firm = models.ForeignKey(
        Firm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("firm"),
        help_text=_("Empty: a unit that the register does not hold."),
    )
    seats = models.PositiveSmallIntegerField(_("seats"))

    class Meta:
        ordering = ("procedure", "term_number", "pk")
        verbose_name = _("seats of a body")
        constraints = (
            models.UniqueConstraint(
                name="seats_of_role_and_firm_once",
                fields=("procedure", "term_number", "role", "firm"),
            ),
            models.UniqueConstraint(
                name="seats_of_other_units_once",
                fields=("procedure", "term_number", "role"),
                condition=Q(firm__isnull=True),
            ),
            models.CheckConstraint(name="seats_are_some", condition=Q(seats__gt=0)),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.seats}"
