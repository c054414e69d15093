"""A register that one can see: the eleven bodies of the district, and small trees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from conftest import NOON
from jilian.organisations import operations
from jilian.organisations.models import Organisation
from jilian.organisations.rules import OrganisationRow
from jilian.sources.models import Source

ARTICLE_DAY = date(2022, 3, 8)
C, G = "primary_committee", "general_branch"
# key, name, type, not before, known by, named in the article
REGISTER = (
    ("CL01", "九亭食品生产产业集群党委", C, None, ARTICLE_DAY, True),
    ("CL02", "创客集群党委", C, None, ARTICLE_DAY, True),
    ("CL03", "佘山智能制造产业集群党委", C, None, ARTICLE_DAY, True),
    ("CL04", "正泰智慧能源产业集群党委", C, date(2018, 1, 1), date(2018, 6, 30), True),
    ("CL05", "集成电路产业集群党委", C, None, ARTICLE_DAY, True),
    ("CL06", "小昆山新材料产业集群党总支", G, None, ARTICLE_DAY, True),
    ("CL07", "新桥现代装备产业集群党委", C, None, ARTICLE_DAY, True),
    ("CL08", "泗泾智慧安防产业集群党总支", G, None, ARTICLE_DAY, True),
    ("CL09", "大学城双创集群党委", C, None, ARTICLE_DAY, True),
    ("CL10", "松江区生物医药产业集群党委", C, date(2021, 12, 1), date(2021, 12, 31), False),
    ("CL11", "", None, None, date(2018, 7, 2), False),
)


@pytest.fixture
def article(world):
    """The article of 8 March 2022."""
    return Source.objects.create(
        key="ART", kind="published", title="把党组织建在产业集群上", issued_on=ARTICLE_DAY,
        recorded_at=NOON, recorded_by="mei",
    )  # fmt: skip


@pytest.fixture
def save(mei, world, source) -> Callable[..., object]:
    """Save rows as Mei does."""

    def saved(*rows: OrganisationRow):
        return operations.save_organisations(by=mei, at=NOON, world=world, source=source, rows=rows)

    return saved


@pytest.fixture
def register(save, mei, world, article):
    """The eleven cluster bodies, nine of them named in the article."""
    save(
        *(
            OrganisationRow(
                key=key, name=name, type=type, not_before=not_before, known_by=known_by,
                is_cluster_body=True, row=at,
            )
            for at, (key, name, type, not_before, known_by, _named) in enumerate(REGISTER, 1)
        )
    )  # fmt: skip
    for key, name, *_rest, is_named in REGISTER:
        if is_named:
            operations.attest(
                by=mei, at=NOON, organisation=Organisation.objects.get(key=key), source=article,
                attested_on=ARTICLE_DAY, name_as_written=name,
            )  # fmt: skip


@pytest.fixture
def body(save, world) -> Callable[..., Organisation]:
    """Make one organisation that stands since 2020, under another if one is named."""

    def make(key: str, type: str | None = None, under: str | None = None, **more) -> Organisation:
        more.setdefault("valid_from", date(2020, 1, 1))
        name = more.pop("name", key)
        save(OrganisationRow(key=key, name=name, type=type, superior_key=under, **more))
        return Organisation.objects.get(world=world, key=key)

    return make
