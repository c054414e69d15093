"""Words of missing links, lists and pipeline: what is counted, and how far a thing has come."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class Grain(models.TextChoices):
    """What a missing link is a link of."""

    PRODUCT = "product", _("a product by its name")
    SECTOR = "sector", _("a sector of the input–output table")


class Supply(models.TextChoices):
    """How many make it inside."""

    NONE = "none", _("nobody makes it inside")
    SINGLE = "single", _("one firm makes it inside")
    THIN = "thin", _("made inside, yet short again and again")


class Status(models.TextChoices):
    """What has become of a missing link."""

    PROPOSED = "proposed", pgettext_lazy("missing link", "proposed by the computation")
    CONFIRMED = "confirmed", pgettext_lazy("missing link", "confirmed")
    REJECTED = "rejected", pgettext_lazy("missing link", "rejected")
    FILLED = "filled", pgettext_lazy("missing link", "filled")
    LAPSED = "lapsed", pgettext_lazy("missing link", "no longer found")


class RunState(models.TextChoices):
    """How far a search for missing links has come."""

    WAITING = "waiting", pgettext_lazy("search for missing links", "waiting")
    RUNNING = "running", pgettext_lazy("search for missing links", "running")
    DONE = "done", pgettext_lazy("search for missing links", "done")
    FAILED = "failed", pgettext_lazy("search for missing links", "failed")


class Cause(models.TextChoices):
    """Why a search was started."""

    PERSON = "person", _("started by a person")
    SHORTAGES = "shortages", _("started by equal shortages")


class ItemKind(models.TextChoices):
    """The two lists of a cluster."""

    OFFER = "offer", _("What the leader offers")
    LACK = "lack", _("What the chain lacks")


class Direction(models.TextChoices):
    """On which side of the chain a firm that is brought in stands."""

    UPSTREAM = "upstream", pgettext_lazy("brought in", "upstream: supplies it")
    DOWNSTREAM = "downstream", pgettext_lazy("brought in", "downstream: buys it")


class Stage(models.TextChoices):
    """How far the bringing in of a firm has come, in order; a drop-out may follow any of them."""

    CANDIDATE = "candidate", pgettext_lazy("brought in", "candidate")
    CONTACT = "contact", pgettext_lazy("brought in", "in contact")
    SIGNED = "signed", pgettext_lazy("brought in", "signed")
    REGISTERED = "registered", pgettext_lazy("brought in", "registered")
    STARTED = "started", pgettext_lazy("brought in", "started building")
    PRODUCING = "producing", pgettext_lazy("brought in", "producing")
    DROPPED = "dropped", pgettext_lazy("brought in", "dropped out")


SUPPLY_MARKS: Mapping[str, str] = {
    Supply.NONE: "broken",
    Supply.SINGLE: "soon",
    Supply.THIN: "soon",
}
STATUS_MARKS: Mapping[str, str] = {
    Status.PROPOSED: "waiting",
    Status.CONFIRMED: "open",
    Status.REJECTED: "closed",
    Status.FILLED: "confirmed",
    Status.LAPSED: "closed",
}
STAGE_MARKS: Mapping[str, str] = {
    Stage.CANDIDATE: "waiting",
    Stage.CONTACT: "waiting",
    Stage.SIGNED: "open",
    Stage.REGISTERED: "open",
    Stage.STARTED: "open",
    Stage.PRODUCING: "confirmed",
    Stage.DROPPED: "closed",
}
#: The missing links that still are ones.
STANDING = frozenset({Status.PROPOSED, Status.CONFIRMED})
#: The stages in order, without the drop-out, which has no place of its own.
ORDER = tuple(stage for stage in Stage if stage is not Stage.DROPPED)
#: The three numbers as of a day.
COUNTED = (Stage.SIGNED, Stage.REGISTERED, Stage.PRODUCING)
