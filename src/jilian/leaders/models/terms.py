"""The calendar of the rotating chain head, hand-overs, and what changes hands."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jilian.base.dated import Dated, DatedQuerySet
from jilian.clusters.models import Cluster
from jilian.firms.models import Firm


class ChainHeadTerm(Dated):
    """A firm is the chain head of a cluster for some months; the last day is always planned."""

    cluster = models.ForeignKey(
        Cluster, models.CASCADE, related_name="chain_heads", verbose_name=_("cluster")
    )
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+", verbose_name=_("firm"))
    reason = models.CharField(_("reason"), max_length=300)
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = models.CharField(_("entered by"), max_length=150)

    objects = DatedQuerySet["ChainHeadTerm"].as_manager()

    class Meta(Dated.Meta):
        ordering = ("known_by", "pk")
        verbose_name = _("term of a chain head")
        constraints = (
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="term_has_both_days",
                condition=Q(valid_from__isnull=False, valid_to__isnull=False),
            ),
            models.CheckConstraint(name="term_states_its_reason", condition=~Q(reason="")),
        )

    def __str__(self) -> str:
        return f"{self.cluster}: {self.firm}"

    @property
    def begins(self) -> date:
        """The first day."""
        return self.known_by

    @property
    def ends(self) -> date:
        """The day after the last."""
        assert self.valid_to is not None
        return self.valid_to

    @property
    def last_day(self) -> date:
        """The last day."""
        return self.ends - timedelta(days=1)


class TermMonth(models.Model):
    """A month that a term takes: the database lets no two terms of a cluster have the same."""

    term = models.ForeignKey(
        ChainHeadTerm, models.CASCADE, related_name="months", verbose_name=_("term")
    )
    cluster = models.ForeignKey(
        Cluster, models.CASCADE, related_name="+", verbose_name=_("cluster")
    )
    month = models.DateField(_("month"), help_text=_("Its first day."))

    class Meta:
        ordering = ("month",)
        verbose_name = _("month of a term")
        constraints = (
            models.UniqueConstraint(
                name="chain_head_terms_never_overlap", fields=("cluster", "month")
            ),
        )

    def __str__(self) -> str:
        return self.month.isoformat()


class HandOver(models.Model):
    """One term hands over to the next: done when both sides have given their word."""

    outgoing = models.ForeignKey(
        ChainHeadTerm, models.CASCADE, related_name="handed_over", verbose_name=_("outgoing term")
    )
    incoming = models.OneToOneField(
        ChainHeadTerm, models.CASCADE, related_name="taken_over", verbose_name=_("incoming term")
    )
    outgoing_word_at = models.DateTimeField(_("outgoing word given at"), null=True, blank=True)
    outgoing_word_by = models.CharField(_("outgoing word given by"), max_length=150, blank=True)
    incoming_word_at = models.DateTimeField(_("incoming word given at"), null=True, blank=True)
    incoming_word_by = models.CharField(_("incoming word given by"), max_length=150, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        ordering = ("-incoming__known_by",)
        verbose_name = _("hand-over")
        constraints = (
            models.CheckConstraint(
                name="hand_over_is_done_by_both_words",
                condition=Q(done_at__isnull=True)
                | (~Q(outgoing_word_by="") & ~Q(incoming_word_by="")),
            ),
            models.CheckConstraint(
                name="hand_over_needs_two_people",
                condition=Q(outgoing_word_by="")
                | ~Q(outgoing_word_by=models.F("incoming_word_by")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.outgoing.firm} → {self.incoming.firm}"


class HandOverItem(models.Model):
    """Something open that the chain head carries: it changes hands with the hand-over."""

    cluster = models.ForeignKey(
        Cluster, models.CASCADE, related_name="hand_over_items", verbose_name=_("cluster")
    )
    holder = models.ForeignKey(
        Firm, models.PROTECT, related_name="+", verbose_name=_("carried by"),
        help_text=_("The chain head that carries it now."),
    )  # fmt: skip
    text = models.CharField(_("what is open"), max_length=300)
    owner = models.CharField(
        _("unit that does it"), max_length=80, help_text=_("An office or firm, not a person.")
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    noted_at = models.DateTimeField(_("noted at"))
    noted_by = models.CharField(_("noted by"), max_length=150)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    handed = models.ForeignKey(
        HandOver, models.SET_NULL, null=True, blank=True, related_name="items",
        verbose_name=_("last hand-over"),
    )  # fmt: skip

    class Meta:
        ordering = ("due_on", "pk")
        verbose_name = _("item of the hand-over list")
        constraints = (
            models.CheckConstraint(name="item_states_what_is_open", condition=~Q(text="")),
        )

    def __str__(self) -> str:
        return self.text
