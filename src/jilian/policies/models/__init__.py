"""Evidence of firms, checks of all firms, applications, policies and their benefits."""

from __future__ import annotations

from jilian.policies.models.applications import Application
from jilian.policies.models.benefits import (
    LEAST_OBJECTION_DAYS,
    MOST_OBJECTION_DAYS,
    Benefit,
    BenefitStep,
    Policy,
    PolicyQuerySet,
)
from jilian.policies.models.checks import CheckResult, CheckRun
from jilian.policies.models.evidence import Evidence, LineDecision, OfFirmQuerySet

__all__ = [
    "LEAST_OBJECTION_DAYS",
    "MOST_OBJECTION_DAYS",
    "Application",
    "Benefit",
    "BenefitStep",
    "CheckResult",
    "CheckRun",
    "Evidence",
    "LineDecision",
    "OfFirmQuerySet",
    "Policy",
    "PolicyQuerySet",
]
