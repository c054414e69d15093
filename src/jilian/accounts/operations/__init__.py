"""Writing people: roles, invitations, accounts, sign-ins, the people of the demo."""

from __future__ import annotations

from jilian.accounts.operations.demo import DemoPlace, add_demo_people
from jilian.accounts.operations.invitations import (
    create_administrator,
    invite,
    join,
    renew_sign_in,
    withdraw_invitation,
)
from jilian.accounts.operations.roles import close_account, end_role, give_role, reopen_account
from jilian.accounts.operations.sign_ins import (
    bind_sign_in,
    end_other_sessions,
    note_failed_sign_in,
    note_sign_in,
)

__all__ = [
    "DemoPlace",
    "add_demo_people",
    "bind_sign_in",
    "close_account",
    "create_administrator",
    "end_other_sessions",
    "end_role",
    "give_role",
    "invite",
    "join",
    "note_failed_sign_in",
    "note_sign_in",
    "renew_sign_in",
    "reopen_account",
    "withdraw_invitation",
]
