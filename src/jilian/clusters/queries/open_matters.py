"""What is open for a cluster, as far as the areas above say: each adds its own when it starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from jilian.accounts.models import Person
from jilian.clusters.models import Cluster

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class OpenMatter:
    """Something that waits for a decision about a cluster; only for who may open its address."""

    words: StrOrPromise
    url: str
    since: date
    due: date | None = None


OPEN_MATTERS: list[Callable[[Person, Cluster], Iterable[OpenMatter]]] = []


def open_matters(person: Person, cluster: Cluster) -> list[OpenMatter]:
    """Return what is open for the cluster and may be seen by the person, the oldest first."""
    found = [one for ask in OPEN_MATTERS for one in ask(person, cluster)]
    return sorted(found, key=lambda one: (one.since, str(one.words)))
