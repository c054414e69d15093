"""``jilian demo``: from nothing to two worlds on a page."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

import click
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.accounts.queries import system_person
from jilian.accounts.rules import Role
from jilian.base import env
from jilian.demo import analysis, operations, queries
from jilian.jobs.cli import bring_up_to_date, collect_static, run_server, split_address
from jilian.places.models import World

RANKED = 12  # clusters of each world whose members are ranked
CHOSEN_FROM = date(2026, 2, 1)


class Progress:
    """Prints one line a step with the seconds it took; rewrites it where the output is a screen."""

    def __init__(self, quiet: bool) -> None:
        self.quiet, self.on_screen = quiet, sys.stderr.isatty()

    @contextmanager
    def step(self, title: str) -> Iterator[Callable[[str], None]]:
        """Show a step while it runs."""
        begun = time.monotonic()

        def say(part: str) -> None:
            if self.on_screen and not self.quiet:
                click.echo(f"\r\033[K  {title}: {part} …", nl=False, err=True)

        say("")
        yield say
        if not self.quiet:
            start = "\r\033[K" if self.on_screen else ""
            click.echo(f"{start}  {title}  {time.monotonic() - begun:.1f} s", err=True)


@click.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="host:port")
@click.option("--no-serve", is_flag=True, help="Set up and end, without serving pages.")
@click.option("--quiet", is_flag=True, help="Only the summary.")
def demo(address: str, no_serve: bool, quiet: bool) -> None:
    """Set up both worlds, form their clusters, and serve the pages with demo people.

    Runs again in seconds: what is there stays as it is.
    """
    split_address(address)
    settings.DEMO = True
    # The web process begins as a copy of this one, with these settings.
    settings.REQUIRE_SECOND_FACTOR = env.flag("JILIAN_REQUIRE_SECOND_FACTOR", default=False)
    set_up(Progress(quiet), timezone.now())
    for line in queries.summary_lines():
        click.echo(line)
    if no_serve:
        return
    click.echo(_("Open http://%(address)s/ — end with Ctrl+C.") % {"address": address})
    run_demo_server(address)


def set_up(progress: Progress, at: datetime) -> None:
    """Bring database, static files, both worlds, their clusters and the demo's people."""
    with progress.step(_("Database")):
        bring_up_to_date()
    by = system_person("command-line")
    with progress.step(_("Static files")):
        collect_static()
    if not queries.is_complete():
        load_worlds(progress, by, at)


def load_worlds(progress: Progress, by: Person, at: datetime) -> None:
    """Fill what is not filled yet."""
    today = timezone.localdate(at)
    with progress.step(_("Divisions, industries, outlines")) as say:
        operations.load_reference(by=by, at=at, say=say)
    with progress.step(_("The corridor, real")) as say:
        corridor = operations.load_corridor(by=by, at=at, say=say)
    with progress.step(_("Inferred links of the corridor")):
        operations.infer_corridor_links(by=by, at=at, world=corridor)
    with progress.step(_("The made district")) as say:
        made = operations.load_made_district(by=by, at=at, say=say)
    with progress.step(_("Demo people")):
        operations.add_people(by=by, at=at)
    office = queries.demo_person(Role.ORGANISATION_OFFICE)
    with progress.step(_("Clusters formed, adopted and ranked: %s") % corridor):
        operations.form_clusters(by=office, at=at, world=corridor, as_of=today)
        operations.rank_leaders(
            by=office, at=at, world=corridor, as_of=today, most=RANKED, decided_from=None
        )
    organise_made_district(progress, office, at, made)
    operations.add_people(by=by, at=at)  # now with the cluster and firm of those who have one
    with progress.step(_("Calls for help: %s") % made):
        operations.call_for_help(by=by, at=at, world=made)
    with progress.step(_("Purchases: %s") % made):
        operations.put_purchases_round(by=by, at=at, world=made)
    with progress.step(_("Cases with clocks: %s") % made):
        operations.serve_firms(by=by, at=at, world=made)
    with progress.step(_("Missing links: both worlds")):
        for world in (corridor, made):
            operations.search_gaps(by=by, at=at, world=world)
        economy = queries.demo_person(Role.ECONOMY_COMMISSION)
        operations.fill_chain(by=economy, at=at, world=made)
    with progress.step(_("Who qualifies: %s") % made):
        economy = queries.demo_person(Role.ECONOMY_COMMISSION)
        operations.state_and_check(by=economy, at=at, world=made)
    with progress.step(_("Monthly returns: %s") % made):
        operations.report_months(by=by, at=at, world=made)
    with progress.step(_("What breaks: both worlds")):
        for world in (corridor, made):
            operations.compute_critical(by=by, at=at, world=world)
        operations.save_scenarios(by=by, at=at, world=made)
    with progress.step(_("Indicators: both worlds")):
        operations.measure_worlds(by=by, at=at, corridor=corridor, made=made)
    with progress.step(_("What is shown outside: %s") % made):
        operations.show_outside(by=by, at=at, world=made)
    with progress.step(_("Frozen reports: both worlds")):
        second = queries.demo_person(Role.DISTRICT_LEADER)
        operations.compile_briefs(by=economy, second=second, at=at, corridor=corridor, made=made)


def organise_made_district(progress: Progress, office: Person, at: datetime, made: World) -> None:
    """Form, adopt and rank on the day of the data, and go on from there to today."""
    start, today = analysis.AS_OF, timezone.localdate(at)
    with progress.step(_("Clusters formed and adopted: %s") % made):
        run = operations.form_clusters(by=office, at=at, world=made, as_of=start)
        operations.give_bodies(by=office, at=at, world=made, from_day=start)
    with progress.step(_("Leading firms ranked and chosen: %s") % made):
        operations.rank_leaders(
            by=office, at=at, world=made, as_of=start, most=RANKED, decided_from=CHOSEN_FROM
        )
    with progress.step(_("A year of organising: %s") % made):
        operations.organise_district(by=office, at=at, world=made)
        town = queries.demo_person(Role.TOWN_OFFICE)
        operations.run_campaign(office=office, town=town, at=at, world=made)
        operations.form_again(by=office, at=at, world=made, as_of=today, first=run)


def run_demo_server(address: str) -> None:
    """Serve with the demo's sign-in page; the setting travels to the server's processes."""
    import os

    os.environ["JILIAN_DEMO"] = "1"
    run_server(address, processes=1, with_worker=True)
