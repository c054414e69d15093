"""Reads of this area; each starts from who is looking."""

from __future__ import annotations

from jilian.policies.queries.candidates import MOST_SHOWN, candidates_of
from jilian.policies.queries.evidence import left_aside, stated_of
from jilian.policies.queries.listing import (
    NEAR,
    SetCounts,
    applications_seen,
    counts_of,
    latest_done,
    latest_run,
    line_counts,
    results_seen,
    without_applicants,
)
from jilian.policies.queries.page import (
    EvidenceLine,
    applications_of,
    benefits_of,
    benefits_seen,
    evidence_lines,
    policies_seen,
    speaks_for,
    steps_of,
)
from jilian.policies.queries.places import region_of, region_of_world

__all__ = [
    "MOST_SHOWN",
    "NEAR",
    "EvidenceLine",
    "SetCounts",
    "applications_of",
    "applications_seen",
    "benefits_of",
    "benefits_seen",
    "candidates_of",
    "counts_of",
    "evidence_lines",
    "latest_done",
    "latest_run",
    "left_aside",
    "line_counts",
    "policies_seen",
    "region_of",
    "region_of_world",
    "results_seen",
    "speaks_for",
    "stated_of",
    "steps_of",
    "without_applicants",
]
