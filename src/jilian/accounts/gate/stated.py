"""What a view states about who may open it."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from functools import cache, wraps
from textwrap import dedent
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponseBase
from django_htmx.middleware import HtmxDetails

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, Reach
from jilian.places.models import World

Arguments = ParamSpec("Arguments")


class Request(HttpRequest):
    """A request behind the gate."""

    person: Person
    world: World
    reach: Reach
    as_of: date
    today: date
    htmx: HtmxDetails


class Open(Enum):
    """Gates that ask for no permission."""

    TO_ALL = "open"
    TO_SIGNED_IN = "signed_in"
    TO_ROLE_HOLDERS = "with_role"
    API = "api"  # answers 401 by itself; each of its operations calls enter()


Gate = Permission | Open
View = Callable[Concatenate[Request, Arguments], HttpResponseBase]
AnyView = Callable[..., HttpResponseBase]

# Pages of the sign-in library and of Django; what is not named here answers 404: nobody signs up,
# no mail is managed, no password is sent by mail, no account is joined to another.
GATES_OF_OTHERS: Mapping[str, Open] = {
    **dict.fromkeys(
        ("account_login", "account_logout", "account_inactive", "mfa_authenticate", "set_language"),
        Open.TO_ALL,
    ),
    **dict.fromkeys(
        (
            "account_reauthenticate",
            "account_change_password",
            "mfa_index",
            "mfa_reauthenticate",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_download_recovery_codes",
        ),
        Open.TO_SIGNED_IN,
    ),
    **dict.fromkeys(("api:openapi-json", "api:openapi-view"), Open.TO_ROLE_HOLDERS),
}
# Only where a directory is configured.
GATES_OF_DIRECTORY: Mapping[str, Open] = dict.fromkeys(
    (
        "openid_connect_login",
        "openid_connect_callback",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
    ),
    Open.TO_ALL,
)


def needs(permission: Permission) -> Callable[[View[Arguments]], View[Arguments]]:
    """Open a view to those who hold the permission somewhere in the world of the address.

    Which records they then see is for the query to say.
    """

    def decorate(view: View[Arguments]) -> View[Arguments]:
        @wraps(view)
        def guarded(
            request: Request, /, *args: Arguments.args, **kwargs: Arguments.kwargs
        ) -> HttpResponseBase:
            if not request.reach.may_somewhere(permission):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.gate = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def open_to_all(view: AnyView) -> AnyView:
    """Open a view to everyone, signed in or not."""
    view.gate = Open.TO_ALL  # type: ignore[attr-defined]
    return view


def open_to_signed_in(view: AnyView) -> AnyView:
    """Open a view to everyone who has signed in, also without a role."""
    view.gate = Open.TO_SIGNED_IN  # type: ignore[attr-defined]
    return view


def open_to_role_holders(view: AnyView) -> AnyView:
    """Open a view to everyone who holds a role, whichever it is."""
    view.gate = Open.TO_ROLE_HOLDERS  # type: ignore[attr-defined]
    return view


def gate_of(view: Callable[..., Any], name: str = "", *, directory: bool = False) -> Gate | None:
    """Return the permission of a view, how it is open, or None where it states nothing.

    ``name`` is the full name of the address, ``directory`` whether people sign in through one.
    """
    stated: Gate | None = getattr(view, "gate", None)
    if stated is not None:
        return stated
    if getattr(view, "__module__", "") == "ninja.operation":
        return Open.API
    return GATES_OF_OTHERS.get(name) or (GATES_OF_DIRECTORY.get(name) if directory else None)


def operations_of(view: Callable[..., Any]) -> list[Any]:
    """Return the API's operations behind one address (the library keeps them in a closure)."""
    cells = getattr(view, "__closure__", None) or ()
    found = (getattr(cell.cell_contents, "operations", None) for cell in cells)
    return next((list(operations) for operations in found if operations), [])


@cache
def permission_entered(function: Callable[..., Any]) -> Permission | None:
    """Return the permission that an API operation hands to enter(), read from its source."""
    tree = ast.parse(dedent(inspect.getsource(inspect.unwrap(function))))
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id != "enter" or len(node.args) != 3:
            continue
        asked = node.args[2]
        if isinstance(asked, ast.Attribute) and asked.attr in Permission.__members__:
            return Permission[asked.attr]
    return None
