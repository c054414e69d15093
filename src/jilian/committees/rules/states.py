"""How far the setting up of a cluster's organisation has come, and which step follows which.

Sources: CPC-BRANCH art. 6 (application, reply, election, filing) and CPC-TERM (extension) in the
rule file of organisations. A term that is due is a matter of the day, not a state kept.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal


class State(models.TextChoices):
    """How far a procedure has come."""

    DRAFT = "draft", pgettext_lazy("setting up", "draft")
    APPLIED = "applied", pgettext_lazy("setting up", "applied for")
    RETURNED = "returned", pgettext_lazy("setting up", "returned to amend")
    REFUSED = "refused", pgettext_lazy("setting up", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("setting up", "withdrawn")
    APPROVED = "approved", pgettext_lazy("setting up", "approved")
    ELECTED = "elected", pgettext_lazy("setting up", "elected")
    FILED = "filed", pgettext_lazy("setting up", "filed")
    ACTIVE = "active", pgettext_lazy("setting up", "active")
    RE_ELECTED = "re_elected", pgettext_lazy("setting up", "re-elected")
    EXTENDED = "extended", pgettext_lazy("setting up", "term extended")
    DISSOLVED = "dissolved", pgettext_lazy("setting up", "dissolved")


class Step(models.TextChoices):
    """What was done, by the state that it leads to."""

    DRAFTED = "drafted", pgettext_lazy("step", "drafted")
    APPLIED = "applied", pgettext_lazy("step", "application")
    RETURNED = "returned", pgettext_lazy("step", "returned to amend")
    REFUSED = "refused", pgettext_lazy("step", "refusal")
    WITHDRAWN = "withdrawn", pgettext_lazy("step", "withdrawal")
    APPROVED = "approved", pgettext_lazy("step", "approval")
    ELECTED = "elected", pgettext_lazy("step", "election")
    FILED = "filed", pgettext_lazy("step", "filing")
    TOOK_EFFECT = "took_effect", pgettext_lazy("step", "effect")
    RE_ELECTED = "re_elected", pgettext_lazy("step", "re-election")
    EXTENDED = "extended", pgettext_lazy("step", "extension of the term")
    DISSOLVED = "dissolved", pgettext_lazy("step", "dissolution")


class RelationMode(models.TextChoices):
    """What the body is to the organisations under it (rule ORG-08); unknown where nobody says."""

    AFFILIATED = "affiliated", _("affiliated: own members, own line")
    FUNCTIONAL = "functional", _("functional: members keep their own organisation")
    MIXED = "mixed", _("mixed: some affiliated, some functional")
    ALLIANCE = "alliance", _("alliance, without authority")
    UNKNOWN = "unknown", _("unknown")


class SeatRole(models.TextChoices):
    """An office on the committee; whoever holds it is not named."""

    SECRETARY = "secretary", _("secretary")
    DEPUTY = "deputy", _("deputy secretary")
    MEMBER = "member", _("committee member")


AMENDABLE = frozenset({State.DRAFT, State.RETURNED})
OPEN = frozenset(
    {State.DRAFT, State.APPLIED, State.RETURNED, State.APPROVED, State.ELECTED, State.FILED}
)
STANDING = frozenset({State.ACTIVE, State.RE_ELECTED, State.EXTENDED})
WITHOUT_OWN_MEMBERS = frozenset({RelationMode.FUNCTIONAL, RelationMode.ALLIANCE})

# From which states a step may be taken, and to which state it leads.
STEPS: Mapping[Step, tuple[frozenset[State], State]] = {
    Step.APPLIED: (AMENDABLE, State.APPLIED),
    Step.RETURNED: (frozenset({State.APPLIED}), State.RETURNED),
    Step.REFUSED: (frozenset({State.APPLIED}), State.REFUSED),
    Step.WITHDRAWN: (OPEN, State.WITHDRAWN),
    Step.APPROVED: (frozenset({State.APPLIED}), State.APPROVED),
    Step.ELECTED: (frozenset({State.APPROVED}), State.ELECTED),
    Step.FILED: (frozenset({State.ELECTED}), State.FILED),
    Step.TOOK_EFFECT: (frozenset({State.FILED}), State.ACTIVE),
    Step.RE_ELECTED: (STANDING, State.RE_ELECTED),
    Step.EXTENDED: (STANDING, State.EXTENDED),
    Step.DISSOLVED: (STANDING, State.DISSOLVED),
}

# Who takes a step: the cluster's secretary and the organisation office, or the office alone.
_PROPOSED = (Step.DRAFTED, Step.APPLIED, Step.WITHDRAWN, Step.ELECTED)
PERMISSION_OF: Mapping[Step, Permission] = {
    step: Permission.PROPOSE_BODIES if step in _PROPOSED else Permission.APPROVE_BODIES
    for step in Step
}

# The mark that a page shows with a state.
STATE_MARKS: Mapping[str, str] = {
    State.DRAFT: "open",
    State.APPLIED: "waiting",
    State.RETURNED: "soon",
    State.REFUSED: "refused",
    State.WITHDRAWN: "closed",
    State.APPROVED: "open",
    State.ELECTED: "open",
    State.FILED: "waiting",
    State.ACTIVE: "confirmed",
    State.RE_ELECTED: "confirmed",
    State.EXTENDED: "confirmed",
    State.DISSOLVED: "closed",
}


def follow(state: str, step: Step) -> State:
    """Return the state that the step leads to; refuses one that does not follow from the state."""
    allowed, then = STEPS[step]
    if State(state) not in allowed:
        raise Refusal(
            "step_does_not_follow",
            _("That does not follow: it is %(state)s.") % {"state": State(state).label},
        )
    return then


def next_steps(state: str) -> tuple[Step, ...]:
    """Return the steps that may follow, the usual one first."""
    order = (
        Step.APPLIED, Step.APPROVED, Step.ELECTED, Step.FILED, Step.TOOK_EFFECT, Step.RE_ELECTED,
        Step.EXTENDED, Step.RETURNED, Step.REFUSED, Step.WITHDRAWN, Step.DISSOLVED,
    )  # fmt: skip
    return tuple(step for step in order if State(state) in STEPS[step][0])
