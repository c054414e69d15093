"""How a run's proposals differ from what stands, in words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class ChangeKind(models.TextChoices):
    """What a firm would do."""

    JOINS = "joins", pgettext_lazy("firm", "joins a cluster")
    MOVES = "moves", pgettext_lazy("firm", "changes cluster")
    LEAVES = "leaves", pgettext_lazy("firm", "leaves its cluster")
    FOUNDS = "founds", pgettext_lazy("firm", "is in a new cluster")


KINDS: tuple[ChangeKind, ...] = tuple(ChangeKind)


class Fate(models.TextChoices):
    """What becomes of a cluster."""

    UNCHANGED = "unchanged", _("stays as it is")
    CONTINUES = "continues", _("goes on with other firms")
    GATHERS = "gathers", _("takes others in")
    SPLITS = "splits", _("splits")
    MERGES = "merges", _("goes into another")
    DISSOLVED = "dissolved", _("is not found again")
    PART = "part", _("comes out of a split")
    NEW = "new", pgettext_lazy("proposed cluster", "is new")


WHY = {
    "split": _("its cluster splits"),
    "merge": _("its cluster goes into another"),
    "own": _("by itself"),
    "new": _("a new cluster is found"),
    "joined": _("by itself"),
    "dissolved": _("its cluster is not found again"),
    "left": _("by itself"),
}


def why(because: str) -> str:
    """Say in words why a firm changes."""
    return str(WHY.get(because, because))
