"""What a formation found, in plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# What is frozen with a run besides its snapshot: ``start``, the firms of each cluster it begins
# at; ``places``, the firms of each division below a town in its scope. Firms and clusters by key.
Given = Mapping[str, Mapping[str, list[str]]]


@dataclass(frozen=True)
class FormedMember:
    """A firm (by its key in the snapshot) in a formed cluster; None where nothing is known."""

    firm: str
    position: str
    level: float | None
    inside_share: float | None
    stable_share: float | None
    second_number: int | None
    second_share: float | None


@dataclass(frozen=True)
class FormedCluster:
    """A cluster by its number from 1, largest first; ``measures`` is what its page shows."""

    number: int
    name: str
    name_en: str
    measures: dict[str, Any]
    members: tuple[FormedMember, ...]


@dataclass(frozen=True)
class Formed:
    """What a run found; ``summary`` holds quality, resolution scan and versions.

    ``unplaced``: the keys of firms that have a link and are in no cluster. Firms without a link are
    not among them: a run says nothing about those.
    """

    clusters: tuple[FormedCluster, ...]
    summary: dict[str, Any]
    unplaced: tuple[str, ...] = ()

    @property
    def firm_keys(self) -> list[str]:
        """The keys of all firms in a cluster."""
        return [member.firm for cluster in self.clusters for member in cluster.members]
