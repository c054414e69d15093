"""The organisations of a day as a tree, and how many they are: from plain values, in one pass."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from jilian.base.dated import Held
from jilian.organisations.rules.spells import Span
from jilian.organisations.rules.words import COUNTED, OrganisationType

TYPE_ORDER = {
    type: at
    for at, type in enumerate(
        (
            OrganisationType.WORKING_COMMITTEE,
            OrganisationType.PRIMARY_COMMITTEE,
            OrganisationType.GENERAL_BRANCH,
            OrganisationType.JOINT_BRANCH,
            OrganisationType.AREA_BRANCH,
            OrganisationType.PROJECT_BRANCH,
            OrganisationType.TEMPORARY_BRANCH,
            OrganisationType.BRANCH,
        )
    )
}


@dataclass(frozen=True)
class Unit:
    """One organisation as it stood on a day."""

    pk: int
    key: str
    name: str
    span: Span
    type: OrganisationType | None = None
    is_exception: bool = False
    is_cluster_body: bool = False
    division: str = ""
    written_as: str = ""  # how a source calls it, where its own name is not known

    @property
    def type_label(self) -> str:
        """The type in words, or nothing where it is unknown."""
        return str(self.type.label) if self.type else ""


@dataclass(frozen=True)
class Node:
    """A place in the tree; `kept` is False where it stands only to show what is below it."""

    unit: Unit
    kept: bool
    size: int  # kept organisations below it, each once
    children: tuple[Node, ...] = ()

    @property
    def pk(self) -> int:
        """The organisation's number."""
        return self.unit.pk


@dataclass(frozen=True)
class Answer:
    """How many organisations stood on a day, and of which type."""

    day: date
    source_key: str | None
    known: int
    by_type: tuple[tuple[OrganisationType, int], ...]
    type_unknown: int
    founding_unknown: tuple[Unit, ...] = field(default=())

    @property
    def of_known_type(self) -> int:
        """Those whose type on the day is known."""
        return self.known - self.type_unknown

    @property
    def words_by_type(self) -> list[str]:
        """So many of each type: "7 committees", "2 general branches"."""
        return [
            str(COUNTED[type] % {"n": count, "shown": f"{count:,}"}) for type, count in self.by_type
        ]

    def plain(self) -> dict[str, object]:
        """The answer in words and numbers, for JSON."""
        return {
            "as_of": self.day.isoformat(),
            "source": self.source_key,
            "known": self.known,
            "of_known_type": self.of_known_type,
            "by_type": {type.value: count for type, count in self.by_type},
            "type_unknown": self.type_unknown,
            "founding_unknown": len(self.founding_unknown),
            "founding_unknown_organisations": [
                {
                    "key": unit.key,
                    "name": unit.name or None,
                    "not_before": unit.span.not_before and unit.span.not_before.isoformat(),
                    "known_by": unit.span.known_by.isoformat(),
                }
                for unit in self.founding_unknown
            ],
        }


def how_many(units: Iterable[Unit], day: date, source_key: str | None = None) -> Answer:
    """Count the organisations of a day; those that may not have been founded stand apart."""
    held = defaultdict(list)
    for unit in units:
        held[unit.span.held_on(day)].append(unit)
    standing = held[Held.YES]
    types = Counter(unit.type for unit in standing)
    return Answer(
        day=day,
        source_key=source_key,
        known=len(standing),
        by_type=tuple((type, types[type]) for type in TYPE_ORDER if types[type]),
        type_unknown=types[None],
        founding_unknown=tuple(held[Held.UNKNOWN]),
    )


def build_tree(
    units: Sequence[Unit],
    superiors: Mapping[int, Sequence[int]],
    keep: Callable[[Unit], bool] = lambda unit: True,
) -> tuple[Node, ...]:
    """The roots, with everything below them, in the order of the units.

    `superiors` gives those above each organisation. One that is kept stands with all that is above
    it; one with two superiors stands under both, and its parts are the same objects.
    """
    standing = {unit.pk for unit in units}
    below: dict[int, list[Unit]] = defaultdict(list)
    roots, doubled = [], set()
    for unit in units:
        above = [pk for pk in superiors.get(unit.pk, ()) if pk in standing]
        for pk in above:
            below[pk].append(unit)
        if not above:
            roots.append(unit)
        elif len(above) > 1:
            doubled.add(unit.pk)
    made: dict[int, Node | None] = {}
    sizes = _Sizes(doubled)
    for unit in _deepest_first(roots, below):
        parts = below.get(unit.pk, ())
        kept = keep(unit)
        size = sizes.add(unit.pk, kept, [one.pk for one in parts])
        children = tuple(node for one in parts if (node := made[one.pk]) is not None)
        made[unit.pk] = Node(unit, kept, size, children) if kept or size else None
    return tuple(node for unit in roots if (node := made[unit.pk]) is not None)


class _Sizes:
    """How many kept organisations stand below each, every one once.

    Below an organisation is a tree, except at those with several superiors: only these are held as
    sets, each with the weight of what hangs on it alone.
    """

    def __init__(self, doubled: set[int]) -> None:
        self._doubled = doubled
        self._weights: dict[int, int] = {}  # itself and what hangs on it alone
        self._reached: dict[int, frozenset[int]] = {}  # the doubled ones below it

    def add(self, pk: int, kept: bool, parts: Sequence[int]) -> int:
        """Add an organisation after all its parts; return how many are below it."""
        alone = sum(self._weights[part] for part in parts if part not in self._doubled)
        self._weights[pk] = alone + kept
        reached = [self._reached[part] for part in parts if part in self._reached]
        reached += [frozenset({part}) for part in parts if part in self._doubled]
        if not reached:
            return alone
        self._reached[pk] = frozenset().union(*reached)
        return alone + sum(self._weights[one] for one in self._reached[pk])


def _deepest_first(roots: Iterable[Unit], below: Mapping[int, Sequence[Unit]]) -> Iterable[Unit]:
    """Every organisation after all that are below it, without recursion."""
    seen: set[int] = set()
    stack = [(unit, False) for unit in roots]
    while stack:
        unit, is_opened = stack.pop()
        if is_opened:
            yield unit
        elif unit.pk not in seen:
            seen.add(unit.pk)
            stack.append((unit, True))
            stack.extend((one, False) for one in below.get(unit.pk, ()))


def all_under(pk: int, superiors: Mapping[int, Sequence[int]]) -> set[int]:
    """The organisation and everything that stands under it."""
    below: dict[int, list[int]] = defaultdict(list)
    for one, above in superiors.items():
        for superior in above:
            below[superior].append(one)
    found, left = {pk}, [pk]
    while left:
        further = [one for one in below.get(left.pop(), ()) if one not in found]
        found.update(further)
        left.extend(further)
    return found


def find_node(roots: Iterable[Node], pk: int) -> Node | None:
    """The node of an organisation, wherever it stands."""
    left, seen = list(roots), set()
    while left:
        node = left.pop()
        if node.pk == pk:
            return node
        if node.pk not in seen:
            seen.add(node.pk)
            left.extend(node.children)
    return None
