"""Calls for help, the firms that are asked, what they reserve and deliver, and what is learnt."""

from __future__ import annotations

from jilian.shortages.models.around import Lesson, Permit, ProposalFeedback
from jilian.shortages.models.calls import Call, CallLook, CallQuerySet, Escalation, Release
from jilian.shortages.models.helping import Delivery, Helper, HelperQuerySet, Reservation

__all__ = [
    "Call",
    "CallLook",
    "CallQuerySet",
    "Delivery",
    "Escalation",
    "Helper",
    "HelperQuerySet",
    "Lesson",
    "Permit",
    "ProposalFeedback",
    "Release",
    "Reservation",
]
