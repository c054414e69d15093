"""Firms and titles as lines of a file, as of a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _, pgettext

from jilian.firms.models import Firm, Title
from jilian.firms.queries.titles import holder_of

Line = tuple[object, ...]
Lines = Iterable[Line]


def firm_lines(firms: Iterable[Firm], day: date) -> Iterator[Line]:
    """Yield the head and one line a firm of ``queries.listed_firms``; unknown stays empty."""
    yield (
        _("as of"), _("identified by"), _("identifier"), _("name"), _("English name"),
        _("division code"), _("place"), _("address"), _("industry code"), _("industry"),
        _("makes"), _("titles"),
    )  # fmt: skip
    for firm in firms:
        site = next(iter(firm.sites_now), None)
        held = next(iter(firm.industries_now), None)
        products = firm.products_now
        titles = firm.titles_now
        yield (
            day, firm.get_scheme_display(), firm.identifier, firm.name, firm.name_en or None,
            site.division.code if site else None, str(site.division) if site else None,
            (site.address or None) if site else None,
            held.industry.code if held else None, held.industry.name if held else None,
            "; ".join(product.name for product in products) or None,
            "; ".join(str(title) for title in titles) or None,
        )  # fmt: skip


def title_lines(titles: Iterable[Title], day: date) -> Iterator[Line]:
    """Yield the head and one line a title of ``queries.title_rows``."""
    yield (
        _("as of"), pgettext("recognition", "title"), pgettext("of a title", "level"), _("holder"),
        _("document"), _("from"), _("known by"), _("to"), _("source"), _("row"),
    )  # fmt: skip
    for title in titles:
        yield (
            day, title.kind, title.get_level_display(), str(holder_of(title)),
            title.document or None, title.valid_from, title.known_by, title.valid_to,
            title.source.title, title.source_row,
        )  # fmt: skip
