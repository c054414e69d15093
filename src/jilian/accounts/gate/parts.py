"""Parts of a page that another area answers: shown where the address stands and opens."""

from __future__ import annotations

from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from jilian.accounts.gate.stated import Open, Request, gate_of
from jilian.accounts.permissions import Permission


def part_address(request: Request, name: str, *args: object) -> str:
    """Return the address of a part within the world of the page, with its day.

    Empty where this installation has no such address, and where its gate is closed to this person:
    a page then leaves the part out instead of asking for it.
    """
    try:
        path = reverse(name, args=(request.world.code, *args))
        gate = gate_of(resolve(path).func, name)
    except (NoReverseMatch, Resolver404):
        return ""
    if gate is None or (isinstance(gate, Permission) and not request.reach.may_somewhere(gate)):
        return ""
    if gate is Open.API:
        return ""
    return path if request.as_of == request.today else f"{path}?on={request.as_of.isoformat()}"
