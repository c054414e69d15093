"""Two firms alike except for an organisation get the same answers, from the same roads.

No service may depend on it: a firm's own pages, the register, searches, clusters, runs and their
order say the same before and after the firm has an organisation.
"""

from __future__ import annotations

import pytest
from django.db import transaction

from attack.attackers import appear, browser_of
from attack.campaign import PASSING, forget
from attack.reading import first_difference, read
from attack.roads import all_roads
from conftest import NOON

# Here organisations are what is asked about.
ABOUT_ORGANISATIONS = ("organisations", "desk", "audit", "upkeep")
ADDRESSES = ("world:home", "world:search", "world:sources", "world:source", "world:export_sources")


@pytest.fixture
def give_organisation(ground, mei):
    def give(firm):
        from jilian.organisations.operations import save_organisations
        from jilian.organisations.rules import OrganisationRow

        row = OrganisationRow(
            key="O9", name="新支部", type="branch", firm=(firm.scheme, firm.identifier),
            formal_members=6, valid_from=NOON.date().replace(year=2024),
        )  # fmt: skip
        save_organisations(by=mei, at=NOON, world=ground.here, source=ground.source, rows=[row])

    return give


@pytest.mark.parametrize("role", ["department_officer", "member_firm", "district_leader"])
def test_a_firm_is_answered_alike_with_and_without_an_organisation(
    role, ground, person, give_organisation
):
    if role == "member_firm":
        who = person("attacker", role, ground.here, str(ground.c.pk))
    else:
        who = appear(role, ground, person)
    client, wrong = browser_of(who), []
    roads = [
        road
        for road in all_roads(ground)
        if road.method == "GET"
        and road.part in "ab"
        and road.name not in (*PASSING, *ADDRESSES)
        and not road.name.startswith(ABOUT_ORGANISATIONS)
        and "/organisations" not in road.url
    ]
    forget()
    before = [read(client.get(road.url)) for road in roads]
    give_organisation(ground.c)
    forget()
    for road, once in zip(roads, before, strict=True):
        again = read(client.get(road.url))
        if once != again:
            wrong.append(f"{road.url}: {first_difference(once.text, again.text)}")
    assert not wrong, "\n".join(wrong)


def test_what_a_firm_asks_for_is_decided_alike(ground, person, give_organisation):
    """Claims, corrections, their order, and what a run proposes."""
    from jilian.claims.models import Claim
    from jilian.claims.operations import file_claim, propose_correction
    from jilian.clusters.models import FormationRun
    from jilian.clusters.operations import complete_run, start_run

    keeper = person("keeper", "member_firm", ground.here, str(ground.c.pk))
    mei = person("mei")

    def decided():
        with transaction.atomic():
            claim = file_claim(
                by=keeper, at=NOON, world=ground.here, scheme="made", identifier="某厂",
                paper="other", paper_number="7", words="",
            )  # fmt: skip
            correction = propose_correction(
                by=keeper, at=NOON, world=ground.here, firm=ground.c, field="buys", manner="add",
                value={"name": "硅料"}, words="合同", record=0, from_day=None,
            )  # fmt: skip
            run = start_run(
                by=mei, at=NOON, world=ground.here, as_of=NOON.date(), resolution=0.1, seed=7,
                least_size=2,
            )  # fmt: skip
            complete_run(run_id=run.pk, by=mei, at=NOON)
            run = FormationRun.objects.select_related("snapshot").get(pk=run.pk)
            order = [str(one) for one in Claim.objects.order_by("waiting_since", "pk")]
            members = [
                (proposal.number, proposal.name, str(one.firm), one.position, one.inside_share)
                for proposal in run.proposals.all()
                for one in proposal.members.order_by("pk")
            ]
            transaction.set_rollback(True)
        return claim.state, correction.state, run.snapshot.fingerprint, order, members

    without = decided()
    give_organisation(ground.c)
    assert decided() == without
