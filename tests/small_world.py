"""A small world with one of everything, for tests that try every address.

A chain of three firms in 新桥: 硅料 → 晶圆 → 封测. The secretary's cluster, the town's organisation
and the member firm's links are all within it, so that whoever may do something within a scope may
do it here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SINCE = date(2020, 1, 1)
TOWN = "310117105"
TOKEN = "the-key"


@dataclass
class SmallWorld:
    """One of everything; ``kwargs`` says what stands in an address."""

    world: Any
    firm: Any
    carrier: Any
    link: Any
    organisation: Any
    cluster: Any
    run: Any
    proposal: Any
    upload: Any
    source: Any
    trace: Any
    somebody: Any
    appointment: Any
    invitation: Any

    @property
    def scopes(self) -> dict[str, str]:
        """The keys by which roles are held in this world."""
        return {
            "town": TOWN,
            "cluster": str(self.cluster.pk),
            "firm": str(self.firm.pk),
            "department": "规划",
            "district": "",
            "system": "",
        }

    def kwargs(self, name: str, route: str, who: Any = None) -> dict[str, object]:
        """Return what stands in the slots of an address; one of the API goes by its route."""
        in_area, of_address = self._places(who)
        area = name.partition(":")[0]
        if "<world_code>" in route:
            area = AREA_OF_API[route.split("/")[3]]
        return COMMON | in_area.get(area, {}) | of_address.get(name, {}) | of_address.get(route, {})

    def _places(self, who: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        in_area = {
            "firms": {"pk": self.firm.pk, "kind": "csv"},
            "network": {"pk": self.link.pk, "kind": "csv"},
            "organisations": {"pk": self.organisation.pk, "kind": "csv"},
            "clusters": {"pk": self.cluster.pk, "kind": "csv"},
            "intake": {"pk": self.upload.pk},
            "world": {"pk": self.source.pk},
            "home": {"pk": self.trace.pk},
            "accounts": {"pk": self.somebody.pk, "appointment": self.appointment.pk},
        }
        of_firm = {"pk": self.firm.pk}
        run, proposal = {"pk": self.run.pk}, {"pk": self.proposal.pk}
        notice = who.notices.first() if who else None
        of_address = {
            "firms:carrier": {"pk": self.carrier.pk},
            "network:of_firm": of_firm,
            "network:download": {"pk": self.run.snapshot_id},
            "organisations:of_firm": of_firm,
            "organisations:cover": of_firm,
            "organisations:change": {"kind": "name"},
            "clusters:of_firm": of_firm,
            "clusters:run": run,
            "clusters:progress": run,
            "clusters:proposal": proposal,
            "clusters:adopt": proposal,
            "intake:template": {"kind": "firms", "ending": "csv"},
            "accounts:withdraw": {"pk": self.invitation.pk},
            "accounts:join": {"token": TOKEN},
            "notices:open": {"pk": notice.pk if notice else 1},
            "/api/<world_code>/clusters/runs/<pk>": run,
            "/api/<world_code>/clusters/runs/<pk>/proposals": run,
            "/api/<world_code>/clusters/proposals/<pk>/adopt": proposal,
        }
        return in_area, of_address


COMMON = {"world": "songjiang", "world_code": "songjiang"}
AREA_OF_API = {
    "firms": "firms",
    "links": "network",
    "organisations": "organisations",
    "clusters": "clusters",
    "uploads": "intake",
}


def build(world: Any, source: Any, mei: Any, industries: Any) -> SmallWorld:
    """Make one of everything in the world; Mei is who made it."""
    firms, link = _chain(world, source, industries)
    from jilian.firms.models import Carrier, Title

    carrier = Carrier.objects.create(
        world=world, name="新桥孵化器", sort_key="xin", operator=firms[1], source=source
    )
    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    Title.objects.create(world=world, carrier=carrier, kind="众创空间", level=2, **days)
    organisation = _organisation(world, source, firms[1], mei)
    run = _run(world, mei)
    somebody, appointment, invitation = _people(world)
    return SmallWorld(
        world=world,
        firm=firms[1],
        carrier=carrier,
        link=link,
        organisation=organisation,
        cluster=_cluster(world, source, firms),
        run=run,
        proposal=run.proposals.first(),
        upload=_upload(world, mei),
        source=source,
        trace=_trace(),
        somebody=somebody,
        appointment=appointment,
        invitation=invitation,
    )


def _chain(world: Any, source: Any, industries: Any) -> tuple[list[Any], Any]:
    from jilian.base.text import sort_key
    from jilian.firms.models import Firm, FirmIndustry, FirmName, FirmProduct, Site, YearlyFact
    from jilian.network.models import SupplyLink
    from jilian.places.models import Division

    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    town, firms = Division.objects.get(code=TOWN), []
    for name in ("硅料厂", "晶圆厂", "封测厂"):
        firm = Firm.objects.create(
            world=world, scheme="made", identifier=name, name=name, sort_key=sort_key(name)
        )
        FirmName.objects.create(firm=firm, kind="registered", text=name, normal_form=name, **days)
        Site.objects.create(firm=firm, division=town, is_main=True, **days)
        FirmIndustry.objects.create(firm=firm, industry=industries["3973"], **days)
        FirmProduct.objects.create(
            firm=firm, name=name[:2], normal_form=name[:2], trading="makes", **days
        )
        YearlyFact.objects.create(
            firm=firm, year=2025, measure="employees", value=150, source=source
        )
        firms.append(firm)
    links = [
        SupplyLink.objects.create(
            world=world, supplier=supplier, buyer=buyer, evidence="declared", **days
        )
        for supplier, buyer in ((firms[0], firms[1]), (firms[1], firms[2]), (firms[0], firms[2]))
    ]
    return firms, links[0]


def _organisation(world: Any, source: Any, firm: Any, mei: Any) -> Any:
    from jilian.organisations.models import Organisation
    from jilian.organisations.operations import save_organisations
    from jilian.organisations.rules import OrganisationRow

    row = OrganisationRow(
        key="O1",
        name="晶圆厂支部",
        type="branch",
        division_code=TOWN,
        firm=(firm.scheme, firm.identifier),
        formal_members=4,
        valid_from=SINCE,
    )
    save_organisations(by=mei, at=NOON, world=world, source=source, rows=[row])
    return Organisation.objects.get(world=world, key="O1")


def _cluster(world: Any, source: Any, firms: list[Any]) -> Any:
    from jilian.clusters.models import Cluster, ClusterName, Membership

    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    cluster = Cluster.objects.create(
        world=world, key="C1", name="新桥芯片集群", sort_key="xin", **days
    )
    ClusterName.objects.create(cluster=cluster, text=cluster.name, **days)
    for firm in firms:
        Membership.objects.create(cluster=cluster, firm=firm, reason="公开名单", **days)
    return cluster


def _run(world: Any, mei: Any) -> Any:
    from jilian.clusters.models import FormationRun
    from jilian.clusters.operations import complete_run, start_run

    run = start_run(
        by=mei, at=NOON, world=world, as_of=NOON.date(), resolution=0.1, seed=7, least_size=2
    )
    complete_run(run_id=run.pk, by=mei, at=NOON)
    return FormationRun.objects.get(pk=run.pk)


def _upload(world: Any, mei: Any) -> Any:
    from jilian.intake.operations import check_upload, receive_upload
    from uploaded_tables import FIRMS

    upload = receive_upload(
        by=mei, at=NOON, world=world, kind="firms", file_name="firms.csv", content=FIRMS
    )
    return check_upload(upload_id=upload.pk, by=mei, at=NOON)


def _trace() -> Any:
    from jilian.audit.models import Trace

    found = Trace.objects.first()
    assert found is not None
    return found


def _people(world: Any) -> tuple[Any, Any, Any]:
    from jilian.accounts.models import Appointment, Invitation, Person
    from jilian.accounts.rules import fingerprint_of

    somebody = Person.objects.create(username="somebody", name="某人", joined_at=NOON)
    appointment = Appointment.objects.create(
        person=somebody,
        role="data_steward",
        world_code=world.code,
        scope_kind="district",
        given_at=NOON,
        given_by="tests",
    )
    invitation = Invitation.objects.create(
        token_fingerprint=fingerprint_of(TOKEN),
        name="新人",
        role="data_steward",
        world_code=world.code,
        scope_kind="district",
        invited_at=NOON,
        invited_by="tests",
        expires_at=NOON + timedelta(days=36500),
    )
    return somebody, appointment, invitation
