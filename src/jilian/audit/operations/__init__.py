"""Every write of this area: traces, looks, seals, verifications."""

from __future__ import annotations

from jilian.audit.operations.chain import Doer, Register, append, gathered, record, record_many
from jilian.audit.operations.looks import forget_looks, note_look
from jilian.audit.operations.sealing import prunable, prune, replace_key, seal
from jilian.audit.operations.verifying import begin_verification, complete_verification

__all__ = [
    "Doer",
    "Register",
    "append",
    "begin_verification",
    "complete_verification",
    "forget_looks",
    "gathered",
    "note_look",
    "prunable",
    "prune",
    "record",
    "record_many",
    "replace_key",
    "seal",
]
