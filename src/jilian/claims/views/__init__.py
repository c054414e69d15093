"""Pages of claims and corrections: the firm's, and the office's."""

from __future__ import annotations

from jilian.claims.views.authority import authority
from jilian.claims.views.deciding import claim, claims, correction, corrections
from jilian.claims.views.own import file, mine, own_claim
from jilian.claims.views.proposing import of_firm, propose, values

__all__ = [
    "authority",
    "claim",
    "claims",
    "correction",
    "corrections",
    "file",
    "mine",
    "of_firm",
    "own_claim",
    "propose",
    "values",
]
