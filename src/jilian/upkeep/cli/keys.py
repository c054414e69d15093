"""The command ``jilian rekey``."""

from __future__ import annotations

from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.queries import system_person
from jilian.base.encryption import field_keys
from jilian.base.env import new_field_key
from jilian.base.errors import Refusal
from jilian.upkeep import operations


@click.command()
@click.option("--new-key", metavar="NAME", help="Only print the line of a fresh key.")
def rekey(new_key: str | None) -> None:
    """Seal all sealed fields anew with the first key of the file of keys.

    To replace a key: put the line of a fresh one first in the file on every machine, restart, run
    this command, and take the old line out once old backups are no longer needed.
    """
    if new_key is not None:
        if not new_key.isalnum() or new_key in {key.name for key in field_keys()}:
            raise Refusal("key_name", _("The name of a key is letters and digits, and new."))
        click.echo(new_field_key(new_key))
        return
    done = operations.rekey(by=system_person("command-line"), at=timezone.now())
    click.echo(
        _("%(count)d values were sealed anew with the key %(name)s (%(file)s).")
        % {
            "count": done,
            "name": field_keys()[0].name,
            "file": Path(settings.HOME) / "field_keys",
        }
    )
