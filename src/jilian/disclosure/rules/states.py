"""States of a release, reasons why a cell is hidden, and the rule by which."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jilian.accounts.rules import Role

# Fewer than three firms, one above 80 %, a count of people below five; a hidden value must not be
# known to within 20 % on either side.
TABLE_RULE = {
    "least_contributors": 3,
    "largest_share_pct": 80,
    "least_people": 5,
    "protection_pct": 20,
}
_WITHOUT = {
    Role.DEPARTMENT_OFFICER,
    Role.SYSTEM_ADMINISTRATOR,
    Role.SECURITY_ADMINISTRATOR,
    Role.AUDIT_ADMINISTRATOR,
}


class Measure(models.TextChoices):
    """What the cells of a table count."""

    FIRMS = "firms", _("number of firms")
    AMOUNT = "amount", _("sum over firms")
    PEOPLE = "people", _("number of people")
    MIXED = "mixed", _("several measures")


class RunState(models.TextChoices):
    """How far a release of the tables of a month is."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("under way")
    READY = "ready", _("to be looked at")
    RELEASING = "releasing", _("being released")
    DONE = "done", _("released")
    DROPPED = "dropped", _("dropped")
    FAILED = "failed", _("failed")


OPEN_RUNS = (RunState.WAITING, RunState.RUNNING, RunState.RELEASING)


class Hidden(models.TextChoices):
    """Why a cell is hidden; only the steward is told which of the two."""

    PRIMARY = "primary", _("by the rule")
    SECONDARY = "secondary", _("to protect others")


class CellKind(models.TextChoices):
    """How a cell takes part in sums."""

    AMOUNT = "amount", _("sum over firms")
    COUNT = "count", _("number of firms")
    PEOPLE = "people", _("number of people")
    APART = "apart", _("ratio, in no sum")


def default_audiences() -> tuple[str, ...]:
    """The roles that see indicators."""
    return tuple(role for role in Role if role not in _WITHOUT)
