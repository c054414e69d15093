"""The command line ``jilian``: the areas' commands under one name.

Exit codes: 0 done, 1 a defect, 2 refused or misused, with one sentence on standard error.
"""

from __future__ import annotations

import os
import sys

import click


class Commands(click.Group):
    """Finds a command in its area when it is asked for, so that help and start are quick."""

    homes = {
        "demo": "jilian.demo.cli:demo",
        "serve": "jilian.jobs.cli:serve",
        "worker": "jilian.jobs.cli:worker",
        "import": "jilian.intake.cli:import_table",
        "undo-import": "jilian.intake.cli:undo_import",
        "chain": "jilian.chain.cli:chain",
        "cases": "jilian.cases.cli:cases",
        "clock": "jilian.cases.cli:clock",
        "claims": "jilian.claims.cli:claims",
        "match": "jilian.shortages.cli:match",
        "clusters": "jilian.clusters.cli:clusters",
        "committees": "jilian.committees.cli:committees",
        "coverage": "jilian.coverage.cli:coverage",
        "duplicates": "jilian.duplicates.cli:duplicates",
        "firms": "jilian.firms.cli:firms",
        "leaders": "jilian.leaders.cli:leaders",
        "gaps": "jilian.gaps.cli:gaps",
        "growth": "jilian.growth.cli:growth",
        "network": "jilian.network.cli:network",
        "organisations": "jilian.organisations.cli:organisations",
        "policies": "jilian.policies.cli:policies",
        "figures": "jilian.statements.cli:figures",
        "indicators": "jilian.indicators.cli:indicators",
        "reports": "jilian.reports.cli:reports",
        "returns": "jilian.returns.cli:returns",
        "disclosure": "jilian.disclosure.cli:disclosure",
        "create-admin": "jilian.accounts.cli:create_admin",
        "audit": "jilian.desk.cli:audit",
        "quality": "jilian.desk.cli:quality",
        "doctor": "jilian.home.cli:doctor",
        "backup": "jilian.upkeep.cli:backup",
        "restore": "jilian.upkeep.cli:restore",
        "retention": "jilian.upkeep.cli:retention",
        "rekey": "jilian.upkeep.cli:rekey",
        "fingerprint": "jilian.upkeep.cli:fingerprint",
        "migrate": "jilian.jobs.cli:migrate",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which one meets them."""
        return list(self.homes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name not in self.homes:
            return None
        set_up()
        module, name = self.homes[cmd_name].split(":")
        found = getattr(__import__(module, fromlist=[name]), name)
        assert isinstance(found, click.Command)
        return found


def set_up() -> None:
    """Start Django once, in the language of the terminal."""
    import django
    from django.utils import translation

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jilian.settings")
    django.setup()
    from jilian.base import env

    translation.activate(env.terminal_language())


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jilian")
def jilian() -> None:
    """Jilian (集链): firms, supply links, organisations and clusters of a district."""


def main() -> None:
    """Run a command; a refusal becomes one sentence and exit code 2."""
    from jilian.base.errors import NotAllowed, Refusal
    from jilian.base.outages import SENTENCES, outage_of

    try:
        jilian.main(standalone_mode=False)
    except Refusal as refusal:
        click.echo(f"jilian: {refusal}", err=True)
        sys.exit(2)
    except NotAllowed as closed:
        click.echo(f"jilian: not allowed: {closed}", err=True)
        sys.exit(2)
    except click.ClickException as misuse:
        misuse.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except Exception as error:
        outage = outage_of(error)
        if outage is None:
            raise
        click.echo(f"jilian: {SENTENCES[outage]}", err=True)
        sys.exit(2)
