"""The gate in front of every page: who is asking, in which world, as of which day.

A view that states no permission is not reachable at all, so nothing is open by oversight.
"""

from __future__ import annotations

from jilian.accounts.forms import TakeAlongForm
from jilian.accounts.gate.addresses import Address, Operation, addresses, addresses_by_area
from jilian.accounts.gate.leaving import Taking, export_links, file_answer, says_purpose
from jilian.accounts.gate.middleware import GateMiddleware, day_asked_for, enter, frame
from jilian.accounts.gate.parts import part_address
from jilian.accounts.gate.stated import (
    Open,
    Request,
    gate_of,
    needs,
    open_to_all,
    open_to_role_holders,
    open_to_signed_in,
)

__all__ = [
    "Address",
    "GateMiddleware",
    "Open",
    "Operation",
    "Request",
    "TakeAlongForm",
    "Taking",
    "addresses",
    "addresses_by_area",
    "day_asked_for",
    "enter",
    "export_links",
    "file_answer",
    "frame",
    "gate_of",
    "needs",
    "open_to_all",
    "open_to_role_holders",
    "open_to_signed_in",
    "part_address",
    "says_purpose",
]
