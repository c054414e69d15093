"""A formation as it is printed: the same every time."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from jilian.clusters.analysis.results import Formed
from jilian.clusters.queries.keys import names_of_keys
from jilian.clusters.rules import Parameters
from jilian.network.models import Snapshot


def printed(formed: Formed, snapshot: Snapshot, asked: Parameters) -> dict[str, Any]:
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
