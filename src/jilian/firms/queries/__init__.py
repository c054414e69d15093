"""Every read of this area worth a name."""

from __future__ import annotations

from jilian.firms.queries.listing import (
    PlaceCount,
    called,
    firms_by_place,
    in_industry,
    in_place,
    industries_to_choose,
    listed_firms,
    places_to_choose,
    title_kinds,
    with_matched_names,
    with_parts,
    with_product,
    with_title,
)
from jilian.firms.queries.page import FirmPage, firm_page, may_see_facts
from jilian.firms.queries.register import compare_firms, firm_ids
from jilian.firms.queries.search import FoundFirm, search_firms
from jilian.firms.queries.titles import (
    CarrierPage,
    KindCount,
    carrier_page,
    carriers_seen,
    count_titles,
    title_rows,
    titles_by_kind,
    titles_count,
    titles_on,
)

__all__ = [
    "CarrierPage",
    "FirmPage",
    "FoundFirm",
    "KindCount",
    "PlaceCount",
    "called",
    "carrier_page",
    "carriers_seen",
    "compare_firms",
    "count_titles",
    "firm_ids",
    "firm_page",
    "firms_by_place",
    "in_industry",
    "in_place",
    "industries_to_choose",
    "listed_firms",
    "may_see_facts",
    "places_to_choose",
    "search_firms",
    "title_kinds",
    "title_rows",
    "titles_by_kind",
    "titles_count",
    "titles_on",
    "with_matched_names",
    "with_parts",
    "with_product",
    "with_title",
]
