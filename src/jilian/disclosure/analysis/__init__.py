"""The bridge to the engine."""

from __future__ import annotations

from jilian.disclosure.analysis.ahead import decided_for
from jilian.disclosure.analysis.deciding import Decided, decide, figures_of, fingerprint_of
from jilian.disclosure.analysis.files import audit_file, protect_file

__all__ = [
    "Decided",
    "audit_file",
    "decide",
    "decided_for",
    "figures_of",
    "fingerprint_of",
    "protect_file",
]
