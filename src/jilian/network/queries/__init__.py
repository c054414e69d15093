"""Every read of this area worth a name."""

from __future__ import annotations

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

__all__ = [
    "EvidenceCount",
    "FirmLinks",
    "LinkPage",
    "amounts_seen",
    "check_no_later_inference",
    "compare_links",
    "counted",
    "counted_in",
    "counts_of",
    "evidence_counts",
    "firms_called",
    "inferences",
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
