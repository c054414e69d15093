"""Which step waits for which: an order of steps, and all that one rests on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from jilian_engine.clocks.errors import ClockError

After = Mapping[str, Sequence[str]]


def order_of(after: After) -> tuple[str, ...]:
    """The keys in an order in which each stands after those it waits for, else as they came.

    Keys that are waited for and not there are left out of account. `steps_in_circle` where steps
    wait for one another.
    """
    left = {key: set(refs) & set(after) for key, refs in after.items()}
    order: list[str] = []
    while left:
        free = [key for key, refs in left.items() if not refs]
        if not free:
            raise ClockError("steps_in_circle", steps=", ".join(left))
        order.extend(free)
        left = {key: refs - set(free) for key, refs in left.items() if key not in free}
    return tuple(order)


def ancestors(key: str, after: After) -> frozenset[str]:
    """Every step that this one waits for, directly or through others."""
    found: set[str] = set()
    ahead = list(after.get(key, ()))
    while ahead:
        each = ahead.pop()
        if each not in found:
            found.add(each)
            ahead.extend(after.get(each, ()))
    return frozenset(found)


def among(keys: Collection[str], after: After) -> dict[str, tuple[str, ...]]:
    """What the steps of a choice wait for among themselves, seen through those left out.

    Where B waits for A, and C for B, and B is left out, C waits for A.
    """
    seen: dict[str, tuple[str, ...]] = {}
    for key in order_of(after):
        refs: dict[str, None] = {}
        for ref in after[key]:
            if ref in keys or ref not in after:
                refs[ref] = None
            else:
                refs.update(dict.fromkeys(seen[ref]))
        seen[key] = tuple(refs)
    return {key: seen[key] for key in after if key in keys}
