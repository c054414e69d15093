"""A formation as it is printed, the same every time, and the fingerprints of run and outcome."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from jilian.clusters.analysis.results import Formed, Given
from jilian.clusters.queries.keys import names_of_keys
from jilian.clusters.rules import Parameters
from jilian.network.models import Snapshot

WORDS = frozenset({"name", "name_en"})  # of industries and towns: the register's, not computed


def fingerprint_of_input(fingerprint: str, asked: Parameters, given: Given | None) -> str:
    """SHA-256 of what a run is computed from: snapshot, parameters with scope and seed, start."""
    return _mark({"snapshot": fingerprint, "parameters": asked.as_dict(), "given": given or {}})


def fingerprint_of_outcome(formed: Formed) -> str:
    """SHA-256 of all that was computed; neither words of the register nor versions are in it."""
    return _mark(
        {
            "summary": {key: one for key, one in formed.summary.items() if key != "versions"},
            "unplaced": formed.unplaced,
            "clusters": [
                {
                    "number": cluster.number,
                    "measures": {key: _without_words(one) for key, one in cluster.measures.items()},
                    "members": [asdict(member) for member in cluster.members],
                }
                for cluster in formed.clusters
            ],
        }
    )


def _without_words(value: Any) -> Any:
    if isinstance(value, list):
        return [{key: one for key, one in row.items() if key not in WORDS} for row in value]
    return value


def _mark(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def printed(
    formed: Formed, snapshot: Snapshot, asked: Parameters, given: Given | None = None
) -> dict[str, Any]:
    """Everything about a formation that does not change: no time, no key of a database row."""
    names = names_of_keys(snapshot.world, formed.firm_keys)
    return {
        "world": snapshot.world.code,
        "as_of": snapshot.as_of.isoformat(),
        "snapshot": {
            "fingerprint": snapshot.fingerprint,
            "firms": formed.summary["firms"],
            "links": formed.summary["links"],
        },
        "parameters": asked.as_dict(),
        "fingerprints": {
            "input": fingerprint_of_input(snapshot.fingerprint, asked, given),
            "outcome": fingerprint_of_outcome(formed),
        },
        "summary": {
            key: value for key, value in formed.summary.items() if key not in ("firms", "links")
        },
        "clusters": [
            {
                "number": cluster.number,
                "name": cluster.name,
                "name_en": cluster.name_en,
                "size": len(cluster.members),
                "measures": cluster.measures,
                "members": [
                    {**asdict(member), "name": names.get(member.firm, member.firm)}
                    for member in cluster.members
                ],
            }
            for cluster in formed.clusters
        ],
    }
