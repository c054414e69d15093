"""Every read of this area worth a name."""

from __future__ import annotations

from jilian.claims.queries.claims import (
    ClaimSeen,
    claim_seen,
    claims_seen,
    firm_found,
    keeper_appointments,
    keepers,
    kept_firms,
    may_claim,
    own_claims,
    rivals_of,
)
from jilian.claims.queries.corrections import (
    MOST_SHOWN,
    About,
    Proposal,
    about,
    built_on,
    change_wanted,
    changed_since,
    corrections_of,
    corrections_seen,
    held_in_words,
    proposals,
    record_of,
    weigh,
)
from jilian.claims.queries.values import (
    FirmValues,
    Value,
    firm_values,
    may_correct,
    sources_of_firms,
)

__all__ = [
    "MOST_SHOWN",
    "About",
    "ClaimSeen",
    "FirmValues",
    "Proposal",
    "Value",
    "about",
    "built_on",
    "change_wanted",
    "changed_since",
    "claim_seen",
    "claims_seen",
    "corrections_of",
    "corrections_seen",
    "firm_found",
    "firm_values",
    "held_in_words",
    "keeper_appointments",
    "keepers",
    "kept_firms",
    "may_claim",
    "may_correct",
    "own_claims",
    "proposals",
    "record_of",
    "rivals_of",
    "sources_of_firms",
    "weigh",
]
