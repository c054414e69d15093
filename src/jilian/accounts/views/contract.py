"""Who may do what, and every address with what opens it: the contract of the product."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from jilian.accounts.gate import Request, addresses_by_area, open_to_role_holders
from jilian.accounts.permissions import held_permissions, rows_of_matrix
from jilian.accounts.rules import PURPOSE_OF_ROLE, Role


@open_to_role_holders
def permissions(request: Request) -> HttpResponse:
    """Who may do what here?"""
    return render(
        request,
        "accounts/permissions.html",
        {
            "roles": [
                (role, PURPOSE_OF_ROLE[role], held_permissions(role), role in request.person.roles)
                for role in Role
            ],
            "rows": rows_of_matrix(),
            "areas": addresses_by_area(directory=bool(settings.OIDC_SERVER)),
        },
    )
