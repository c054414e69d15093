"""Pages of this area."""

from __future__ import annotations

from jilian.policies.views.applying import (
    application,
    applications,
    apply,
    decide_application,
    export_applications,
)
from jilian.policies.views.benefits import (
    act_on_benefit,
    announce,
    benefit,
    end_policy,
    export_benefits,
    new_policy,
    policies,
    policy,
    put_in_force,
)
from jilian.policies.views.firm import check, checks, decide_line, of_firm
from jilian.policies.views.listing import (
    check_all,
    export,
    near,
    progress,
    rule_set,
    rule_sets,
)
from jilian.policies.views.stating import evidence, template, upload, withdraw_evidence

__all__ = [
    "act_on_benefit",
    "announce",
    "application",
    "applications",
    "apply",
    "benefit",
    "check",
    "check_all",
    "checks",
    "decide_application",
    "decide_line",
    "end_policy",
    "evidence",
    "export",
    "export_applications",
    "export_benefits",
    "near",
    "new_policy",
    "of_firm",
    "policies",
    "policy",
    "progress",
    "put_in_force",
    "rule_set",
    "rule_sets",
    "template",
    "upload",
    "withdraw_evidence",
]
