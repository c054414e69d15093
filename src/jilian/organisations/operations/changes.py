"""Single dated changes of an organisation: type, superior, name, end."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.organisations.models import Organisation
from jilian.organisations.operations.writing import Writing
from jilian.organisations.queries.planning import (
    Planned,
    plan_end,
    plan_name,
    plan_superior,
    plan_type,
)
from jilian.organisations.rules.bodies import Body
from jilian.sources import operations as sources
from jilian.sources.models import Source


def allow_change(by: Person, organisation: Organisation) -> None:
    """Let whoever may change organisations in its town go on."""
    allow(
        by,
        Permission.CHANGE_ORGANISATIONS,
        world_code=organisation.world.code,
        scopes=organisation.own_scopes,
    )


def entered(*, by: Person, at: datetime, source: Source | None) -> Source:
    """The source of a single change: the one given, or that this person entered it on this day."""
    return source or sources.record_source(
        by=by,
        at=at,
        key=f"person:{by.username}:{at:%Y-%m-%d}"[:80],
        kind=Source.Kind.PERSON,
        title=f"{by} {at:%Y-%m-%d}",
        issued_on=at.date(),
    )


def _write(organisation: Organisation, source: Source, planned: Planned) -> None:
    Writing(organisation.world, source, [planned.after]).write()
    organisation.refresh_from_db()


@transaction.atomic
def set_type(
    *,
    by: Person,
    at: datetime,
    organisation: Organisation,
    type: str,
    from_day: date,
    document: str = "",
    because_of_work_needs: bool = False,
    source: Source | None = None,
) -> Planned:
    """Give the organisation another type from a day on; the one before it ends there.

    Refuses, quoting the rule, where a count known on that day is below the number that the rule in
    force asks for. `because_of_work_needs` uses the exception of the rule: it needs a document and
    is marked. A number that is not known refuses nothing; the answer's `check` says so.
    """
    allow_change(by, organisation)
    planned = plan_type(organisation, type, from_day, document, because_of_work_needs)
    _write(organisation, entered(by=by, at=at, source=source), planned)
    before = planned.before.types
    audit.record(
        "organisation.type_set",
        by=by,
        at=at,
        world=organisation.world,
        about=organisation,
        before={"type": before[-1].value if before else None},
        after={
            "type": type,
            "from_day": from_day,
            "document": document,
            "is_exception": planned.is_exception,
            "check": str(planned.check.outcome) if planned.check else None,
            "rules": planned.check.fingerprint if planned.check else None,
        },
    )
    return planned


@transaction.atomic
def change_superior(
    *,
    by: Person,
    at: datetime,
    organisation: Organisation,
    line: str,
    superior: Organisation | None,
    from_day: date,
    instead_of: Organisation | None = None,
    document: str = "",
    source: Source | None = None,
) -> Planned:
    """Put the organisation under another superior from a day on; what was before stays.

    Territory line: the superior replaces the one before it; None ends it. Cluster line: it is
    added, so that the first line does not move; `instead_of` names a cluster superior that ends.
    Refuses a circle on any day.
    """
    allow_change(by, organisation)
    planned = plan_superior(organisation, line, superior, from_day, instead_of, document)
    _write(organisation, entered(by=by, at=at, source=source), planned)
    audit.record(
        "organisation.superior_changed",
        by=by,
        at=at,
        world=organisation.world,
        about=organisation,
        before={
            "territory": [spell.value for spell in planned.before.territory[-1:]],
            "cluster": sorted(planned.before.cluster),
        },
        after={
            "line": line,
            "superior": superior.key if superior else None,
            "instead_of": instead_of.key if instead_of else None,
            "from_day": from_day,
            "document": document,
        },
    )
    return planned


@transaction.atomic
def move_organisation(
    *,
    by: Person,
    at: datetime,
    organisation: Organisation,
    planned: Planned,
    source: Source,
    document: str = "",
) -> None:
    """Write a change of superiors that was planned with `queries.planning.plan_move`."""
    allow_change(by, organisation)
    _write(organisation, source, planned)
    audit.record(
        "organisation.superior_changed",
        by=by,
        at=at,
        world=organisation.world,
        about=organisation,
        before=_places(planned.before),
        after={**_places(planned.after), "document": document},
    )


def _places(body: Body) -> dict[str, object]:
    """Under whom it stands in both lines, as a trace tells it."""
    lasting = [
        (str(spell.value), spell.span.known_by.isoformat())
        for line in (body.territory, *body.cluster.values())
        for spell in line
        if spell.span.valid_to is None
    ]
    return {"superiors": sorted(lasting)}


@transaction.atomic
def rename(
    *,
    by: Person,
    at: datetime,
    organisation: Organisation,
    name: str,
    from_day: date,
    source: Source | None = None,
) -> Planned:
    """Give the organisation another name from a day on; the one before it ends there."""
    allow_change(by, organisation)
    planned = plan_name(organisation, name, from_day)
    _write(organisation, entered(by=by, at=at, source=source), planned)
    audit.record(
        "organisation.renamed",
        by=by,
        at=at,
        world=organisation.world,
        about=organisation,
        before={"name": planned.before.name},
        after={"name": name, "from_day": from_day},
    )
    return planned


@transaction.atomic
def end_organisation(
    *,
    by: Person,
    at: datetime,
    organisation: Organisation,
    last_day: date,
    document: str = "",
) -> Planned:
    """End the organisation after this day, with all that lasts about it; its past stays.

    Refuses while others stand under it after that day.
    """
    allow_change(by, organisation)
    planned = plan_end(organisation, last_day)
    Writing(organisation.world, organisation.source, [planned.after]).write()
    organisation.refresh_from_db()
    audit.record(
        "organisation.ended",
        by=by,
        at=at,
        world=organisation.world,
        about=organisation,
        before={"valid_to": None},
        after={"valid_to": last_day + timedelta(days=1), "document": document},
    )
    return planned
