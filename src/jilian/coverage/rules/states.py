"""States of campaigns and of their targets, routes, fields, and which step follows which."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.base.errors import Refusal
from jilian.organisations.rules import CoverMode

SPOT_PERCENT = 10  # of those that are done (practice of the campaigns since 2022)
RECHECK_MONTHS = 3  # after the end, for bodies that exist on paper only
MOST_AT_ONCE = 5_000  # targets in one bulk act from a page


class CampaignState(models.TextChoices):
    """How far a campaign has come."""

    DRAFT = "draft", pgettext_lazy("campaign", "draft")
    FROZEN = "frozen", pgettext_lazy("campaign", "list frozen")
    RUNNING = "running", pgettext_lazy("campaign", "running")
    CLOSED = "closed", pgettext_lazy("campaign", "closed")
    RECHECKED = "rechecked", pgettext_lazy("campaign", "re-checked")


class TargetState(models.TextChoices):
    """Exactly one holds of each target: the states add up to the frozen list."""

    OPEN = "open", pgettext_lazy("target", "not yet worked")
    OWN = "own", pgettext_lazy("target", "own body")
    JOINT = "joint", pgettext_lazy("target", "joint body")
    WORK = "work", pgettext_lazy("target", "work coverage")
    NOT_YET = "not_yet", pgettext_lazy("target", "not yet, with reason")


class Route(models.TextChoices):
    """The way that led to the end state first; only one counts."""

    POINT = "point", pgettext_lazy("route", "point: leading firm")
    LINE = "line", pgettext_lazy("route", "line: trade")
    AREA = "area", pgettext_lazy("route", "area: park or town")
    ADVISOR = "advisor", pgettext_lazy("route", "advisor")
    BEFORE = "before", pgettext_lazy("route", "covered before the campaign")


class PlanRoute(models.TextChoices):
    """What the planner proposes for a target."""

    POINT = "point", pgettext_lazy("route", "point: leading firm")
    LINE = "line", pgettext_lazy("route", "line: trade")
    AREA = "area", pgettext_lazy("route", "area: park or town")
    ADVISOR = "advisor", pgettext_lazy("route", "advisor")
    NOT_YET = "not_yet", pgettext_lazy("route", "ask first")


class StrategicField(models.TextChoices):
    """Fields in which key firms are listed (plan of the science corridor, 2019)."""

    ARTIFICIAL_INTELLIGENCE = "artificial_intelligence", _("artificial intelligence")
    INTEGRATED_CIRCUITS = "integrated_circuits", _("integrated circuits")
    BIOMEDICINE = "biomedicine", _("biomedicine")
    ADVANCED_EQUIPMENT = "advanced_equipment", _("advanced equipment")
    NEW_ENERGY = "new_energy", _("new energy")
    NEW_MATERIALS = "new_materials", _("new materials")
    NEW_ENERGY_VEHICLES = "new_energy_vehicles", _("new-energy vehicles")
    OTHER = "other", pgettext_lazy("strategic field", "another field")


class Obstacle(models.TextChoices):
    """Why it is not yet done. None of them tells how many members there are."""

    OWNER = "owner", _("the owner does not agree yet")
    SECRETARY = "secretary", _("no secretary has been found")
    PLACE = "place", _("no place for it")
    RESTRUCTURING = "restructuring", _("the firm is being restructured or moves")
    SUPERIOR = "superior", _("waits for a superior's reply")
    PARTNERS = "partners", _("partners of a joint body are missing")
    OTHER = "other", pgettext_lazy("obstacle", "another obstacle")


class RemovalKind(models.TextChoices):
    """Why a firm no longer belongs to what can be covered; each needs a document."""

    SHELL = "shell", _("shell without operation")
    DORMANT = "dormant", _("long dormant")
    DUPLICATE = "duplicate", _("listed twice")
    MOVED_OUT = "moved_out", _("moved out of the district")
    CLOSED = "closed", _("closed down")


class RemovalState(models.TextChoices):
    """How far a removal has come."""

    WAITING = "waiting", pgettext_lazy("removal", "waits for a signature")
    SIGNED = "signed", pgettext_lazy("removal", "signed")
    SENT_BACK = "sent_back", pgettext_lazy("removal", "sent back")


class CheckKind(models.TextChoices):
    """What a check is."""

    SPOT = "spot", _("spot check")
    RECHECK = "recheck", _("re-check")


class CheckResult(models.TextChoices):
    """What a check found."""

    WAITING = "waiting", pgettext_lazy("check", "to be checked")
    STANDS = "stands", pgettext_lazy("check", "stands")
    FAILED = "failed", pgettext_lazy("check", "does not stand")


class PlanState(models.TextChoices):
    """How far the planner has come."""

    WAITING = "waiting", pgettext_lazy("plan", "waiting")
    RUNNING = "running", pgettext_lazy("plan", "under way")
    DONE = "done", pgettext_lazy("plan", "done")
    FAILED = "failed", pgettext_lazy("plan", "stopped with an error")


DONE = frozenset({TargetState.OWN, TargetState.JOINT, TargetState.WORK})
IN_BODY = frozenset({TargetState.OWN, TargetState.JOINT})
CHOOSABLE_ROUTES = (Route.POINT, Route.LINE, Route.AREA, Route.ADVISOR)
COUNTS_HELD = frozenset({CampaignState.FROZEN, CampaignState.RUNNING})
_NEXT: Mapping[str, str] = {
    CampaignState.DRAFT: CampaignState.FROZEN,
    CampaignState.FROZEN: CampaignState.RUNNING,
    CampaignState.RUNNING: CampaignState.CLOSED,
    CampaignState.CLOSED: CampaignState.RECHECKED,
}
STATE_MARKS: Mapping[str, str] = {
    "draft": "waiting",
    "frozen": "open",
    "running": "open",
    "closed": "closed",
    "rechecked": "closed",
    "open": "open",
    "own": "confirmed",
    "joint": "confirmed",
    "work": "closed",
    "not_yet": "soon",
    "waiting": "waiting",
    "signed": "confirmed",
    "sent_back": "refused",
    "stands": "confirmed",
    "failed": "broken",
}


def check_campaign_step(state: str, wanted: str) -> None:
    """Refuse a step of a campaign that does not follow from its state."""
    if _NEXT.get(state) != wanted:
        _refuse_state(state)


def check_in_state(state: str, *wanted: str) -> None:
    """Refuse an act for which the campaign is in the wrong state."""
    if state not in wanted:
        _refuse_state(state)


def _refuse_state(state: str) -> None:
    if state == CampaignState.FROZEN:
        raise Refusal("campaign_not_started", _("Start the campaign first."))
    if state == CampaignState.RUNNING:
        raise Refusal("campaign_running", _("The campaign is running."))
    if state in (CampaignState.CLOSED, CampaignState.RECHECKED):
        raise Refusal("campaign_closed", _("The campaign has been closed."))
    raise Refusal("campaign_not_frozen", _("The list has not been frozen yet."))


def check_route(state: str, route: str) -> None:
    """Refuse a route that does not lead to this end state."""
    if route not in CHOOSABLE_ROUTES:
        raise Refusal("route_missing", _("Say which route led there: one of the four."))
    if (state == TargetState.WORK) != (route == Route.ADVISOR):
        raise Refusal(
            "route_unfit",
            _("An advisor leads to work coverage; point, line and area lead to a body."),
        )


def state_by_register(modes: Collection[str]) -> str | None:
    """The end state that the register shows by the modes of a day; None where it shows none."""
    if CoverMode.OWN in modes:
        return TargetState.OWN
    return TargetState.JOINT if modes else None


def check_register(state: str, modes: Collection[str]) -> None:
    """Refuse "own" or "joint" where the register of organisations does not say so on the day."""
    if state == TargetState.OWN and CoverMode.OWN not in modes:
        raise Refusal(
            "register_shows_no_own_body",
            _("The register shows no organisation of the firm's own on that day. Record it there"
              " first."),
        )  # fmt: skip
    shared = {CoverMode.JOINT, CoverMode.AREA_OR_TRADE}
    if state == TargetState.JOINT and not shared.intersection(modes):
        raise Refusal(
            "register_shows_no_joint_body",
            _("The register shows no joint, area or trade organisation that covers the firm on"
              " that day. Record it there first."),
        )  # fmt: skip


def check_signer(said_by: str, by: str) -> None:
    """Refuse that one person says and signs."""
    if said_by == by:
        raise Refusal(
            "same_person",
            _("Whoever said it cannot sign it: a second person has to look."),
        )
