"""The pages of this area."""

from __future__ import annotations

from jilian.desk.views.auditing import (
    chain,
    digest,
    looks,
    record,
    seal,
    trace,
    traces,
    verification,
    verify,
)
from jilian.desk.views.leaving import (
    export_taken,
    export_taken_everywhere,
    taken,
    taken_everywhere,
)
from jilian.desk.views.records import history, looks_at_firm, of_firm
from jilian.desk.views.steward import (
    agreements,
    conflicts,
    end_agreement,
    firms,
    home,
    measure,
    new_agreement,
)

__all__ = [
    "agreements",
    "chain",
    "conflicts",
    "digest",
    "end_agreement",
    "export_taken",
    "export_taken_everywhere",
    "firms",
    "history",
    "home",
    "looks",
    "looks_at_firm",
    "measure",
    "new_agreement",
    "of_firm",
    "record",
    "seal",
    "taken",
    "taken_everywhere",
    "trace",
    "traces",
    "verification",
    "verify",
]
