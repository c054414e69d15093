"""Every write of this area."""

from __future__ import annotations

from jilian.policies.operations.applications import (
    grant_application,
    record_application,
    refuse_application,
    withdraw_application,
)
from jilian.policies.operations.benefits import (
    announce_benefits,
    answer_objection,
    decide_benefit,
    object_to_benefit,
    pay_benefit,
    undo_announcement,
    withdraw_benefit,
)
from jilian.policies.operations.checks import (
    complete_check,
    keep_checked,
    keep_failure,
    start_check,
)
from jilian.policies.operations.evidence import (
    allowed_origin,
    save_evidence,
    state_evidence,
    withdraw_evidence,
)
from jilian.policies.operations.lines import decide_line
from jilian.policies.operations.policies import draft_policy, end_policy, put_in_force
from jilian.policies.operations.taken_out import note_export

__all__ = [
    "allowed_origin",
    "announce_benefits",
    "answer_objection",
    "complete_check",
    "decide_benefit",
    "decide_line",
    "draft_policy",
    "end_policy",
    "grant_application",
    "keep_checked",
    "keep_failure",
    "note_export",
    "object_to_benefit",
    "pay_benefit",
    "put_in_force",
    "record_application",
    "refuse_application",
    "save_evidence",
    "start_check",
    "state_evidence",
    "undo_announcement",
    "withdraw_application",
    "withdraw_benefit",
    "withdraw_evidence",
]
