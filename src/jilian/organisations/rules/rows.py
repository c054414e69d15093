"""One organisation as a table brings it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class OrganisationRow:
    """What a table states of one organisation. None means "not stated", and changes nothing.

    The days say from when everything in the row holds: they are the founding of an organisation
    that is new, and the day of the change for one that is known. `valid_to` ends the organisation.
    An organisation may stand in several rows: with a later day for a later name, type or superior,
    with another firm for a joint organisation, with another cluster superior for a second cluster.
    `superior_key` is the territory line, where a later superior replaces the earlier one; a cluster
    superior is added beside those it has. An empty `name` says that the name is not known.
    """

    key: str
    name: str
    type: str | None = None
    superior_key: str | None = None
    cluster_superior_key: str | None = None
    division_code: str | None = None
    firm: tuple[str, str] | None = None  # scheme, identifier of the firm that it covers
    cover_mode: str | None = None  # how it covers the firm; its own organisation where not stated
    formal_members: int | None = None
    probationary_members: int | None = None
    newly_developed: int | None = None
    band: str | None = None
    counted_on: date | None = None  # None: the first day of the row
    valid_from: date | None = None
    known_by: date | None = None  # None: the day of the upload
    not_before: date | None = None
    valid_to: date | None = None
    is_cluster_body: bool | None = None
    founding_note: str | None = None
    row: int | None = None
