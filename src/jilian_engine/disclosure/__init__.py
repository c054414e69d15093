"""Which cells of linked tables may be shown, and what the shown ones leave to guess of the others.

`protect` hides cells; `audit` works out anew, from what is shown alone, the interval in which each
hidden value can lie. The two share no code but the value types.
"""

from __future__ import annotations

from jilian_engine.disclosure.auditing import Audit, ReleasedTable, audit
from jilian_engine.disclosure.cells import Bounds, Cell, Dimension, Key, Protected, Rule, Table
from jilian_engine.disclosure.protecting import protect

__all__ = [
    "Audit",
    "Bounds",
    "Cell",
    "Dimension",
    "Key",
    "Protected",
    "ReleasedTable",
    "Rule",
    "Table",
    "audit",
    "protect",
]
