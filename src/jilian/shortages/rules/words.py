"""The words of calls for help: states, levels, circles, answers, hazards, papers, permits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Unit(models.TextChoices):
    """In what an amount is counted."""

    KILOGRAM = "kg", _("kg")
    GRAM = "g", _("g")
    TONNE = "t", _("t")
    LITRE = "L", _("L")
    MILLILITRE = "mL", _("mL")
    CUBIC_METRE = "m3", _("m³")
    PIECE = "piece", pgettext_lazy("unit", "pieces")
    METRE = "m", _("m")
    SQUARE_METRE = "m2", _("m²")
    OWN = "own", pgettext_lazy("unit", "own word")


class Level(models.IntegerChoices):
    """How much of a call is released to those who are asked; each level holds the ones below."""

    NEED = 1, pgettext_lazy("level of disclosure", "need only")
    SIZE = 2, pgettext_lazy("level of disclosure", "need and size")
    PLACE = 3, pgettext_lazy("level of disclosure", "need, size, sector and town")
    NAME = 4, pgettext_lazy("level of disclosure", "everything up to the name")


class Circle(models.IntegerChoices):
    """How far firms are asked; each circle holds the ones below."""

    CLUSTER = 1, pgettext_lazy("circle", "cluster")
    DISTRICT = 2, pgettext_lazy("circle", "district")
    CORRIDOR = 3, pgettext_lazy("circle", "corridor")


class CallState(models.TextChoices):
    """How a call stands; how far help has come follows from its rows."""

    OPEN = "open", pgettext_lazy("call", "open")
    CLOSED = "closed", pgettext_lazy("call", "closed, everything received")
    CLOSED_WITH_REST = "rest", pgettext_lazy("call", "closed with an open rest")
    WITHDRAWN = "withdrawn", pgettext_lazy("call", "withdrawn")


class Stage(models.TextChoices):
    """How far help has come; derived, never stored."""

    WAITING = "waiting", pgettext_lazy("stage of a call", "no useful answer yet")
    OFFERED = "offered", pgettext_lazy("stage of a call", "help offered")
    RESERVED = "reserved", pgettext_lazy("stage of a call", "help accepted")
    UNDERWAY = "underway", pgettext_lazy("stage of a call", "on the way")
    RECEIVED = "received", pgettext_lazy("stage of a call", "everything received")


class Answer(models.TextChoices):
    """What a firm that was asked has said."""

    WAITING = "waiting", pgettext_lazy("answer to a call", "waiting")
    CAN = "can", pgettext_lazy("answer to a call", "can")
    IN_PART = "in_part", pgettext_lazy("answer to a call", "can in part")
    CANNOT = "cannot", pgettext_lazy("answer to a call", "cannot")


USEFUL = (Answer.CAN, Answer.IN_PART)


class CannotReason(models.TextChoices):
    """Why a firm cannot help."""

    NOT_MADE = "not_made", _("does not make or hold it")
    NO_STOCK = "no_stock", _("no stock at present")
    NO_CAPACITY = "no_capacity", _("no capacity in time")
    SPECIFICATION = "specification", _("cannot meet the specification")
    NO_LICENCE = "no_licence", _("no licence to make, hold or send it")
    OTHER = "other", _("another reason, in words")


class Cause(models.TextChoices):
    """Why the material is short."""

    SUPPLIER_STOPPED = "supplier", _("the supplier stopped or is late")
    TRANSPORT = "transport", _("transport is held up")
    QUALITY = "quality", _("the delivery failed the quality check")
    DEMAND = "demand", _("more was needed than planned")
    ACCIDENT = "accident", _("accident or breakdown")
    EXPORT_CONTROL = "control", _("import or export control")
    OTHER = "other", _("another cause, in words")
    UNKNOWN = "unknown", pgettext_lazy("cause", "unknown")


class Hazard(models.TextChoices):
    """The class of dangerous goods (GB 6944-2012, the nine classes that GHS labels lead to)."""

    NONE = "none", pgettext_lazy("hazard", "not dangerous goods")
    EXPLOSIVE = "1", _("class 1: explosives")
    GAS = "2", _("class 2: gases")
    FLAMMABLE_LIQUID = "3", _("class 3: flammable liquids")
    FLAMMABLE_SOLID = "4", _("class 4: flammable solids, self-igniting or wet-reactive")
    OXIDISER = "5", _("class 5: oxidisers and organic peroxides")
    TOXIC = "6", _("class 6: toxic and infectious substances")
    RADIOACTIVE = "7", _("class 7: radioactive material")
    CORROSIVE = "8", _("class 8: corrosives")
    OTHER = "9", _("class 9: other dangerous goods")
    UNKNOWN = "unknown", pgettext_lazy("hazard", "not known")


class Paper(models.TextChoices):
    """Quality papers that a helper brings along."""

    COA = "coa", _("certificate of analysis (COA)")
    SDS = "sds", _("safety data sheet (SDS)")
    SPECIFICATION = "spec", _("specification sheet")
    ROHS = "rohs", _("RoHS or REACH statement")
    SAMPLE = "sample", _("sample for trial")


class PermitKind(models.TextChoices):
    """What an officer is asked for."""

    PASS = "pass", _("transport pass")
    SAFETY = "safety", _("safety permit")


class PermitState(models.TextChoices):
    """How far a pass or permit has come."""

    ASKED = "asked", pgettext_lazy("permit", "asked for")
    ACCEPTED = "accepted", pgettext_lazy("permit", "accepted")
    GIVEN = "given", pgettext_lazy("permit", "given")
    REFUSED = "refused", pgettext_lazy("permit", "refused")


class ReservationEnd(models.TextChoices):
    """Why the rest of a reservation was let go."""

    EXPIRED = "expired", pgettext_lazy("reservation", "expired")
    BY_HELPER = "helper", pgettext_lazy("reservation", "withdrawn by the helper")
    BY_CALLER = "caller", pgettext_lazy("reservation", "withdrawn by the caller")
    CALL_ENDED = "call", pgettext_lazy("reservation", "the call ended")


class SecondSource(models.TextChoices):
    """Whether the caller has a second supplier after the call."""

    YES = "yes", pgettext_lazy("second source", "yes")
    BEING_SOUGHT = "sought", pgettext_lazy("second source", "being sought")
    NO = "no", pgettext_lazy("second source", "no")
    UNKNOWN = "unknown", pgettext_lazy("second source", "unknown")


STATE_MARKS: Mapping[str, str] = {
    CallState.OPEN: "open",
    CallState.CLOSED: "confirmed",
    CallState.CLOSED_WITH_REST: "closed",
    CallState.WITHDRAWN: "closed",
}
STAGE_MARKS: Mapping[str, str] = {
    Stage.WAITING: "waiting",
    Stage.OFFERED: "soon",
    Stage.RESERVED: "open",
    Stage.UNDERWAY: "open",
    Stage.RECEIVED: "confirmed",
}
ANSWER_MARKS: Mapping[str, str] = {
    Answer.WAITING: "waiting",
    Answer.CAN: "confirmed",
    Answer.IN_PART: "open",
    Answer.CANNOT: "refused",
}
PERMIT_MARKS: Mapping[str, str] = {
    PermitState.ASKED: "waiting",
    PermitState.ACCEPTED: "open",
    PermitState.GIVEN: "confirmed",
    PermitState.REFUSED: "refused",
}
# What an officer ticks before a pass or permit is given.
CHECKLISTS: Mapping[str, Mapping[str, StrPromise]] = {
    PermitKind.PASS: {
        "carrier": _("carrier licensed for this class of goods"),
        "vehicle": _("vehicle and route approved"),
        "papers": _("consignment note and safety data sheet on board"),
    },
    PermitKind.SAFETY: {
        "storage": _("place of storage fit for this class and amount"),
        "handling": _("people who handle it are instructed"),
        "emergency": _("emergency plan and equipment at hand"),
    },
}


def needs_permits(hazard: str) -> bool:
    """Say whether nothing may be dispatched before pass and permit are given.

    A class that is not known is treated as dangerous until it is stated.
    """
    return hazard != Hazard.NONE
