"""Commands about clusters."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.queries import system_person
from jilian.base.errors import Refusal
from jilian.clusters import analysis, operations, queries
from jilian.clusters.models import Cluster, FormationRun
from jilian.clusters.queries.reproducing import Again, reproduction_of
from jilian.clusters.queries.standing import check_scope_known, given_of
from jilian.clusters.rules import POSITIONS, Parameters, Scope, check_parameters, scope_of
from jilian.network.operations import freeze_snapshot
from jilian.places.queries import world_or_only

ACTOR = "command-line"
SCOPE_KINDS = ("town", "industry", "product", "side", "steps")
IN_WORLD = click.option("--world", "world_code", help="Code of the world; default: the only one.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
AS_OF = click.option(
    "--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="Day of the answer; default: today."
)


@click.group()
def clusters() -> None:
    """Form clusters from the supply network; list and show clusters as of a day."""


@clusters.command("form")
@AS_OF
@IN_WORLD
@click.option("--resolution", type=float, help="Default: found by a stability scan.")
@click.option("--seed", type=int, default=7, show_default=True, help="Same seed, same clusters.")
@click.option("--least-size", type=int, default=3, show_default=True, help="Firms at least.")
@click.option(
    "--scope",
    multiple=True,
    metavar="KIND=VALUE",
    help="Look at a part: town=310117105, industry=39, product=WORD, side=makes|buys, steps=2.",
)
@click.option("--from-existing", is_flag=True, help="Begin at the clusters that stand on the day.")
@click.option("--save", is_flag=True, help="Keep it as a run, for people to adopt from.")
@AS_JSON
def form_command(
    as_of: datetime | None, world_code: str | None, resolution: float | None, seed: int,
    least_size: int, scope: tuple[str, ...], from_existing: bool, save: bool, as_json: bool,
) -> None:  # fmt: skip
    """Form clusters; the same day, records and parameters print the same bytes."""
    world, day, now = world_or_only(world_code), _day(as_of), timezone.now()
    asked = Parameters(resolution, seed, least_size, _scope(scope), from_existing)
    check_parameters(asked, day, timezone.localdate(now))
    check_scope_known(asked.scope)
    by = system_person(ACTOR)
    snapshot = freeze_snapshot(by=by, at=now, world=world, as_of=day)
    given = given_of(world, asked, day)
    formed = analysis.form_snapshot(snapshot, asked, given)
    if save:
        run = operations.keep_formed(
            by=by, at=timezone.now(), world=world, as_of=day, parameters=asked, formed=formed
        )
        click.echo(_("Kept as run %(run)s.") % {"run": run.pk}, err=True)
    found = analysis.printed(formed, snapshot, asked, given)
    click.echo(_json(found) if as_json else _formed_text(found), nl=not as_json)


def _scope(given: tuple[str, ...]) -> Scope:
    """The scope that is written as KIND=VALUE, each kind as often as wanted."""
    found: dict[str, list[str]] = {}
    for one in given:
        kind, _sign, value = one.partition("=")
        if kind not in SCOPE_KINDS or not value:
            raise Refusal(
                "scope_unknown",
                _("A scope is written town=, industry=, product=, side= or steps=: “%(text)s”.")
                % {"text": one},
            )
        found.setdefault(kind, []).append(value)
    steps = found.get("steps", ["1"])[-1]
    return scope_of(
        found.get("town", ()), found.get("industry", ()), found.get("product", ()),
        found.get("side", ["both"])[-1], int(steps) if steps.isdecimal() else -1,
    )  # fmt: skip


@clusters.command("reproduce")
@click.argument("run", type=int)
@AS_JSON
def reproduce_command(run: int, as_json: bool) -> None:
    """Compute a RUN again from what was frozen and say whether it comes out the same.

    Exit code 1 where it does not.
    """
    kept = _run(run)
    done = operations.reproduce_run(run_id=kept.pk, by=system_person(ACTOR), at=timezone.now())
    again = reproduction_of(done)
    assert again is not None
    if as_json:
        shown = {key: one for key, one in (done.reproduction or {}).items() if key != "at"}
        click.echo(_json({"run": done.pk, "fingerprint": done.fingerprint, **shown}), nl=False)
    else:
        click.echo("\n".join(_again_lines(again)))
    if not again.same:
        raise SystemExit(1)


def _again_lines(again: Again) -> list[str]:
    if again.same:
        return [_("the same to the last byte")]
    lines = [_("not the same"), *([again.note] if again.note else [])]
    if not again.input_same:
        lines.append(_("Parameters, scope or start are not what they were when the run was made."))
    lines += [
        _("%(name)s: made with %(then)s, now %(now)s")
        % {"name": name, "then": then or "–", "now": now or "–"}
        for name, then, now in again.versions
    ]
    lines += [f"  {firm.name}: {firm.before or '–'} → {firm.after or '–'}" for firm in again.firms]
    return lines


@clusters.command("adopt")
@click.option("--run", "run", type=int, required=True, help="The run by its number.")
@click.option("--all", "every", is_flag=True, help="Adopt every proposal that fits.")
@click.option("--number", "numbers", type=int, multiple=True, help="Adopt this proposal.")
@click.option("--least-firms", type=int, default=2, show_default=True, help="Firms at least.")
@click.option("--least-stability", type=float, help="Runs agree at least so far, 0 to 1.")
@click.option(
    "--standing",
    type=click.Choice(["leave", "into", "new"]),
    default="leave",
    show_default=True,
    help="What is done with a proposal that continues a cluster that stands.",
)
@click.option("--from", "from_day", type=click.DateTime(["%Y-%m-%d"]), help="Default: today.")
@click.option("--reason", required=True, help="Who decided it, and on which grounds.")
def adopt_command(
    run: int, every: bool, numbers: tuple[int, ...], least_firms: int,
    least_stability: float | None, standing: operations.Standing, from_day: datetime | None,
    reason: str,
) -> None:  # fmt: skip
    """Adopt what a run proposes, under the proposed names."""
    if every == bool(numbers):
        raise Refusal("adopt_which", _("Say --all, or which proposals by --number."))
    made = operations.adopt_all(
        by=system_person(ACTOR), at=timezone.now(), run=_run(run), reason=reason,
        from_day=_day(from_day), least_firms=least_firms, least_stability=least_stability,
        numbers=numbers or None, standing=standing,
    )  # fmt: skip
    for cluster in made:
        click.echo(f"{cluster.key:<14} {cluster.name}")
    click.echo(_("%(n)s clusters adopted") % {"n": len(made)})


def _run(pk: int) -> FormationRun:
    kept = FormationRun.objects.filter(pk=pk).select_related("world", "snapshot").first()
    if kept is None:
        raise Refusal("run_unknown", _("There is no run %(run)s.") % {"run": pk})
    return kept


@clusters.command("list")
@AS_OF
@IN_WORLD
@AS_JSON
def list_command(as_of: datetime | None, world_code: str | None, as_json: bool) -> None:
    """List the clusters as of a day, with their members by position."""
    world, day = world_or_only(world_code), _day(as_of)
    rows = [_listed(row) for row in queries.listed_clusters(system_person(ACTOR), world, day)]
    if as_json:
        click.echo(
            _json({"as_of": day.isoformat(), "world": world.code, "clusters": rows}), nl=False
        )
        return
    for row in rows:
        click.echo(f"{row['key']:<14} {row['members'] or '?':>6}  {row['name']}")
    click.echo(_("%(n)s clusters as of %(day)s") % {"n": len(rows), "day": day.isoformat()})


@clusters.command("show")
@click.argument("key")
@AS_OF
@IN_WORLD
@AS_JSON
def show_command(key: str, as_of: datetime | None, world_code: str | None, as_json: bool) -> None:
    """Show one cluster by its KEY as of a day, with its members."""
    world, day = world_or_only(world_code), _day(as_of)
    cluster = Cluster.objects.filter(world=world, key=key).first()
    rows = queries.listed_clusters(
        system_person(ACTOR), world, day, (cluster.pk,) if cluster else ()
    )
    if cluster is None or not rows:
        raise Refusal(
            "cluster_unknown", _("There is no cluster “%(key)s” on this day.") % {"key": key}
        )
    shown = {**_listed(rows[0]), "as_of": day.isoformat(), "firms": _members(cluster, day)}
    if as_json:
        click.echo(_json(shown), nl=False)
        return
    click.echo(f"{shown['name']} ({key})")
    for firm in shown["firms"]:
        click.echo(f"  {firm['position']:<11} {firm['role']:<7} {firm['name']}")


@clusters.command("place")
@AS_OF
@IN_WORLD
def place_command(as_of: datetime | None, world_code: str | None) -> None:
    """Give members without a position the one that the supply links of the day show."""
    world = world_or_only(world_code)
    placed = operations.place_in_chain(
        by=system_person(ACTOR), at=timezone.now(), world=world, as_of=_day(as_of)
    )
    click.echo(_("%(n)s members placed in the chain of their cluster.") % {"n": placed})


def _day(given: datetime | None) -> date:
    return given.date() if given else timezone.localdate()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2) + "\n"


def _formed_text(found: dict[str, Any]) -> str:
    lines = [
        f"{cluster['number']:>4} {cluster['size']:>6}  {cluster['name']}"
        for cluster in found["clusters"]
    ]
    tail = _("%(n)s clusters, snapshot %(mark)s") % {
        "n": len(lines),
        "mark": found["snapshot"]["fingerprint"][:12],
    }
    return "\n".join([*lines, tail])


def _listed(row: queries.ListedCluster) -> dict[str, Any]:
    return {
        "key": row.cluster.key,
        "name": row.called,
        "name_en": row.cluster.name_en or None,
        "held": row.held.value,
        "members": row.known_members,
        "perhaps_members": row.perhaps,
        "positions": {one.value: row.positions[one] for one in POSITIONS if one in row.positions},
        "leaders": [firm.name for firm in row.leaders],
        "body": row.body.name if row.body else None,
        "body_type": (row.body.type_code or None) if row.body else None,
        "places": [{"name": name, "members": count} for name, _en, count in row.places],
    }


def _members(cluster: Cluster, day: date) -> list[dict[str, Any]]:
    return [
        {
            "scheme": row.firm.root.scheme,
            "identifier": row.firm.root.identifier,
            "name": row.firm.root.name,
            "position": row.position,
            "role": row.role,
            "valid_from": row.valid_from.isoformat() if row.valid_from else None,
            "known_by": row.known_by.isoformat(),
            "reason": row.reason,
            "source": row.source.key,
        }
        for row in queries.member_rows(cluster, day)
    ]
