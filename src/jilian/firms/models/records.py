"""What is said about a firm, dated and sourced: identities, names, sites, industries and more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jilian.accounts.rules import ScopeKind
from jilian.base.dated import Dated, DatedQuerySet
from jilian.firms.models.firm import SCOPE_FILTERS, Firm
from jilian.firms.rules import BASIS_WORDS, Measure, NameKind, Scheme, Trading
from jilian.places.models import Division, Industry
from jilian.sources.models import Sourced

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Names in the list of codes that stand between a province and its counties and name no place.
FILLER_DIVISIONS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


class FirmIdentity(Dated, Sourced):
    """A further identifier of a firm under some scheme."""

    firm = models.ForeignKey(
        Firm, models.CASCADE, related_name="identities", db_index=False, verbose_name=_("firm")
    )
    scheme = models.CharField(_("scheme"), max_length=24, choices=Scheme)
    identifier = models.CharField(_("identifier"), max_length=80)

    objects = DatedQuerySet["FirmIdentity"].as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("identity of a firm")
        indexes = (models.Index(fields=("scheme", "identifier"), name="firm_identity_lookup"),)
        constraints = (
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                name="firm_identity_once", fields=("firm", "scheme", "identifier")
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.identifier}"


class FirmName(Dated, Sourced):
    """A name of a firm while it holds."""

    firm = models.ForeignKey(Firm, models.CASCADE, related_name="names", verbose_name=_("firm"))
    kind = models.CharField(_("kind"), max_length=12, choices=NameKind)
    text = models.CharField(_("name"), max_length=200)
    normal_form = models.CharField(
        _("normal form"), max_length=200, help_text=_("What a search compares.")
    )

    objects = DatedQuerySet["FirmName"].as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("name of a firm")
        indexes = (
            # By pattern on PostgreSQL, for beginnings of names in any collation.
            models.Index(
                fields=("normal_form", "firm"),
                name="firms_by_name",
                opclasses=("varchar_pattern_ops", "int8_ops"),
            ),
        )

    def __str__(self) -> str:
        return self.text


class Site(Dated, Sourced):
    """A place where the firm is; coordinates only where a source gives them."""

    firm = models.ForeignKey(Firm, models.CASCADE, related_name="sites", verbose_name=_("firm"))
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="+", db_index=False, verbose_name=_("division")
    )
    is_main = models.BooleanField(_("main site"), default=False)
    address = models.CharField(_("address"), max_length=300, blank=True)
    lon = models.FloatField(_("longitude (degrees)"), null=True, blank=True)
    lat = models.FloatField(_("latitude (degrees)"), null=True, blank=True)

    objects = DatedQuerySet["Site"].as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("site")
        indexes = (
            # What a map asks first: is a start unknown anywhere, and which sites are not the main.
            models.Index(
                fields=("known_by",),
                name="site_start_unknown",
                condition=Q(valid_from__isnull=True),
            ),
            models.Index(fields=("firm",), name="site_further", condition=Q(is_main=False)),
            models.Index(
                fields=("division", "is_main", "known_by", "valid_to", "firm"), name="site_by_place"
            ),
        )
        constraints = (
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="site_has_both_coordinates_or_none",
                condition=Q(lon__isnull=True, lat__isnull=True)
                | Q(lon__range=(-180, 180), lat__range=(-90, 90)),
            ),
            models.UniqueConstraint(
                name="firm_has_one_main_site",
                fields=("firm",),
                condition=Q(is_main=True, valid_to__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.address or str(self.division)

    @property
    def above(self) -> Division | None:
        """The division above, passing over those that only hold a code together."""
        parent = self.division.parent
        while parent is not None and parent.name in FILLER_DIVISIONS:
            parent = parent.parent
        return parent


class FirmIndustry(Dated, Sourced):
    """An industry of a firm; one at a time is the main one."""

    firm = models.ForeignKey(
        Firm, models.CASCADE, related_name="industries", verbose_name=_("firm")
    )
    industry = models.ForeignKey(
        Industry, models.PROTECT, related_name="+", db_index=False, verbose_name=_("industry")
    )
    is_main = models.BooleanField(_("main industry"), default=True)
    basis = models.CharField(
        _("basis"), max_length=40, blank=True, help_text=_("How the class was found.")
    )

    objects = DatedQuerySet["FirmIndustry"].as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("industry of a firm")
        indexes = (models.Index(fields=("industry", "is_main", "firm"), name="firms_of_industry"),)
        constraints = (
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                name="firm_has_one_main_industry",
                fields=("firm",),
                condition=Q(is_main=True, valid_to__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return str(self.industry)

    @property
    def basis_words(self) -> StrOrPromise:
        """How the class was found, in words where the basis is one of the known ones."""
        return BASIS_WORDS.get(self.basis, self.basis)


class YearlyFact(Sourced):
    """One measure of a firm in one year. A missing fact has no row; it is never zero."""

    firm = models.ForeignKey(
        Firm, models.CASCADE, related_name="facts", db_index=False, verbose_name=_("firm")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    measure = models.CharField(_("measure"), max_length=16, choices=Measure)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2)

    class Meta:
        ordering = ("-year", "measure")
        verbose_name = _("yearly fact")
        constraints = (
            models.UniqueConstraint(
                name="fact_stated_once_by_a_source", fields=("firm", "year", "measure", "source")
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.get_measure_display()}"


class FirmProduct(Dated, Sourced):
    """A product that a firm makes or buys."""

    firm = models.ForeignKey(Firm, models.CASCADE, related_name="products", verbose_name=_("firm"))
    name = models.CharField(_("product"), max_length=120)
    normal_form = models.CharField(_("normal form"), max_length=120, db_index=True)
    trading = models.CharField(_("makes or buys"), max_length=5, choices=Trading)
    rank = models.PositiveSmallIntegerField(_("rank"), default=0)
    industry = models.ForeignKey(
        Industry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("class of the product"),
    )
    verified = models.BooleanField(
        _("verified"), default=True, help_text=_("No: a rendering that the firm did not confirm.")
    )

    objects = DatedQuerySet["FirmProduct"].as_manager()

    class Meta(Dated.Meta):
        ordering = ("trading", "rank", "pk")
        verbose_name = _("product of a firm")

    def __str__(self) -> str:
        return self.name


def _in_towns(keys: frozenset[str]) -> Q:
    return Q(
        pk__in=Site.objects.filter(division__code__in=keys, valid_to__isnull=True).values("firm")
    )


SCOPE_FILTERS[ScopeKind.TOWN] = _in_towns
