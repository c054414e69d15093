"""What stands at each address, in a few words.

An address that is not named here fails a test: nothing is added to the product without being said
on the page of permissions. Operations of the API say it themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

AREAS: Mapping[str, StrOrPromise] = {
    "home": _("First page and system"),
    "world": _("A world and its sources"),
    "firms": _("Firms"),
    "network": _("Supply network"),
    "organisations": _("Organisations"),
    "clusters": _("Clusters"),
    "intake": _("Tables in"),
    "notices": _("Notices"),
    "accounts": _("People and roles"),
    "": _("Signing in"),
    "api": _("Programming interface"),
}

WORDS: Mapping[str, StrOrPromise] = {
    "home:start": _("The first page: what waits, and the worlds"),
    "home:components": _("The parts that pages are made of"),
    "home:system": _("State of the installation and of later work"),
    "home:traces": _("Who did what, and when"),
    "world:home": _("The first page of a world"),
    "world:search": _("Search across firms, products, clusters and organisations"),
    "world:sources": _("Where the records of a world come from"),
    "world:source": _("One source and what came from it"),
    "world:facts": _("Figures as they were published"),
    "world:outlines": _("Outlines of the world's places, for the map"),
    "firms:list": _("The firms of a world"),
    "firms:detail": _("A firm: names, sites, industries, facts, products, titles"),
    "firms:export": _("The list of firms as a file"),
    "firms:titles": _("Titles and who holds them"),
    "firms:carrier": _("A carrier: park, incubator, laboratory"),
    "network:list": _("Supply links"),
    "network:detail": _("A supply link and its evidence"),
    "network:of_firm": _("A firm's suppliers and buyers (part of a page)"),
    "network:snapshots": _("Frozen snapshots of the network"),
    "organisations:tree": _("The organisations under one another"),
    "organisations:detail": _("An organisation: type, superiors, what it covers"),
    "organisations:counts": _("How many organisations, of which type"),
    "organisations:coverage": _("Which firms have an organisation"),
    "organisations:of_firm": _("A firm's organisations (part of a page)"),
    "clusters:list": _("The clusters of a world"),
    "clusters:detail": _("A cluster: members, chain, body"),
    "clusters:chain": _("A cluster's chain (part of a page)"),
    "clusters:runs": _("Formation runs"),
    "clusters:run": _("A formation run and what it proposes"),
    "clusters:proposal": _("A proposed cluster"),
    "clusters:of_firm": _("A firm's clusters (part of a page)"),
    "clusters:map": _("Where the members are, for the map"),
    "intake:list": _("Uploaded tables"),
    "intake:receive": _("Upload a table"),
    "intake:detail": _("An upload: problems, difference, applying it"),
    "intake:problems": _("The problems of an upload as a file"),
    "intake:template": _("An empty table to fill in"),
    "notices:list": _("What waits for me"),
    "notices:open": _("To the matter of a notice"),
    "accounts:permissions": _("This page"),
    "accounts:people": _("Who uses the software, with which roles"),
    "accounts:person": _("A person and the roles held"),
    "accounts:give_role": _("Give a role"),
    "accounts:end_role": _("End a role"),
    "accounts:close": _("Close an account"),
    "accounts:reopen": _("Reopen an account"),
    "accounts:invite": _("Invite somebody"),
    "accounts:renew": _("Make a link for a new password"),
    "accounts:withdraw": _("Withdraw an invitation"),
    "accounts:join": _("Join by invitation; the link is the key"),
    "accounts:demo_sign_in": _("Sign in as a person of the demo; only in the demo"),
    "accounts:profile": _("My name, roles, sessions and second factor"),
    "accounts:sign_out_elsewhere": _("Sign out in all other browsers"),
    "account_login": _("Sign in"),
    "account_logout": _("Sign out"),
    "account_inactive": _("Says that an account is closed"),
    "account_reauthenticate": _("Enter the password once more"),
    "account_change_password": _("Change the password"),
    "mfa_authenticate": _("Enter the second factor"),
    "mfa_reauthenticate": _("Enter the second factor once more"),
    "mfa_index": _("My second factor"),
    "mfa_activate_totp": _("Set up the second factor"),
    "mfa_deactivate_totp": _("Put the second factor away"),
    "mfa_view_recovery_codes": _("Recovery codes"),
    "mfa_generate_recovery_codes": _("New recovery codes"),
    "mfa_download_recovery_codes": _("Recovery codes as a file"),
    "openid_connect_login": _("Sign in through the directory"),
    "openid_connect_callback": _("Way back from the directory"),
    "socialaccount_login_cancelled": _("Says that signing in was broken off"),
    "socialaccount_login_error": _("Says that signing in through the directory failed"),
    "set_language": _("Change the language"),
    "api:openapi-json": _("Description of the interface for programs"),
    "api:openapi-view": _("Description of the interface for people"),
}
