"""Pages about people: oneself, everybody, joining, and who may do what."""

from __future__ import annotations

from jilian.accounts.views.contract import permissions
from jilian.accounts.views.entering import demo_sign_in, join
from jilian.accounts.views.invitations import invite, renew, withdraw
from jilian.accounts.views.own import profile, sign_out_elsewhere
from jilian.accounts.views.people import close, end_role, give_role, people, person, reopen

__all__ = [
    "close",
    "demo_sign_in",
    "end_role",
    "give_role",
    "invite",
    "join",
    "people",
    "permissions",
    "person",
    "profile",
    "renew",
    "reopen",
    "sign_out_elsewhere",
    "withdraw",
]
