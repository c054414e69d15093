"""The cluster, the supplier's branch and the people of absorptions; a base of units."""

from __future__ import annotations

from absorption.conftest import (
    agreed,
    branch,
    cluster,
    decided,
    firms,
    in_english,
    link,
    people,
    proposed,
    save,
)

__all__ = [
    "agreed",
    "branch",
    "cluster",
    "decided",
    "firms",
    "in_english",
    "link",
    "people",
    "proposed",
    "save",
]
