"""A selection of leading firms: what was declared, the frozen inputs, the result, the decision."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.clusters.models import Cluster
from jilian.firms.models import Firm
from jilian.leaders.rules import STATE_MARKS, Method, MissingRule, SelectionState, Weighting
from jilian.leaders.rules.selections import OPEN_STATES
from jilian.places.models import World


class SelectionQuerySet(models.QuerySet["Selection"]):
    """Filters of selections."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the selections of the world if the person may see their tables."""
        kept = self.filter(cluster__world=world)
        if reach(person, world.code).may_somewhere(Permission.SEE_SELECTIONS):
            return kept
        return kept.none()

    def open(self) -> Self:
        """Keep those on which somebody has yet to decide."""
        return self.filter(state__in=OPEN_STATES)


class Selection(models.Model):
    """The choice of the leading firms of a cluster from a table of measures on a day.

    ``table`` holds the inputs as they stood when it was computed, ``fingerprint`` says so; the
    ranking is computed from them alone, so that it comes out the same for ever.
    """

    cluster = models.ForeignKey(
        Cluster, models.CASCADE, related_name="selections", verbose_name=_("cluster")
    )
    as_of = models.DateField(_("as of"))
    year = models.PositiveSmallIntegerField(_("year of the facts"))
    measures = models.JSONField(_("declared measures"), default=list)
    method = models.CharField(_("method"), max_length=12, choices=Method, default=Method.TOPSIS)
    missing = models.CharField(
        _("what is missing"), max_length=16, choices=MissingRule, default=MissingRule.NOT_COMPARABLE
    )
    weighting = models.CharField(
        _("weights"), max_length=8, choices=Weighting, default=Weighting.EQUAL
    )
    weights = models.JSONField(
        _("points by criterion"), default=dict, blank=True, help_text=_("Where set by hand.")
    )
    weights_reason = models.CharField(_("reason of the weights"), max_length=300, blank=True)
    weights_by = models.CharField(_("weights set by"), max_length=150, blank=True)
    state = models.CharField(
        pgettext_lazy("selection", "state"), max_length=9, choices=SelectionState,
        default=SelectionState.DRAFT,
    )  # fmt: skip
    table = models.JSONField(_("frozen inputs"), null=True, blank=True)
    fingerprint = models.CharField(_("fingerprint (SHA-256)"), max_length=64, blank=True)
    result = models.JSONField(_("result"), null=True, blank=True)
    versions = models.JSONField(_("versions"), default=dict, blank=True)
    started_at = models.DateTimeField(_("started at"))
    started_by = models.CharField(_("started by"), max_length=150)
    computed_at = models.DateTimeField(_("computed at"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=150, blank=True)
    reason = models.CharField(
        _("reason"), max_length=300, blank=True, help_text=_("Of the decision or the withdrawal.")
    )
    document = models.CharField(_("document"), max_length=200, blank=True)
    from_day = models.DateField(_("from"), null=True, blank=True)
    changes = models.JSONField(
        _("changed memberships"), default=list, blank=True, help_text=_("What an undo takes back.")
    )

    objects = SelectionQuerySet.as_manager()

    class Meta:
        ordering = ("-as_of", "-pk")
        verbose_name = _("selection of leading firms")
        constraints = (
            models.CheckConstraint(
                name="computed_selection_has_its_inputs",
                condition=Q(state__in=("draft", "withdrawn"))
                | (Q(table__isnull=False, result__isnull=False) & ~Q(fingerprint="")),
            ),
            models.CheckConstraint(
                name="decided_selection_has_its_day",
                condition=~Q(state="decided") | Q(from_day__isnull=False),
            ),
            models.CheckConstraint(
                name="weights_by_hand_state_who_and_why",
                condition=~Q(weighting="by_hand") | (~Q(weights_reason="") & ~Q(weights_by="")),
            ),
        )

    def __str__(self) -> str:
        return gettext("Selection of %(day)s: %(cluster)s") % {
            "day": self.as_of.isoformat(),
            "cluster": self.cluster,
        }

    @property
    def mark(self) -> str:
        """The mark of its state on a page."""
        return STATE_MARKS[SelectionState(self.state)]

    @property
    def is_open(self) -> bool:
        """Whether somebody has yet to decide."""
        return self.state in OPEN_STATES


class LeaderChoice(models.Model):
    """A firm that a decided selection made a leading firm, with the rank it had."""

    selection = models.ForeignKey(
        Selection, models.CASCADE, related_name="choices", verbose_name=_("selection")
    )
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+", verbose_name=_("firm"))
    rank = models.PositiveIntegerField(
        _("rank"), null=True, blank=True, help_text=_("Empty: it was not comparable.")
    )

    class Meta:
        ordering = ("rank", "pk")
        verbose_name = _("chosen leading firm")
        constraints = (
            models.UniqueConstraint(name="firm_chosen_once", fields=("selection", "firm")),
        )

    def __str__(self) -> str:
        return str(self.firm)
