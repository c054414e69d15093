"""Supply links and frozen snapshots of the network."""

from __future__ import annotations

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import ScopeKind
from jilian.base.dated import Dated, DatedQuerySet
from jilian.base.encryption import SealedBytesField, SealedDecimalField
from jilian.base.search import among
from jilian.firms.models import Firm
from jilian.firms.queries.groups import group_ids
from jilian.network.rules import Evidence, ValueBand
from jilian.places.models import World
from jilian.sources.models import Sourced


class SupplyLinkQuerySet(DatedQuerySet["SupplyLink"]):
    """Filters of supply links."""

    def visible_to(
        self, person: Person, world: World, permission: Permission = Permission.SEE_LINKS
    ) -> Self:
        """Keep the links for which the person holds the permission: all, or those of own firms."""
        kept, held = self.filter(world=world), reach(person, world.code)
        if held.may(permission):
            return kept
        if held.keys(permission, ScopeKind.TOWN):  # thousands of firms: look at each link
            own = Firm.objects.records_seen(person, world, permission)
            return kept.filter(Q(supplier__in=own) | Q(buyer__in=own))
        return self.of_own_firms(person, world, permission)

    def few_visible_to(
        self, person: Person, world: World, permission: Permission = Permission.SEE_LINKS
    ) -> Self:
        """Keep the same as ``visible_to``, of the some hundred links at hand.

        Who sees a town has thousands of own firms: instead of every link of theirs, the ends of
        these few are looked at, for three queries more.
        """
        held = reach(person, world.code)
        if held.may(permission) or not held.keys(permission, ScopeKind.TOWN):
            return self.visible_to(person, world, permission)
        pairs = self.filter(world=world).order_by().values_list("supplier", "buyer")
        ends = among({end for both in pairs for end in both})
        records = Firm.objects.filter(world=world, pk__in=ends).order_by()
        root_of = {pk: root or pk for pk, root in records.values_list("pk", "merged_into")}
        seen = Firm.objects.visible_to(person, world, permission).order_by()
        roots = set(seen.filter(pk__in=among({*root_of.values()})).values_list("pk", flat=True))
        own = among([pk for pk, root in root_of.items() if root in roots])
        return self.filter(Q(supplier__in=own) | Q(buyer__in=own), world=world)

    def of_own_firms(self, person: Person, world: World, permission: Permission) -> Self:
        """Keep the links of the firms for which the person holds the permission."""
        seen = Firm.objects.records_seen(person, world, permission)
        own = among(seen.values_list("pk", flat=True))  # PostgreSQL plans badly for unknown many
        return self.filter(world=world, pk__in=links_at(supplier__in=own, buyer__in=own))

    def of_firm(self, firm: Firm) -> Self:
        """Keep the links in which the firm, by any of its records, is supplier or buyer."""
        records = group_ids(firm)
        return self.filter(pk__in=links_at(supplier__in=records, buyer__in=records))


def links_at(**ends: object) -> models.QuerySet[SupplyLink, int]:
    """Return the keys of the links that fit at one end or the other, as a query.

    A union of two, each through its own index: SQLite reads the whole table for an "or" of them.
    """
    one, *others = (
        SupplyLink.objects.filter(**{end: value}).order_by().values_list("pk", flat=True)
        for end, value in ends.items()
    )
    return one.union(*others)


class SupplyLink(Dated, Sourced):
    """One firm supplies another with a product, by some evidence, for a while."""

    # Indexes of Meta that begin with world and with supplier serve these two keys.
    world = models.ForeignKey(
        World, models.CASCADE, related_name="links", db_index=False, verbose_name=_("world")
    )
    supplier = models.ForeignKey(
        Firm, models.CASCADE, related_name="sales", db_index=False, verbose_name=_("supplier")
    )
    buyer = models.ForeignKey(
        Firm, models.CASCADE, related_name="purchases", verbose_name=_("buyer")
    )
    product = models.CharField(_("product"), max_length=120, blank=True)
    # A business secret: sealed, so the database neither sorts nor adds it, nor checks its sign.
    amount_yuan = SealedDecimalField(
        _("yearly value (yuan)"), decimal_places=2, null=True, blank=True
    )
    band = models.CharField(_("band of yearly value"), max_length=12, choices=ValueBand, blank=True)
    evidence = models.CharField(_("evidence"), max_length=10, choices=Evidence)
    probability = models.FloatField(
        _("probability"),
        null=True,
        blank=True,
        validators=(MinValueValidator(0), MaxValueValidator(1)),
    )
    reasons = models.JSONField(
        _("reasons"), null=True, blank=True, help_text=_("Parts of an inferred probability.")
    )
    last_seen_on = models.DateField(
        _("last seen on"),
        null=True,
        blank=True,
        help_text=_("Latest day on which a source shows it."),
    )

    objects = SupplyLinkQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("supply link")
        indexes = (
            models.Index(fields=("supplier", "buyer"), name="link_by_ends"),
            models.Index(
                fields=("world", "evidence", "known_by", "valid_to"), name="link_by_evidence"
            ),
            models.Index(fields=("world", "known_by", "id"), name="link_in_order"),
            models.Index(
                fields=("world", "product", "known_by", "valid_to"), name="link_by_product"
            ),
            models.Index(
                fields=("world", "supplier", "known_by", "valid_to", "buyer"),
                name="link_by_supplier",
            ),
            models.Index(
                fields=("world", "buyer", "known_by", "valid_to", "supplier"), name="link_by_buyer"
            ),
        )
        constraints = (
            *Dated.Meta.constraints,
            models.CheckConstraint(name="link_joins_two_firms", condition=~Q(supplier=F("buyer"))),
            models.CheckConstraint(
                name="link_inferred_has_its_probability",
                condition=Q(evidence=Evidence.INFERRED, probability__gt=0, probability__lte=1)
                | (~Q(evidence=Evidence.INFERRED) & Q(probability__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.sold_by} → {self.bought_by}"

    also: tuple[SupplyLink, ...] = ()  # set by queries.add_repeated

    @property
    def sold_by(self) -> Firm:
        """The firm that supplies: what stands for the record that the source names."""
        return self.supplier.root

    @property
    def bought_by(self) -> Firm:
        """The firm that buys: what stands for the record that the source names."""
        return self.buyer.root

    @property
    def is_within_a_firm(self) -> bool:
        """Whether both ends are records of one firm."""
        return self.supplier.root_id == self.buyer.root_id

    @property
    def is_inferred(self) -> bool:
        """Whether the link was computed and not seen."""
        return self.evidence == Evidence.INFERRED


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    """Filters of snapshots."""

    def visible_to(self, person: Person, world: World) -> Self:
        """Keep the snapshots of the world for whoever sees supply links in it at all."""
        if not reach(person, world.code).may_somewhere(Permission.SEE_LINKS):
            return self.none()
        return self.filter(world=world)


class Snapshot(models.Model):
    """The network of a world as of a day, frozen: the only thing that the engine reads."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="snapshots", verbose_name=_("world")
    )
    as_of = models.DateField(_("as of"))
    fingerprint = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    manifest = models.JSONField(_("manifest"))
    frozen_at = models.DateTimeField(_("frozen at"))
    frozen_by = models.CharField(_("frozen by"), max_length=150)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ("-frozen_at",)
        verbose_name = _("snapshot")
        constraints = (
            models.UniqueConstraint(
                name="snapshot_kept_once", fields=("world", "as_of", "fingerprint")
            ),
        )

    def __str__(self) -> str:
        return f"{self.as_of} {self.fingerprint[:12]}"


class SnapshotTable(models.Model):
    """One table of a snapshot as Parquet, kept in the database so that every machine has it."""

    snapshot = models.ForeignKey(
        Snapshot, models.CASCADE, related_name="tables", verbose_name=_("snapshot")
    )
    name = models.CharField(_("table"), max_length=40)
    content = SealedBytesField(_("content (Parquet)"))

    class Meta:
        verbose_name = _("table of a snapshot")
        constraints = (
            models.UniqueConstraint(name="snapshot_table_once", fields=("snapshot", "name")),
        )

    def __str__(self) -> str:
        return self.name
