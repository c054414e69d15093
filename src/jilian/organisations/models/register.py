"""Organisations with dated names, types, superiors and counts; no person is ever recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import Scope, ScopeKind
from jilian.base.dated import Dated, DatedQuerySet
from jilian.firms.models import Firm
from jilian.organisations.rules import CountBand, CoverMode, Line, OrganisationType
from jilian.places.models import Division, World
from jilian.sources.models import Source, Sourced

TOWN_DIGITS = 9  # how many digits of a division's code name its town
ScopeFilter = Callable[[frozenset[str]], Q]


def _in_towns(keys: frozenset[str]) -> Q:
    kept = Q(pk__in=())
    for key in keys:
        kept |= Q(division__code__startswith=key)
    return kept


# Which organisations belong to a scope of each kind. An area on a higher floor adds its own kind
# when the applications start, so that this one need not know it.
SCOPE_FILTERS: dict[str, ScopeFilter] = {
    ScopeKind.TOWN: _in_towns,
    ScopeKind.FIRM: lambda keys: Q(
        pk__in=Cover.objects.filter(
            firm__in=_records_of(keys), mode=CoverMode.OWN, valid_to__isnull=True
        ).values("organisation")
    ),
}


def _records_of(keys: frozenset[str]) -> models.QuerySet[Firm, Any]:
    """All records of the firms with these keys: a merged record stands for its whole firm."""
    own = Firm.objects.filter(pk__in=[int(key) for key in keys if key.isdecimal()]).order_by()
    standing = own.values(root=Coalesce("merged_into", "pk"))
    behind = Firm.objects.merged().filter(merged_into__in=standing).order_by()
    return standing.union(behind.values("pk"))


def scopes_of_division(code: str | None) -> tuple[Scope, ...]:
    """The scopes within which something in this division may be changed: its town."""
    return ((ScopeKind.TOWN, code[:TOWN_DIGITS]),) if code else ()


class OrganisationQuerySet(DatedQuerySet["Organisation"]):
    """Filters of organisations."""

    def visible_to(
        self, person: Person, world: World, permission: Permission = Permission.SEE_ORGANISATIONS
    ) -> Self:
        """Keep the organisations for which the person holds the permission in this world.

        Who may see organisations at all sees all of the world; every other permission keeps to
        its scopes.
        """
        held, kept = reach(person, world.code), self.filter(world=world)
        if held.may(permission):
            return kept
        if permission is Permission.SEE_ORGANISATIONS:
            return kept if held.may_somewhere(permission) else kept.none()
        allowed = Q(pk__in=())
        for kind, condition in SCOPE_FILTERS.items():
            if keys := held.keys(permission, kind):
                allowed |= condition(keys)
        return kept.filter(allowed)

    def attested_by(self, source_key: str) -> Self:
        """Keep the organisations that this source names."""
        return self.filter(attestations__source__key=source_key)


class Organisation(Dated, Sourced):
    """A body of the organisation, from its founding to its end."""

    world = models.ForeignKey(
        World, models.CASCADE, related_name="organisations", verbose_name=_("world")
    )
    key = models.CharField(_("key"), max_length=60)
    name = models.CharField(
        _("name"), max_length=200, blank=True, help_text=_("The latest; empty where none is known.")
    )
    sort_key = models.CharField(_("sort key"), max_length=64, editable=False)
    division = models.ForeignKey(
        Division,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("division"),
    )
    is_cluster_body = models.BooleanField(
        _("body of a cluster"),
        default=False,
        help_text=_("The leading firm's own body is another organisation."),
    )
    founding_note = models.CharField(_("note on the founding"), max_length=300, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ("sort_key", "pk")
        verbose_name = _("organisation")
        constraints = (
            *Dated.Meta.constraints,
            models.UniqueConstraint(name="organisation_key_once", fields=("world", "key")),
        )

    def __str__(self) -> str:
        return self.name or gettext("name unknown (%(key)s)") % {"key": self.key}

    @property
    def own_scopes(self) -> Iterable[Scope]:
        """The scopes within which it may be changed."""
        return scopes_of_division(self.division.code if self.division else None)


class OrganisationName(Dated, Sourced):
    """A name of an organisation while it holds."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="names", verbose_name=_("organisation")
    )
    text = models.CharField(_("name"), max_length=200)

    objects = DatedQuerySet["OrganisationName"].as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("name of an organisation")

    def __str__(self) -> str:
        return self.text


class TypeSpell(Dated, Sourced):
    """The type of an organisation while it holds; no row where the type is unknown."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="types", verbose_name=_("organisation")
    )
    type = models.CharField(_("type"), max_length=20, choices=OrganisationType)
    document = models.CharField(
        _("document"), max_length=200, blank=True, help_text=_("The reply, with its number.")
    )
    is_exception = models.BooleanField(
        _("exception"), default=False, help_text=_("Below the threshold, because of work needs.")
    )

    objects = DatedQuerySet["TypeSpell"].as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("type of an organisation")
        constraints = (
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                name="organisation_has_one_type_now",
                fields=("organisation",),
                condition=Q(valid_to__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.get_type_display()


class Superior(Dated, Sourced):
    """One organisation stands under another in a line, for a while."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="superiors", verbose_name=_("organisation")
    )
    superior = models.ForeignKey(
        Organisation, models.PROTECT, related_name="subordinates", verbose_name=_("superior")
    )
    line = models.CharField(_("line"), max_length=10, choices=Line)
    document = models.CharField(
        _("document"), max_length=200, blank=True, help_text=_("The decision, with its number.")
    )

    objects = DatedQuerySet["Superior"].as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("superior of an organisation")
        constraints = (
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="organisation_is_not_its_own_superior",
                condition=~Q(organisation=F("superior")),
            ),
            models.UniqueConstraint(
                name="organisation_has_one_territory_superior_now",
                fields=("organisation",),
                condition=Q(line=Line.TERRITORY, valid_to__isnull=True),
            ),
            models.UniqueConstraint(
                name="organisation_has_each_cluster_superior_once_now",
                fields=("organisation", "superior"),
                condition=Q(line=Line.CLUSTER, valid_to__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} < {self.superior}"


class MemberCount(Sourced):
    """Counts of an organisation on a day, exact or as a band; never a list of people."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="counts", verbose_name=_("organisation")
    )
    counted_on = models.DateField(_("counted on"))
    formal = models.PositiveIntegerField(_("formal members"), null=True, blank=True)
    probationary = models.PositiveIntegerField(_("probationary members"), null=True, blank=True)
    newly_developed = models.PositiveIntegerField(
        _("newly developed this year"), null=True, blank=True
    )
    band = models.CharField(
        _("band of formal members"), max_length=5, choices=CountBand, blank=True
    )

    class Meta:
        ordering = ("-counted_on",)
        verbose_name = _("count of an organisation")
        constraints = (
            models.UniqueConstraint(
                name="organisation_counted_once_a_day", fields=("organisation", "counted_on")
            ),
            models.CheckConstraint(
                name="organisation_count_is_exact_or_a_band",
                condition=Q(band="") | Q(formal__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} {self.counted_on}"


class Cover(Dated, Sourced):
    """An organisation covers a firm, in one way, for a while."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="covers", verbose_name=_("organisation")
    )
    firm = models.ForeignKey(Firm, models.CASCADE, related_name="covers", verbose_name=_("firm"))
    mode = models.CharField(_("how"), max_length=14, choices=CoverMode)

    objects = DatedQuerySet["Cover"].as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("coverage of a firm")
        constraints = (
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                name="firm_covered_once_by_an_organisation_now",
                fields=("organisation", "firm"),
                condition=Q(valid_to__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.firm}: {self.get_mode_display()}"


class Attestation(models.Model):
    """A source names the organisation: on which day, and in which words."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="attestations", verbose_name=_("organisation")
    )
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    attested_on = models.DateField(_("attested on"))
    name_as_written = models.CharField(_("name as written"), max_length=200)

    class Meta:
        ordering = ("attested_on",)
        verbose_name = _("attestation")
        constraints = (
            models.UniqueConstraint(
                name="source_attests_an_organisation_once", fields=("organisation", "source")
            ),
        )

    def __str__(self) -> str:
        return self.name_as_written
