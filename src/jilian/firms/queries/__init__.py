"""Every read of this area worth a name."""

from __future__ import annotations

from jilian.firms.queries.groups import find_merged, group_of, merged_firms
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
from jilian.firms.queries.lookup import firm_ids
from jilian.firms.queries.merging import comparison_of, history_of, merges_in_force
from jilian.firms.queries.name_index import forget_names, index_all_names, name_index
from jilian.firms.queries.page import FirmPage, firm_page, may_see_facts
from jilian.firms.queries.register import compare_firms
from jilian.firms.queries.search import FoundFirm, FoundFirms, find_firms, search_firms
from jilian.firms.queries.splits import keys_chosen, movable_groups, obstacles_of
from jilian.firms.queries.titles import (
    CarrierPage,
    KindCount,
    carrier_page,
    carriers_seen,
    count_titles,
    highest_titles,
    title_rows,
    titles_by_kind,
    titles_count,
    titles_on,
)

__all__ = [
    "CarrierPage",
    "FirmPage",
    "FoundFirm",
    "FoundFirms",
    "KindCount",
    "PlaceCount",
    "called",
    "carrier_page",
    "carriers_seen",
    "compare_firms",
    "comparison_of",
    "count_titles",
    "find_firms",
    "find_merged",
    "firm_ids",
    "firm_page",
    "firms_by_place",
    "forget_names",
    "group_of",
    "highest_titles",
    "history_of",
    "in_industry",
    "in_place",
    "index_all_names",
    "industries_to_choose",
    "keys_chosen",
    "listed_firms",
    "may_see_facts",
    "merged_firms",
    "merges_in_force",
    "movable_groups",
    "name_index",
    "obstacles_of",
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
