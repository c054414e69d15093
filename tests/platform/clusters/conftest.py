"""Two chains one can see: silicon to chips in 新桥, flour to meals in 九亭, and a link between."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from django.utils import translation

from conftest import NOON, TODAY

TOWN_OF = {"芯": "310117105", "食": "310117107"}
TRADE_OF = {"硅料": "3985", "晶圆": "3973", "封测": "3973", "面粉": "3562", "面团": "3562"}
LAYERS = (("芯", ("硅料", "晶圆", "封测")), ("食", ("面粉", "面团", "速食")))
FROZEN_ON = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def in_english():
    """Let words be English, whatever was asked before."""
    with translation.override("en"):
        yield


@pytest.fixture
def place(source, industries):
    """Put a firm into a town and an industry, from 2020."""
    from jilian.firms.models import FirmIndustry, Site
    from jilian.places.models import Division

    def put(firm, town: str, trade: str | None = None):
        days = {"valid_from": date(2020, 1, 1), "known_by": date(2020, 1, 1), "source": source}
        Site.objects.create(
            firm=firm, division=Division.objects.get(code=town), is_main=True, **days
        )
        if trade:
            FirmIndustry.objects.create(firm=firm, industry=industries[trade], **days)
        return firm

    return put


@pytest.fixture
def link(world, source):
    """Let one firm supply another, from 2021."""
    from jilian.network.models import SupplyLink

    def make(supplier, buyer, **more):
        days = {"valid_from": date(2021, 1, 1), "known_by": date(2021, 1, 1)}
        return SupplyLink.objects.create(
            world=world, supplier=supplier, buyer=buyer, source=source,
            **{"evidence": "declared", **days, **more},
        )  # fmt: skip

    return make


@pytest.fixture
def chains(firm, place, link):
    """Make both chains, ``a_layer`` firms in each layer, named with a mark; by name."""

    def make(a_layer: int = 2, mark: str = ""):
        firms = {}
        for town, kinds in LAYERS:
            for kind in kinds:
                for number in range(1, a_layer + 1):
                    name = f"{mark}{kind}{number}厂"
                    firms[name] = place(firm(name), TOWN_OF[town], TRADE_OF.get(kind))
            for first, second in itertools.pairwise(kinds):
                for one in range(1, a_layer + 1):
                    for other in range(1, a_layer + 1):
                        link(firms[f"{mark}{first}{one}厂"], firms[f"{mark}{second}{other}厂"])
        link(firms[f"{mark}封测1厂"], firms[f"{mark}速食1厂"])
        return firms

    return make


@pytest.fixture
def done_run(mei, world, chains, django_capture_on_commit_callbacks):
    """A finished run over both chains."""
    from jilian.clusters.models import FormationRun
    from jilian.clusters.operations import start_run

    chains()
    with django_capture_on_commit_callbacks(execute=True):
        run = start_run(
            by=mei, at=NOON, world=world, as_of=FROZEN_ON, resolution=0.2, seed=7, least_size=3
        )
    return FormationRun.objects.get(pk=run.pk)


@pytest.fixture
def adopted(mei, done_run):
    """The chip chain as an adopted cluster, from today."""
    from jilian.clusters.operations import adopt_proposal

    proposal = next(
        one for one in done_run.proposals.all() if one.members.filter(firm__name="晶圆1厂")
    )
    return adopt_proposal(
        by=mei, at=NOON, proposal=proposal, name="新桥芯片集群", name_en="Xinqiao chips",
        reason="联席会议纪要〔2026〕3号", from_day=TODAY,
    )  # fmt: skip
