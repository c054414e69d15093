"""Titles and verbs of the steps, their forms and their operations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from jilian.committees import operations
from jilian.committees.forms import (
    ApprovalForm,
    EffectForm,
    ExtensionForm,
    FilingForm,
    ReasonedForm,
    ReElectionForm,
    StepForm,
)
from jilian.committees.rules import Step


@dataclass(frozen=True)
class Kind:
    """One step on a page: its question, its verb, its form and what does it."""

    title: Any
    verb: Any
    operation: Callable[..., object]
    form: type[StepForm] = StepForm
    danger: bool = False
    has_paper: bool = True


KINDS: Mapping[Step, Kind] = {
    Step.APPLIED: Kind(
        _("Is the application handed in?"), _("Hand in the application"), operations.apply_for
    ),
    Step.APPROVED: Kind(
        _("Is the application approved?"), _("Approve"), operations.approve, ApprovalForm
    ),
    Step.RETURNED: Kind(
        _("What has to be amended?"), _("Return to amend"), operations.return_to_amend, ReasonedForm
    ),
    Step.REFUSED: Kind(
        _("Why is the application refused?"), _("Refuse"), operations.refuse, ReasonedForm, True
    ),
    Step.WITHDRAWN: Kind(
        _("Why is it given up?"), _("Withdraw"), operations.withdraw, ReasonedForm, True
    ),
    Step.ELECTED: Kind(
        _("When was the committee elected?"), _("Record the election"), operations.record_election
    ),
    Step.FILED: Kind(
        _("Is the result filed, and from when does the body stand?"), _("File the result"),
        operations.file_result, FilingForm,
    ),
    Step.TOOK_EFFECT: Kind(
        _("Does the body stand now?"), _("Set up the body"), operations.take_effect, EffectForm,
        has_paper=False,
    ),
    Step.RE_ELECTED: Kind(
        _("When was it re-elected?"), _("Record the re-election"), operations.re_elect,
        ReElectionForm,
    ),
    Step.EXTENDED: Kind(
        _("Until when is the term extended?"), _("Extend the term"), operations.extend,
        ExtensionForm,
    ),
    Step.DISSOLVED: Kind(
        _("When does the body end?"), _("Dissolve"), operations.dissolve, ReasonedForm, True
    ),
}  # fmt: skip
