"""A small cluster in 新桥: 尼西 calls, 新阳 and 沪材 help, 邻家 next door competes.

远材 is no member but stands in the same district; 苏材 stands in another city.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import translation

from conftest import NOON

SINCE = date(2020, 1, 1)
HOUR = timedelta(hours=1)
TOWN = "310117105"


@pytest.fixture(autouse=True)
def in_english():
    """Let words be English, whatever was asked before."""
    with translation.override("en"):
        yield


@pytest.fixture
def place(world, source, firm, industries):
    """The firms, their towns, and the cluster with the first four as members."""
    from jilian.clusters.models import Cluster, Membership
    from jilian.firms.models import FirmIndustry, Site
    from jilian.places.models import Division

    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    suzhou = Division.objects.create(code="320505", name="虎丘区", level=3)
    there = Division.objects.create(code="320505001", name="狮山街道", level=4, parent=suzhou)
    town = Division.objects.get(code=TOWN)
    names = ("尼西半导体", "新阳材料", "沪材化工", "邻家封测", "远材化学", "苏材电子")
    firms = [firm(name) for name in names]
    cluster = Cluster.objects.create(
        world=world, key="C1", name="新桥芯片集群", sort_key="xin", **days
    )
    for one in firms:
        at = there if one.name == "苏材电子" else town
        Site.objects.create(firm=one, division=at, is_main=True, **days)
        FirmIndustry.objects.create(firm=one, industry=industries["3973"], is_main=True, **days)
    for one in firms[:4]:
        Membership.objects.create(cluster=cluster, firm=one, reason="公开名单", **days)
    nisi, xinyang, hucai, linjia, yuancai, sucai = firms
    return SimpleNamespace(
        world=world, cluster=cluster, nisi=nisi, xinyang=xinyang, hucai=hucai, linjia=linjia,
        yuancai=yuancai, sucai=sucai,
    )  # fmt: skip


@pytest.fixture
def people(place, person):
    """One keeper a firm, the cluster's secretary, the commission, the town's officer."""
    here = place.world
    kept = {
        name: person(f"of_{name}", "member_firm", here, key=str(getattr(place, name).pk))
        for name in ("nisi", "xinyang", "hucai", "linjia", "yuancai", "sucai")
    }
    return SimpleNamespace(
        **kept,
        secretary=person("secretary", "cluster_secretary", here, key=str(place.cluster.pk)),
        commission=person("commission", "economy_commission", here),
        leader=person("leader", "district_leader", here),
        officer=person("officer", "service_officer", here, key=TOWN),
        other_officer=person("other_officer", "service_officer", here, key="310117107"),
    )


@pytest.fixture
def said():
    """What 尼西 says: 1,250 kg of a deflashing solution, not dangerous unless asked."""
    from jilian.shortages.rules.calling import Said

    def make(**more):
        values = {
            "material": "去毛刺溶液", "amount": Decimal(1250), "unit": "kg",
            "needed_by": NOON + 12 * HOUR, "density": Decimal("1.25"),
        }  # fmt: skip
        return Said(**(values | more))

    return make


@pytest.fixture
def raised(people, place, said):
    """Raise a call for 尼西 at noon."""
    from jilian.shortages import operations

    def make(at=NOON, **more):
        return operations.raise_call(by=people.nisi, at=at, firm=place.nisi, said=said(**more))

    return make


@pytest.fixture
def helper(people, place):
    """Ask a firm and let it answer."""
    from jilian.shortages import operations

    def make(call, name, offered, at=NOON + HOUR / 2, by=None, **more):
        asked = operations.ask_helpers(
            by=by or people.nisi, at=NOON, call=call, firms=[getattr(place, name)]
        )
        return operations.answer_call(
            by=getattr(people, name), at=at, helper=asked[0], answer="can",
            offered=Decimal(offered), lead_hours=6, **more,
        )  # fmt: skip

    return make
