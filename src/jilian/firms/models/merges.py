"""Merges and splits of firms, and the records that a split can move."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.firms.models.firm import Firm
from jilian.firms.models.records import (
    FirmIdentity,
    FirmIndustry,
    FirmName,
    FirmProduct,
    Site,
    YearlyFact,
)
from jilian.firms.models.titles import Carrier, Title
from jilian.places.models import World

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class FirmMergeQuerySet(models.QuerySet["FirmMerge"]):
    """Filters of merges."""

    def in_force(self) -> Self:
        """Keep the merges that were not undone."""
        return self.filter(undone_at__isnull=True)

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the merges of the world for whoever may merge firms in it."""
        may = reach(person, world.code).may(Permission.MERGE_FIRMS)
        return self.filter(world=world) if may else self.none()


class FirmMerge(models.Model):
    """Two records are one firm: ``merged`` is read together with ``kept`` until it is undone.

    Merges in force make a forest: a record is merged into one other at most, and never in a circle
    (kept by ``merge_firms``, which lets one merge of a world happen at a time).
    """

    world = models.ForeignKey(
        World, models.CASCADE, related_name="firm_merges", verbose_name=_("world")
    )
    kept = models.ForeignKey(
        Firm, models.SET_NULL, null=True, related_name="merges", verbose_name=_("kept")
    )
    merged = models.ForeignKey(
        Firm, models.SET_NULL, null=True, related_name="merged_by", verbose_name=_("merged")
    )
    kept_name = models.CharField(_("name of the kept record"), max_length=200)
    merged_name = models.CharField(_("name of the merged record"), max_length=200)
    reason = models.CharField(_("reason"), max_length=300)
    merged_at = models.DateTimeField(_("merged at"))
    merged_by = models.CharField(_("merged by"), max_length=150)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.CharField(_("undone by"), max_length=150, blank=True)
    undo_reason = models.CharField(_("reason of the undoing"), max_length=300, blank=True)

    objects = FirmMergeQuerySet.as_manager()

    class Meta:
        ordering = ("-merged_at", "-pk")
        verbose_name = _("merge of firms")
        constraints = (
            models.CheckConstraint(name="merge_joins_two_records", condition=~Q(kept=F("merged"))),
            models.UniqueConstraint(
                name="firm_merged_once_at_a_time",
                fields=("merged",),
                condition=Q(undone_at__isnull=True),
            ),
            models.CheckConstraint(
                name="merge_in_force_has_both_records",
                condition=Q(undone_at__isnull=False) | Q(kept__isnull=False, merged__isnull=False),
            ),
            models.CheckConstraint(name="merge_states_its_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="merge_is_undone_by_somebody_for_a_reason",
                condition=Q(undone_at__isnull=True, undone_by="", undo_reason="")
                | (Q(undone_at__isnull=False) & ~Q(undone_by="") & ~Q(undo_reason="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.merged_name} → {self.kept_name}"


class FirmSplitQuerySet(models.QuerySet["FirmSplit"]):
    """Filters of splits."""

    def in_force(self) -> Self:
        """Keep the splits that were not undone."""
        return self.filter(undone_at__isnull=True)

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the splits of the world for whoever may split firms in it."""
        may = reach(person, world.code).may(Permission.MERGE_FIRMS)
        return self.filter(world=world) if may else self.none()


class FirmSplit(models.Model):
    """A record held two firms: rows moved from ``firm`` to ``new_firm``, which it made.

    ``moved``: each row by its movable, key and values as they were moved; ``before`` and ``after``:
    the names under which ``firm`` stands in lists; ``made``: keys of the names that were added.
    """

    world = models.ForeignKey(
        World, models.CASCADE, related_name="firm_splits", verbose_name=_("world")
    )
    firm = models.ForeignKey(
        Firm, models.SET_NULL, null=True, related_name="splits", verbose_name=_("firm")
    )
    new_firm = models.ForeignKey(
        Firm, models.SET_NULL, null=True, related_name="split_from", verbose_name=_("new firm")
    )
    firm_name = models.CharField(_("name of the firm"), max_length=200)
    new_name = models.CharField(_("name of the new firm"), max_length=200)
    reason = models.CharField(_("reason"), max_length=300)
    moved = models.JSONField(_("moved rows"), encoder=DjangoJSONEncoder)
    made = models.JSONField(_("added rows"))
    before = models.JSONField(_("before"))
    after = models.JSONField(_("after"))
    split_at = models.DateTimeField(_("split at"))
    split_by = models.CharField(_("split by"), max_length=150)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.CharField(_("undone by"), max_length=150, blank=True)
    undo_reason = models.CharField(_("reason of the undoing"), max_length=300, blank=True)

    objects = FirmSplitQuerySet.as_manager()

    class Meta:
        ordering = ("-split_at", "-pk")
        verbose_name = _("split of a firm")
        constraints = (
            models.CheckConstraint(
                name="split_in_force_has_both_records",
                condition=Q(undone_at__isnull=False)
                | Q(firm__isnull=False, new_firm__isnull=False),
            ),
            models.CheckConstraint(
                name="split_makes_another_firm", condition=~Q(firm=F("new_firm"))
            ),
            models.CheckConstraint(name="split_states_its_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="split_is_undone_by_somebody_for_a_reason",
                condition=Q(undone_at__isnull=True, undone_by="", undo_reason="")
                | (Q(undone_at__isnull=False) & ~Q(undone_by="") & ~Q(undo_reason="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.firm_name} → {self.firm_name} + {self.new_name}"


# Rows that outlive the firms they point to, by the condition under which they do: what is over and
# only told. An area on a higher floor adds its own when the applications start.
HISTORY_OF_FIRMS: dict[type[models.Model], Q] = {
    FirmMerge: Q(undone_at__isnull=False),
    FirmSplit: Q(undone_at__isnull=False),
}


@dataclass(frozen=True)
class Movable:
    """Rows that hang on a firm by one column and can go to another firm in a split.

    ``says`` puts a row in words; ``related`` is fetched for it. ``sees``: the permission without
    which the rows are only counted.
    """

    model: type[models.Model]
    label: StrPromise
    says: Callable[[Any], str]
    field: str = "firm"
    related: tuple[str, ...] = ()
    sees: Permission = Permission.SEE_REGISTER


# By the key under which a form and a journal name them. An area on a higher floor adds its own
# when the applications start.
MOVABLE: dict[str, Movable] = {
    "names": Movable(FirmName, _("names"), lambda row: f"{row.get_kind_display()} {row.text}"),
    "identities": Movable(FirmIdentity, _("further identifiers"), str),
    "sites": Movable(
        Site, _("sites"), lambda row: f"{row.division} {row.address}".strip(), related=("division",)
    ),
    "industries": Movable(FirmIndustry, _("industries"), str, related=("industry",)),
    "products": Movable(
        FirmProduct, _("products"), lambda row: f"{row.get_trading_display()} {row.name}"
    ),
    "facts": Movable(
        YearlyFact,
        _("yearly facts"),
        lambda row: f"{row} {row.value.normalize():f}",
        sees=Permission.SEE_FACTS,
    ),
    "titles": Movable(Title, _("titles"), str),
    "carriers": Movable(Carrier, _("carriers that it runs"), str, field="operator"),
}

# Labels of models whose rows are computed from firms: they go with a firm that a split had made,
# and do not keep the split from being undone.
DERIVED_FROM_FIRMS: set[str] = set()

# What a merge of two groups of records would do beyond the firms themselves: words and a number,
# from the world, the records of both and a day. Areas on higher floors add theirs.
MergeEffect = Callable[[World, Sequence[int], Sequence[int], date], "tuple[StrPromise, int]"]
MERGE_EFFECTS: list[MergeEffect] = []

# Who wants to know, within its transaction, that a merge was made or undone: called with ``by``,
# ``at`` and ``merge``. Areas on higher floors add theirs.
MERGE_FOLLOWERS: list[Callable[..., None]] = []
