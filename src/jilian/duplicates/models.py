"""Pairs of firms that may be one, what people judged of them, and the searches that found them."""

from __future__ import annotations

from typing import Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.duplicates.rules import (
    OPEN,
    STATE_MARKS,
    PairState,
    SearchState,
    Verdict,
    reasons_in_words,
    unpacked_reasons,
)
from jilian.firms.models import Firm, FirmMerge
from jilian.places.models import World


class DuplicatePairQuerySet(models.QuerySet["DuplicatePair"]):
    """Filters of pairs."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the pairs of the world for whoever may merge firms in it."""
        may = reach(person, world.code).may(Permission.MERGE_FIRMS)
        return self.filter(world=world) if may else self.none()

    def open(self) -> Self:
        """Keep those that wait or were put off, both of whose records are in the register."""
        return self.filter(state__in=sorted(OPEN), left__isnull=False, right__isnull=False)

    def between(self, one: list[int], other: list[int]) -> Self:
        """Keep those with one record in the first list and one in the second."""
        across = Q(left__in=one, right__in=other) | Q(left__in=other, right__in=one)
        return self.filter(across)


class DuplicatePair(models.Model):
    """Two records that may be one firm; one row a pair for ever.

    ``left`` has the smaller key; either is null once its firm has left the register. ``knot`` is
    the smallest firm of the group that open pairs make, ``knot_best`` its best likelihood.
    """

    world = models.ForeignKey(
        World, models.CASCADE, related_name="duplicate_pairs", db_index=False,
        verbose_name=_("world"),
    )  # fmt: skip
    left = models.ForeignKey(
        Firm, models.SET_NULL, null=True, related_name="+", db_index=False,
        verbose_name=_("first record"),
    )  # fmt: skip
    right = models.ForeignKey(
        Firm, models.SET_NULL, null=True, related_name="+", verbose_name=_("second record")
    )
    left_name = models.CharField(_("name of the first record"), max_length=200)
    right_name = models.CharField(_("name of the second record"), max_length=200)
    likelihood = models.FloatField(_("likelihood"))
    reasons = models.CharField(_("reasons"), max_length=200, blank=True)
    state = models.CharField(
        pgettext_lazy("pair", "state"), max_length=10, choices=PairState, default=PairState.WAITING
    )
    knot = models.BigIntegerField(_("group"), default=0)
    knot_best = models.FloatField(_("best likelihood of the group"), default=0)
    proposed_at = models.DateTimeField(_("proposed at"))
    last_seen_at = models.DateTimeField(_("last found at"))
    judged_at = models.DateTimeField(_("judged at"), null=True, blank=True)

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        ordering = ("-knot_best", "knot", "-likelihood", "pk")
        verbose_name = _("possible duplicate")
        constraints = (
            models.UniqueConstraint(name="pair_proposed_once", fields=("left", "right")),
            models.CheckConstraint(
                name="pair_has_the_smaller_key_left", condition=Q(left__lt=F("right"))
            ),
            models.CheckConstraint(
                name="pair_likelihood_is_a_share", condition=Q(likelihood__range=(0, 1))
            ),
        )
        indexes = (
            models.Index(
                fields=("world", "state", "-knot_best", "knot", "-likelihood"),
                name="pairs_best_first",
            ),
            models.Index(fields=("world", "state", "-judged_at"), name="pairs_judged_last"),
        )

    def __str__(self) -> str:
        return f"{self.left_name} ~ {self.right_name}"

    @property
    def mark(self) -> str:
        """The mark of its state on a page."""
        return STATE_MARKS[self.state]

    @property
    def is_open(self) -> bool:
        """Whether it can be judged."""
        return self.state in OPEN

    @property
    def percent(self) -> int:
        """The likelihood in whole percent, never rounded up to certainty."""
        return int(100 * self.likelihood + 1e-9)

    @property
    def reason_codes(self) -> list[str]:
        """Why the names were found alike, as values of the engine's ``Reason``."""
        return unpacked_reasons(self.reasons)

    @property
    def reason_words(self) -> str:
        """Why the names were found alike, in the reader's language."""
        return reasons_in_words(self.reasons)


class JudgementQuerySet(models.QuerySet["Judgement"]):
    """Filters of judgements."""

    def in_force(self) -> Self:
        """Keep those that were not undone."""
        return self.filter(undone_at__isnull=True)


class Judgement(models.Model):
    """What a person said of a pair, and on which data; undone, it stays to be read.

    ``judged_on``: names, identifiers and division of both records then. ``implied``: it followed
    from another judgement or merge; ``before``: the state of the pair that it ended.
    """

    pair = models.ForeignKey(
        DuplicatePair, models.CASCADE, related_name="judgements", verbose_name=_("pair")
    )
    verdict = models.CharField(pgettext_lazy("pair", "judgement"), max_length=10, choices=Verdict)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    judged_on = models.JSONField(_("judged on"), default=dict, encoder=DjangoJSONEncoder)
    before = models.CharField(_("state before"), max_length=10, choices=PairState)
    implied = models.BooleanField(_("followed from another judgement"), default=False)
    kept_key = models.BigIntegerField(_("kept record"), null=True, blank=True)
    merge = models.ForeignKey(
        FirmMerge, models.SET_NULL, null=True, blank=True, related_name="judgements",
        verbose_name=_("merge"),
    )  # fmt: skip
    judged_at = models.DateTimeField(_("judged at"))
    judged_by = models.CharField(_("judged by"), max_length=150)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.CharField(_("undone by"), max_length=150, blank=True)

    objects = JudgementQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = pgettext_lazy("pair", "judgement")
        constraints = (
            models.CheckConstraint(
                name="judgement_is_undone_by_somebody",
                condition=Q(undone_at__isnull=True, undone_by="")
                | (Q(undone_at__isnull=False) & ~Q(undone_by="")),
            ),
            models.CheckConstraint(
                name="only_one_firm_is_merged",
                condition=Q(verdict=Verdict.SAME) | Q(merge__isnull=True, kept_key__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.pair}: {self.get_verdict_display()}"


class NameJudgement(models.Model):
    """What a person said of a written name and a firm before the name had a record of its own.

    Kept by name and not by pair: the row of a table has no key, and the same table comes again.
    """

    world = models.ForeignKey(
        World, models.CASCADE, related_name="name_judgements", verbose_name=_("world")
    )
    firm = models.ForeignKey(
        Firm, models.SET_NULL, null=True, related_name="+", verbose_name=_("firm")
    )
    firm_name = models.CharField(_("name of the firm"), max_length=200)
    written = models.CharField(_("written name"), max_length=200)
    form = models.CharField(_("normal form"), max_length=200)
    verdict = models.CharField(
        pgettext_lazy("pair", "judgement"), max_length=10,
        choices=[(one.value, one.label) for one in (Verdict.SAME, Verdict.DIFFERENT)],
    )  # fmt: skip
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    judged_at = models.DateTimeField(_("judged at"))
    judged_by = models.CharField(_("judged by"), max_length=150)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("judgement of a name")
        constraints = (
            models.UniqueConstraint(name="name_judged_once_of_a_firm", fields=("firm", "form")),
        )
        indexes = (models.Index(fields=("world", "form"), name="names_judged"),)

    def __str__(self) -> str:
        return f"{self.written} ~ {self.firm_name}"


class DuplicateSearchQuerySet(models.QuerySet["DuplicateSearch"]):
    """Filters of searches."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the searches of the world for whoever may merge firms in it."""
        may = reach(person, world.code).may(Permission.MERGE_FIRMS)
        return self.filter(world=world) if may else self.none()

    def unfinished(self) -> Self:
        """Keep those that wait or run."""
        return self.filter(state__in=(SearchState.WAITING, SearchState.RUNNING))


class DuplicateSearch(models.Model):
    """One search through the names of a world: how far it came and what it found."""

    STEPS = 4

    world = models.ForeignKey(
        World, models.CASCADE, related_name="duplicate_searches", verbose_name=_("world")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=SearchState, default=SearchState.WAITING
    )
    steps_done = models.PositiveSmallIntegerField(_("steps done"), default=0)
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.CharField(_("asked by"), max_length=150)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    firms = models.PositiveIntegerField(_("firms"), null=True, blank=True)
    found = models.PositiveIntegerField(_("pairs found"), null=True, blank=True)
    fresh = models.PositiveIntegerField(_("new pairs"), null=True, blank=True)
    again = models.PositiveIntegerField(_("pairs asked about again"), null=True, blank=True)
    withdrawn = models.PositiveIntegerField(_("pairs withdrawn"), null=True, blank=True)

    objects = DuplicateSearchQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("search for duplicates")

    def __str__(self) -> str:
        return f"{self.world} {self.asked_at:%Y-%m-%d %H:%M}"
