"""The command that makes the first administrator."""

from __future__ import annotations

import secrets

import click
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts import operations
from jilian.accounts.models import Invitation
from jilian.accounts.queries import system_person

KEY_BYTES = 32


@click.command("create-admin")
@click.argument("name")
@click.option("--password", "asks", is_flag=True, help="Ask for a password instead of a link.")
def create_admin(name: str, asks: bool) -> None:
    """Make a security administrator with the sign-in name NAME.

    Prints a link by which NAME sets a password within seven days; it works once.
    """
    password = ""
    if asks:
        password = click.prompt(_("Password"), hide_input=True, confirmation_prompt=True)
    token = secrets.token_urlsafe(KEY_BYTES)
    made = operations.create_administrator(
        by=system_person("command-line"),
        at=timezone.now(),
        username=name,
        password=password,
        token=token,
    )
    if isinstance(made, Invitation):
        click.echo(_("Open this address on this server within seven days; it works once:"))
        click.echo(reverse("accounts:join", args=(token,)))
    else:
        click.echo(_("%s may sign in and invite the others.") % name)
