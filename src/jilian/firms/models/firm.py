"""Firms, kept apart from what is said about them, and which of them a person may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import Scope, ScopeKind
from jilian.firms.rules import Scheme
from jilian.places.models import World

ScopeFilter = Callable[[frozenset[str]], Q]

# Which firms belong to a scope of each kind. An area on a higher floor adds its own kind when the
# applications start, so that this one need not know it.
SCOPE_FILTERS: dict[str, ScopeFilter] = {
    ScopeKind.FIRM: lambda keys: Q(pk__in=[int(key) for key in keys if key.isdecimal()]),
}


class FirmQuerySet(models.QuerySet["Firm"]):
    """Filters of firms."""

    def standing(self) -> Self:
        """Keep the records that stand for a firm: those that are not merged into another."""
        return self.filter(merged_into__isnull=True)

    def merged(self) -> Self:
        """Keep the records that are merged into another; there are few."""
        return self.filter(merged_into__isnull=False)

    def visible_to(
        self, person: Person, world: World, permission: Permission = Permission.SEE_REGISTER
    ) -> Self:
        """Keep the firms for which the person holds the permission in this world.

        A merged record is hidden behind the one that stands for it; whoever holds the permission
        for any record of a group holds it for the firm.
        """
        held, kept = reach(person, world.code), self.filter(world=world).standing()
        if held.may(permission):
            return kept
        allowed = Q(pk__in=())
        for kind, condition in SCOPE_FILTERS.items():
            if keys := held.keys(permission, kind):
                allowed |= condition(keys)
        behind = Firm.objects.filter(allowed, world=world).merged().order_by()
        return kept.filter(allowed | Q(pk__in=behind.values("merged_into")))

    def records_seen(
        self, person: Person, world: World, permission: Permission = Permission.SEE_REGISTER
    ) -> models.QuerySet[Any, Any]:
        """The keys of all records of the firms that ``visible_to`` keeps, as a query for "in"."""
        every = Firm.objects.filter(world=world).order_by()
        if reach(person, world.code).may(permission):
            return every.values("pk")
        seen = Firm.objects.visible_to(person, world, permission).order_by().values("pk")
        # A union of two, each through its own index.
        return seen.union(every.merged().filter(merged_into__in=seen).values("pk"))


class Firm(models.Model):
    """A firm of a world, kept apart from what is said about it, which is dated and sourced.

    Where one firm stands in the register twice, the further records are merged into one of them:
    ``merged_into`` is then the record that stands for all. It is derived from the merges in force
    (``FirmMerge``); no other row is moved by a merge.
    """

    world = models.ForeignKey(
        World, models.CASCADE, related_name="firms", db_index=False, verbose_name=_("world")
    )  # firm_in_order begins with it, as others below serve keys that carry no index of their own
    scheme = models.CharField(_("identified by"), max_length=24, choices=Scheme)
    identifier = models.CharField(_("identifier"), max_length=80)
    name = models.CharField(
        _("name"), max_length=200, help_text=_("The latest registered name, for lists.")
    )
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    sort_key = models.CharField(_("sort key"), max_length=64, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.RESTRICT,
        null=True,
        blank=True,
        editable=False,
        related_name="absorbed",
        db_index=False,
        verbose_name=_("merged into"),
    )

    objects = FirmQuerySet.as_manager()

    class Meta:
        ordering = ("sort_key", "pk")
        verbose_name = _("firm")
        constraints = (
            models.UniqueConstraint(
                name="firm_identifier_once", fields=("world", "scheme", "identifier")
            ),
            models.CheckConstraint(
                name="firm_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
            ),
        )
        indexes = (
            # The last column is always empty here; with it a count needs no look at the table.
            models.Index(
                fields=("world", "sort_key", "id", "merged_into"),
                name="firm_in_order",
                condition=Q(merged_into__isnull=True),
            ),
            models.Index(
                fields=("world", "merged_into"),
                name="firm_merged",
                condition=Q(merged_into__isnull=False),
            ),
            models.Index(
                fields=("merged_into",),
                name="firm_records",
                condition=Q(merged_into__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name

    @property
    def is_listed_by_name(self) -> bool:
        """Whether the identifier only repeats the name in a document or list."""
        return self.scheme in (Scheme.APPLE_SUPPLIER_LIST, Scheme.NAMED_IN_DOCUMENT)

    @property
    def own_scopes(self) -> Iterable[Scope]:
        """The scope of the firm itself; towns and clusters are looked up where they are needed."""
        return ((ScopeKind.FIRM, str(self.pk)),)

    @property
    def root_id(self) -> int:
        """The key of the record that stands for the firm: this, or what it is merged into."""
        return self.merged_into_id or self.pk

    @property
    def root(self) -> Firm:
        """The record that stands for the firm; fetch ``merged_into`` with many rows."""
        return self.merged_into or self

    # What ``queries.with_parts`` has fetched: of this record, then what others of its group add.

    @property
    def sites_now(self) -> list[Any]:
        """The sites of the day, the main one first; the same place once."""
        return self._of_group("sites", lambda site: (site.division_id, site.address))

    @property
    def industries_now(self) -> list[Any]:
        """The industries of the day, the main one first."""
        return self._of_group("industries", lambda held: held.industry_id)

    @property
    def products_now(self) -> list[Any]:
        """What the firm makes on the day."""
        return self._of_group("products", lambda product: product.normal_form)

    @property
    def titles_now(self) -> list[Any]:
        """The titles of the day."""
        return self._of_group("titles", lambda title: (title.kind, title.level, title.document))

    @property
    def names_matched(self) -> list[Any]:
        """The names by which a list found the firm; none where it asked for no name."""
        others = [name for one in getattr(self, "absorbed_named", ()) for name in one.own_matches]
        return [*getattr(self, "own_matches", ()), *others]

    def _of_group(self, name: str, same: Callable[[Any], object]) -> list[Any]:
        own: list[Any] = getattr(self, f"own_{name}")
        absorbed: list[Firm] = getattr(self, "absorbed_now", [])
        if not absorbed:
            return own
        every = [*own, *(row for one in absorbed for row in getattr(one, f"own_{name}"))]
        return list({same(row): row for row in reversed(every)}.values())[::-1]
