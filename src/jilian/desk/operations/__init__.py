"""Every write of this area."""

from __future__ import annotations

from jilian.desk.operations.agreements import (
    end_agreement,
    record_agreement,
    remind_of_agreements,
)
from jilian.desk.operations.chain import (
    ask_for_verification,
    forget_traces,
    prune_traces,
    replace_signing_key,
    seal_chain,
    verify_chain,
    verify_daily,
)
from jilian.desk.operations.leaving import note_export
from jilian.desk.operations.quality import measure_every_world, measure_quality

__all__ = [
    "ask_for_verification",
    "end_agreement",
    "forget_traces",
    "measure_every_world",
    "measure_quality",
    "note_export",
    "prune_traces",
    "record_agreement",
    "remind_of_agreements",
    "replace_signing_key",
    "seal_chain",
    "verify_chain",
    "verify_daily",
]
