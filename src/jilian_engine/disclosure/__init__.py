"""Which cells of linked tables may be shown, and what the shown ones leave to guess of the others.

`protect` hides cells; `audit` works out anew, from what is shown alone, the interval in which each
hidden value can lie; `verify` proves, also for large tables, that it can lie as far as is stated.
Protecting shares no code with the other two but the value types.
"""

from __future__ import annotations

from jilian_engine.disclosure._shown import ReleasedTable
from jilian_engine.disclosure.auditing import Audit, audit
from jilian_engine.disclosure.cells import (
    Bounds,
    Cell,
    Dimension,
    Identity,
    Key,
    Protected,
    Ratio,
    Rule,
    Table,
)
from jilian_engine.disclosure.protecting import protect
from jilian_engine.disclosure.verifying import Verified, verify

__all__ = [
    "Audit",
    "Bounds",
    "Cell",
    "Dimension",
    "Identity",
    "Key",
    "Protected",
    "Ratio",
    "ReleasedTable",
    "Rule",
    "Table",
    "Verified",
    "audit",
    "protect",
    "verify",
]
