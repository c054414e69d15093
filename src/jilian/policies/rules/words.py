"""The words of this area: outcomes of a line, origins of a value, states and what may follow."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class Outcome(models.TextChoices):
    """What a line, or a whole rule set, comes to; the order in which pages list them."""

    MET = "met", pgettext_lazy("line of a rule set", "met")
    UNMET = "unmet", pgettext_lazy("line of a rule set", "unmet")
    UNKNOWN = "unknown", pgettext_lazy("line of a rule set", "unknown")
    MANUAL = "manual_review", pgettext_lazy("line of a rule set", "manual review")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("line of a rule set", "not applicable")


OUTCOME_MARKS: Mapping[str, str] = {
    Outcome.MET: "confirmed",
    Outcome.UNMET: "refused",
    Outcome.UNKNOWN: "waiting",
    Outcome.MANUAL: "soon",
    Outcome.NOT_APPLICABLE: "closed",
}


class Standing(models.TextChoices):
    """How near a firm is to a rule set, as the list of the office has it."""

    QUALIFIES = "qualifies", _("meets every line")
    PEOPLE = "people", _("meets every line that can be computed; people judge the rest")
    ONE_SHORT = "one_short", _("one line short")
    UNKNOWN = "unknown", _("values are missing")
    SHORT = "short", _("several lines short")


STANDING_MARKS: Mapping[str, str] = {
    Standing.QUALIFIES: "confirmed",
    Standing.PEOPLE: "soon",
    Standing.ONE_SHORT: "refused",
    Standing.UNKNOWN: "waiting",
    Standing.SHORT: "refused",
}


class Origin(models.TextChoices):
    """Whose statement a value is."""

    REGISTER = "register", _("held in the register")
    OFFICE = "office", _("entered by an office from a paper")
    FIRM = "firm", _("the firm's own word")


class Procedure(models.TextChoices):
    """By which procedure a qualification is asked for."""

    NEW = "new", pgettext_lazy("procedure", "new recognition")
    RECHECK = "recheck", pgettext_lazy("procedure", "recheck")


class RunState(models.TextChoices):
    """How far a check of all firms is."""

    WAITING = "waiting", pgettext_lazy("check of all firms", "waiting")
    RUNNING = "running", pgettext_lazy("check of all firms", "running")
    DONE = "done", pgettext_lazy("check of all firms", "done")
    FAILED = "failed", pgettext_lazy("check of all firms", "stopped with an error")


class ApplicationState(models.TextChoices):
    """How far an application is."""

    RECORDED = "recorded", pgettext_lazy("application", "handed in")
    GRANTED = "granted", pgettext_lazy("application", "granted")
    REFUSED = "refused", pgettext_lazy("application", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn")


class PolicyState(models.TextChoices):
    """How far a policy is."""

    DRAFT = "draft", pgettext_lazy("policy", "draft")
    IN_FORCE = "in_force", pgettext_lazy("policy", "in force")
    ENDED = "ended", pgettext_lazy("policy", "ended")


class BenefitState(models.TextChoices):
    """How far a benefit without application is."""

    ANNOUNCED = "announced", pgettext_lazy("benefit", "announced")
    DECIDED = "decided", pgettext_lazy("benefit", "decided")
    PAID = "paid", pgettext_lazy("benefit", "paid")
    WITHDRAWN = "withdrawn", pgettext_lazy("benefit", "withdrawn")


class StepKind(models.TextChoices):
    """What the decision log of a benefit holds."""

    ANNOUNCED = "announced", pgettext_lazy("benefit", "announced")
    OBJECTED = "objected", _("the firm objects")
    ANSWERED = "answered", _("objection answered")
    DECIDED = "decided", pgettext_lazy("benefit", "decided")
    UNDONE = "undone", _("announcement undone")
    PAID = "paid", pgettext_lazy("benefit", "paid")
    WITHDRAWN = "withdrawn", pgettext_lazy("benefit", "withdrawn")


APPLICATION_MARKS: Mapping[str, str] = {
    ApplicationState.RECORDED: "waiting",
    ApplicationState.GRANTED: "confirmed",
    ApplicationState.REFUSED: "refused",
    ApplicationState.WITHDRAWN: "closed",
}
POLICY_MARKS: Mapping[str, str] = {
    PolicyState.DRAFT: "waiting",
    PolicyState.IN_FORCE: "open",
    PolicyState.ENDED: "closed",
}
BENEFIT_MARKS: Mapping[str, str] = {
    BenefitState.ANNOUNCED: "waiting",
    BenefitState.DECIDED: "open",
    BenefitState.PAID: "confirmed",
    BenefitState.WITHDRAWN: "closed",
}
