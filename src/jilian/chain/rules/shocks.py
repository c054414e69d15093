"""What fails in a what-if: said in plain data, so that it can be kept and asked again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal

#: Changes below this end a computation: a millionth of a firm's level, which no figure shows.
CONVERGED = 1e-6
LEAST_EPSILON, MOST_EPSILON = 1e-9, 0.1
MOST_KEYS, MOST_WORDS = 200, 60
_TOWN, _CLASS = re.compile(r"[0-9]{9}|[0-9]{6}"), re.compile(r"[0-9]{2,4}")


class ShockKind(models.TextChoices):
    """What fails."""

    FIRM = "firm", _("a firm")
    TOWN = "town", _("every firm of a town")
    INPUT = "input", _("an input, by the words of the product")
    INDUSTRY = "industry", _("an input, by the class of industry")


class LinksUsed(models.TextChoices):
    """On which links a computation rests."""

    ALL = "all", _("known and inferred links")
    KNOWN = "known", _("known links only")


@dataclass(frozen=True)
class Shock:
    """What fails and by how much; ``keys``: firms as the tables write them, towns, words, classes.

    ``lost_percent`` is the share of capacity that is lost, 1 to 100. ``replacement``: others with
    the same trade step in by their share of the market.
    """

    kind: ShockKind
    keys: tuple[str, ...]
    lost_percent: int = 100
    links: LinksUsed = LinksUsed.ALL
    replacement: bool = True

    def plain(self) -> dict[str, Any]:
        """As it is kept and printed."""
        return {
            "kind": self.kind.value,
            "keys": list(self.keys),
            "lost_percent": self.lost_percent,
            "links": self.links.value,
            "replacement": self.replacement,
        }


def shock_of(said: Mapping[str, Any]) -> Shock:
    """Read what ``plain`` wrote, checked."""
    shock = Shock(
        kind=ShockKind(said["kind"]),
        keys=tuple(str(key) for key in said["keys"]),
        lost_percent=int(said.get("lost_percent", 100)),
        links=LinksUsed(said.get("links", LinksUsed.ALL)),
        replacement=bool(said.get("replacement", True)),
    )
    check_shock(shock)
    return shock


def check_shock(shock: Shock) -> None:
    """Refuse a shock that says nothing, or says it in a way that nobody can read."""
    if not shock.keys or len(shock.keys) > MOST_KEYS or not all(map(str.strip, shock.keys)):
        raise Refusal("shock_empty", _("Say what fails: a firm, a town, a product or a class."))
    if not 1 <= shock.lost_percent <= 100:
        raise Refusal("shock_share", _("The share of capacity lost is 1 to 100 percent."))
    if shock.kind is ShockKind.TOWN and not _all(_TOWN, shock.keys):
        raise Refusal("shock_town", _("A town is given by its code of nine digits."))
    if shock.kind is ShockKind.INDUSTRY and not _all(_CLASS, shock.keys):
        raise Refusal("shock_class", _("A class of industry is given by two to four digits."))
    if shock.kind is ShockKind.INPUT and any(len(key) > MOST_WORDS for key in shock.keys):
        raise Refusal(
            "shock_words",
            _("The words of a product are at most %(most)d characters.") % {"most": MOST_WORDS},
        )


def _all(pattern: re.Pattern[str], keys: Sequence[str]) -> bool:
    return all(pattern.fullmatch(key) for key in keys)


def check_epsilon(epsilon: float) -> None:
    """Refuse a limit of convergence that would never end or says nothing."""
    if not LEAST_EPSILON <= epsilon <= MOST_EPSILON:
        raise Refusal(
            "epsilon_outside",
            _("The limit of convergence lies between 0.000000001 and 0.1."),
        )
