"""The list of supply links with its filters."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from jilian.accounts.gate import Request
from jilian.accounts.permissions import Permission
from jilian.base.paging import BoundedPaginator
from jilian.firms.models import Firm
from jilian.firms.queries import places_to_choose, search_firms
from jilian.firms.queries.groups import group_ids
from jilian.network import queries
from jilian.network.models import SupplyLink
from jilian.network.rules import Evidence
from jilian.places.models import Division
from jilian.ui.cells import FROM_WIDE, LEAD, NUMBER
from jilian.ui.templatetags.value_filters import day, known, yuan

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Links = QuerySet[SupplyLink]
NEAREST = 5
PERHAPS = "perhaps"
ENDS: tuple[tuple[str, StrPromise], ...] = (("supplier", _("supplier")), ("buyer", _("buyer")))


class FirmField(forms.CharField):
    """A firm by its whole name or its identifier; close ones are named where none is found."""

    def __init__(self, *, request: Request | None = None, **more: Any) -> None:
        super().__init__(max_length=200, **more)
        self.request = request

    def clean(self, value: Any) -> Any:
        """Return the firm, or None where nothing is asked."""
        words = super().clean(value)
        if not words or self.request is None:
            return None
        person, world = self.request.person, self.request.world
        found = queries.firms_called(person, world, words)
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(_("Several firms have this name: give the identifier."))
        near = search_firms(person, world, words, self.request.as_of, NEAREST)
        if near:
            listed = "、".join(str(one.firm) for one in near)
            raise ValidationError(_("No firm is called exactly so. Do you mean: %s?") % listed)
        raise ValidationError(_("There is no such firm in the register."))

    def prepare_value(self, value: Any) -> Any:
        """Show the name of a firm that the address names by its key."""
        if self.request is not None and isinstance(value, str) and value.isdecimal():
            found = queries.firms_called(self.request.person, self.request.world, value)
            return found[0].name if len(found) == 1 else value
        return value


class FirmFilter(filters.Filter):
    """A filter by a firm."""

    field_class = FirmField


class LinkFilter(filters.FilterSet):
    """Filters of the list of links, all in the address, all as of the day of the page."""

    evidence = filters.MultipleChoiceFilter(
        label=_("Evidence"), choices=Evidence.choices, widget=forms.CheckboxSelectMultiple
    )
    product = filters.CharFilter(label=_("Product contains"), method="with_product")
    firm = FirmFilter(
        label=_("Firm"), help_text=_("Its whole name or its identifier."), method="of_firm"
    )
    side = filters.ChoiceFilter(
        label=_("The firm is"),
        choices=ENDS,
        empty_label=pgettext_lazy("filter", "supplier or buyer"),
        method="nothing",
    )
    supplier_place = filters.ModelChoiceFilter(
        label=_("Place of the supplier"),
        queryset=Division.objects.none(),
        to_field_name="code",
        empty_label=_("all places"),
        method="with_end_in",
    )
    buyer_place = filters.ModelChoiceFilter(
        label=_("Place of the buyer"),
        queryset=Division.objects.none(),
        to_field_name="code",
        empty_label=_("all places"),
        method="with_end_in",
    )
    held = filters.ChoiceFilter(
        label=_("On this day"),
        choices=((PERHAPS, _("perhaps; the start is not known")),),
        widget=forms.HiddenInput,
        method="nothing",
    )

    class Meta:
        model = SupplyLink
        fields = ()

    def __init__(self, data: QueryDict, request: Request) -> None:
        perhaps = data.get("held") == PERHAPS
        rows = queries.listed_links(request.person, request.world, request.as_of, perhaps=perhaps)
        super().__init__(data, rows, request=request)
        places = places_to_choose(request.world)
        for end in ("supplier_place", "buyer_place"):
            self.filters[end].queryset = places
        self.filters["firm"].extra["request"] = request

    @property
    def in_force(self) -> bool:
        """Whether anything narrows the list."""
        return any(self.data.get(name, "").strip() for name in self.filters)

    @property
    def fitting(self) -> Links:
        """The links that fit; none where a filter says something that does not exist."""
        rows: Links = self.qs if self.form.is_valid() else self.queryset.none()
        return rows

    def with_product(self, rows: Links, _name: str, text: str) -> Links:
        """Keep the links with such a product."""
        return queries.with_product(rows, self.request.world, text)

    def of_firm(self, rows: Any, _name: str, firm: Firm) -> Links:
        """Keep the links of the firm, on the side that is asked for."""
        side = self.form.cleaned_data.get("side")
        kept: Links = (
            rows.filter(**{f"{side}__in": group_ids(firm)}) if side else rows.of_firm(firm)
        )
        return kept

    def with_end_in(self, rows: Links, name: str, place: Division) -> Links:
        """Keep the links with this end in the place."""
        end = name.removesuffix("_place")
        return queries.with_end_in(rows, self.request.world, end, place, self.request.as_of)

    def nothing(self, rows: Links, _name: str, _value: str) -> Links:
        """What is asked here is done elsewhere."""
        return rows


class CountedPaginator(BoundedPaginator):
    """Pages of a list that has been counted before."""

    def __init__(self, *args: Any, counted: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.counted = counted

    @cached_property
    def _counted(self) -> int:
        return self.counted


class LinkTable(tables.Table):
    """Links as of a day; ``amounts`` are the keys of those whose value may be shown."""

    supplier = tables.Column(
        verbose_name=_("Supplier"),
        attrs=LEAD,
        order_by=("supplier__sort_key", "supplier_id", "pk"),
    )
    buyer = tables.Column(verbose_name=_("Buyer"), order_by=("buyer__sort_key", "buyer_id", "pk"))
    product = tables.Column(verbose_name=_("Product"), empty_values=())
    evidence = tables.TemplateColumn(
        template_name="network/cells/evidence.html", verbose_name=_("Evidence"), orderable=False
    )
    value = tables.Column(
        accessor="pk", verbose_name=pgettext_lazy("value", "A year"), attrs=NUMBER
    )
    since = tables.TemplateColumn(
        template_name="network/cells/since.html",
        verbose_name=pgettext_lazy("link", "Since when"),
        order_by=("known_by", "pk"),
    )
    last_seen_on = tables.Column(verbose_name=_("Last seen"), attrs=FROM_WIDE, empty_values=())

    class Meta:
        empty_text = _("No link fits. Take a filter away, or choose another day.")
        row_attrs = {"class": lambda record: "row-inferred" if record.is_inferred else None}

    amounts: frozenset[int] = frozenset()

    def __init__(self, rows: Links, *, request: Request, counted: int) -> None:
        """Sorting is offered once the list is short enough to be sorted while one waits."""
        sees_amounts = request.reach.may_somewhere(Permission.SEE_AMOUNTS)
        self.request = request
        super().__init__(
            rows,
            orderable=counted <= (BoundedPaginator.counted_at_most or counted),
            exclude=() if sees_amounts else ("value",),
        )
        every = sees_amounts and queries.sees_every_amount(request.person, request.world)
        if sees_amounts and not (every and counted <= queries.SORTED_AT_MOST):
            self.columns["value"].column.orderable = False

    def render_supplier(self, value: Firm) -> SafeString:
        """The firm as a link; in code, because a template for each cell takes a page's time."""
        return self._firm(value)

    def render_buyer(self, value: Firm) -> SafeString:
        """The firm as a link."""
        return self._firm(value)

    def _firm(self, firm: Firm) -> SafeString:
        url = reverse("firms:detail", args=(self.request.world.code, firm.root_id))
        on = self.request.as_of
        query = "" if on == self.request.today else f"?on={on.isoformat()}"
        return format_html('<a href="{}{}">{}</a>', url, query, firm.root)

    def render_product(self, value: str) -> Any:
        """The product, or that it is unknown."""
        return known(value)

    def render_value(self, record: SupplyLink) -> Any:
        """The value or its band; withheld from who may not see it."""
        if record.pk not in self.amounts:
            return format_html('<span class="muted">{}</span>', gettext("withheld"))
        if record.amount_yuan is not None:
            return yuan(record.amount_yuan)
        return known(record.get_band_display())

    def render_last_seen_on(self, value: date | None) -> str:
        """The day, or that it is unknown."""
        return day(value)

    def order_value(self, rows: Links, is_descending: bool) -> tuple[Links, bool]:
        """Put links without a stated value last, either way."""
        return queries.in_order_of_value(rows, descending=is_descending), True

    def order_last_seen_on(self, rows: Links, is_descending: bool) -> tuple[Links, bool]:
        """Put links without such a day last, either way."""
        seen = F("last_seen_on")
        first = seen.desc(nulls_last=True) if is_descending else seen.asc(nulls_last=True)
        return rows.order_by(first, "pk"), True
