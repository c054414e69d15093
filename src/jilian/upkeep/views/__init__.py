"""Addresses for machines that watch, the page of an outage, the register of what is kept."""

from __future__ import annotations

from jilian.upkeep.views.keeping import hold, kept
from jilian.upkeep.views.outage import broken
from jilian.upkeep.views.refused import not_there, unreadable
from jilian.upkeep.views.watching import health, metrics, ready

__all__ = ["broken", "health", "hold", "kept", "metrics", "not_there", "ready", "unreadable"]
