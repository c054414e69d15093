"""Every read of this area worth a name."""

from __future__ import annotations

from jilian.network.queries.by_value import SORTED_AT_MOST, in_order_of_value
from jilian.network.queries.comparing import compare_links
from jilian.network.queries.listing import (
    EvidenceCount,
    amounts_seen,
    counted,
    counted_in,
    evidence_counts,
    firms_called,
    links_after,
    links_seen,
    listed_links,
    perhaps_count,
    place_of,
    sees_every_amount,
    with_end_in,
    with_product,
)
from jilian.network.queries.network_tables import network_frames
from jilian.network.queries.page import FirmLinks, LinkPage, link_page, links_of_firm
from jilian.network.queries.snapshots import (
    check_no_later_inference,
    counts_of,
    inferences,
    names_of,
    snapshot_files,
    snapshot_tables,
    snapshots_seen,
    what_stands,
)
from jilian.network.queries.together import Joined, add_repeated, joined_links

__all__ = [
    "SORTED_AT_MOST",
    "EvidenceCount",
    "FirmLinks",
    "Joined",
    "LinkPage",
    "add_repeated",
    "amounts_seen",
    "check_no_later_inference",
    "compare_links",
    "counted",
    "counted_in",
    "counts_of",
    "evidence_counts",
    "firms_called",
    "in_order_of_value",
    "inferences",
    "joined_links",
    "link_page",
    "links_after",
    "links_of_firm",
    "links_seen",
    "listed_links",
    "names_of",
    "network_frames",
    "perhaps_count",
    "place_of",
    "sees_every_amount",
    "snapshot_files",
    "snapshot_tables",
    "snapshots_seen",
    "what_stands",
    "with_end_in",
    "with_product",
]
