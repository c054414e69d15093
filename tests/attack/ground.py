"""The ground on which attacks happen.

Firm A stands in 新桥 with one of everything (``small_world``): the attackers' scopes are there.
Firm B stands in 九亭 and holds private values that nobody could guess. A third lot lies in another
world.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db import models

import small_world as small
from conftest import NOON

SINCE = date(2020, 1, 1)
HOME, AWAY = "310117105", "310117107"
PARTS = ("a", "b", "there")
FIRM_B, FIRM_C = "对手乙厂", "对手丙厂"


class Key(int):
    """A primary key that remembers of which table it is."""

    model: type[models.Model]

    def __new__(cls, record: models.Model) -> Key:
        made = super().__new__(cls, record.pk)
        made.model = type(record)
        return made


class RandomKey(str):
    """A random key of an address that remembers of which table it is."""

    model: type[models.Model]

    def __new__(cls, record: models.Model) -> RandomKey:
        made = super().__new__(cls, str(record.key))  # type: ignore[attr-defined]
        made.model = type(record)
        return made


class Tagged:
    """A record whose primary key, or random key, says of which table it is."""

    def __init__(self, record: Any) -> None:
        self._record = record

    def __getattr__(self, name: str) -> Any:
        if name == "key" and has_random_keys(type(self._record)):
            return RandomKey(self._record)
        return Key(self._record) if name == "pk" else getattr(self._record, name)

    def __deepcopy__(self, known: dict[int, Any]) -> Tagged:
        return Tagged(copy.deepcopy(self._record, known))


def has_random_keys(model: type[models.Model]) -> bool:
    """Say whether addresses name the records of a table by random keys."""
    return any(
        field.name == "key" and isinstance(field, models.UUIDField) for field in model._meta.fields
    )


@dataclass
class Ground:
    """Two worlds, three firms, and which record belongs to which part of them."""

    here: Any
    there: Any
    small: Any
    tagged: Any
    b: Any
    c: Any
    cluster_b: Any
    source: Any
    highest: list[dict[type[models.Model], int]] = field(default_factory=list)

    @property
    def scopes_of_b(self) -> tuple[tuple[str, str], ...]:
        """The scopes that firm B stands in."""
        return (("firm", str(self.b.pk)), ("town", AWAY), ("cluster", str(self.cluster_b.pk)))

    def part_of(self, model: type[models.Model], pk: int) -> str:
        """Say to which part a record belongs: a, b or there."""
        return next(
            part for part, most in zip(PARTS, self.highest, strict=True) if pk <= most[model]
        )

    def keys_of(self, model: type[models.Model], part: str, most: int = 1) -> list[int]:
        """Return the latest records of a table that were made with a part."""
        at = PARTS.index(part)
        above = self.highest[at - 1][model] if at else 0
        rows = model._default_manager.filter(pk__gt=above, pk__lte=self.highest[at][model])
        return list(rows.order_by("-pk").values_list("pk", flat=True)[:most])


def random_keys(model: type[models.Model], pks: list[int]) -> list[str]:
    """Return the random keys of records."""
    kept = model._default_manager.in_bulk(pks)
    return [str(kept[pk].key) for pk in pks if pk in kept]


def numbered() -> list[type[models.Model]]:
    """Every table of the product with a number as its key."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("jilian.")
        and isinstance(model._meta.pk, models.AutoField | models.BigIntegerField)
    ]


def highest_keys() -> dict[type[models.Model], int]:
    """The latest key of every table."""
    return {
        model: model._default_manager.aggregate(most=models.Max("pk"))["most"] or 0
        for model in numbered()
    }


def lay(world: Any, source: Any, mei: Any, industries: Any, person: Any) -> Ground:
    """Lay the ground."""
    made = small.build(world, source, mei, industries)
    highest = [highest_keys()]
    b, c, cluster_b = _rivals(world, source, mei, person)
    highest.append(highest_keys())
    there = _other_world(mei)
    highest.append(highest_keys())
    tagged = small.SmallWorld(
        **{name: _tagged(value) if name != "world" else value for name, value in vars(made).items()}
    )
    return Ground(world, there, made, tagged, b, c, cluster_b, source, highest)


def _tagged(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _tagged(one) for name, one in value.items()}
    return Tagged(value) if isinstance(value, models.Model) else value


def _firm(world: Any, source: Any, name: str, town: str | None) -> Any:
    from jilian.base.text import sort_key
    from jilian.firms.models import Firm, FirmName, FirmProduct, Site
    from jilian.places.models import Division

    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    firm = Firm.objects.create(
        world=world, scheme="made", identifier=name, name=name, sort_key=sort_key(name)
    )
    FirmName.objects.create(firm=firm, kind="registered", text=name, normal_form=name, **days)
    FirmProduct.objects.create(
        firm=firm, name="光掩模", normal_form="光掩模", trading="makes", **days
    )
    if town:
        division = Division.objects.get(code=town)
        Site.objects.create(firm=firm, division=division, is_main=True, **days)
    return firm


def _rivals(world: Any, source: Any, mei: Any, person: Any) -> tuple[Any, Any, Any]:
    from jilian.clusters.models import Cluster, ClusterName, Membership
    from jilian.organisations.operations import save_organisations
    from jilian.organisations.rules import OrganisationRow

    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    c, b = (_firm(world, source, name, AWAY) for name in (FIRM_C, FIRM_B))  # B is the latest
    cluster = Cluster.objects.create(
        world=world, key="C2", name="九亭掩模集群", sort_key="jiu", **days
    )
    ClusterName.objects.create(cluster=cluster, text=cluster.name, **days)
    for firm in (b, c):
        Membership.objects.create(cluster=cluster, firm=firm, reason="公开名单", **days)
    row = OrganisationRow(
        key="O2", name="对手乙厂支部", type="branch", division_code=AWAY,
        firm=(b.scheme, b.identifier), formal_members=3, valid_from=SINCE,
    )  # fmt: skip
    save_organisations(by=mei, at=NOON, world=world, source=source, rows=[row])
    _plant(world, source, b, c, person("bei", "member_firm", world, key=str(b.pk)), mei)
    return b, c, cluster


def _plant(world: Any, source: Any, b: Any, c: Any, bei: Any, mei: Any) -> None:
    """Give firm B what is nobody else's business; ``secret_values`` says who may see it."""
    from attack.secret_values import SECRETS

    for secret in SECRETS:
        secret.plant(world=world, source=source, b=b, c=c, bei=bei, mei=mei)


def _other_world(mei: Any) -> Any:
    """Another world with records of its own in most tables."""
    from jilian.accounts.models import Appointment, Person
    from jilian.firms.models import Carrier
    from jilian.network.models import SupplyLink
    from jilian.places.models import Division, World, WorldArea
    from jilian.sources.models import Source

    there = World.objects.create(code="elsewhere", name="别处", name_en="Elsewhere", order=2)
    WorldArea.objects.create(world=there, division=Division.objects.get(code="310117"))
    source = Source.objects.create(
        key="THERE", kind="published", title="别处名单", recorded_at=NOON, recorded_by="mei"
    )
    for role in ("organisation_office", "data_steward"):
        Appointment.objects.create(
            person=mei, role=role, world_code=there.code, scope_kind="district",
            given_at=NOON, given_by="tests",
        )  # fmt: skip
    mei = Person.objects.get(pk=mei.pk)
    first, second = (_firm(there, source, name, None) for name in ("别处甲", "别处乙"))
    SupplyLink.objects.create(
        world=there, supplier=first, buyer=second, evidence="declared",
        valid_from=SINCE, known_by=SINCE, source=source,
    )  # fmt: skip
    Carrier.objects.create(
        world=there, name="别处孵化器", sort_key="bie", operator=first, source=source
    )
    _records_there(there, source, mei, first, second)
    return there


def _records_there(there: Any, source: Any, mei: Any, first: Any, second: Any) -> None:
    from jilian.claims.models import Claim, Correction
    from jilian.clusters.models import Cluster, ClusterName
    from jilian.firms.models import FirmMerge
    from jilian.organisations.operations import save_organisations
    from jilian.organisations.rules import OrganisationRow

    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    cluster = Cluster.objects.create(world=there, key="T1", name="别处集群", sort_key="b", **days)
    ClusterName.objects.create(cluster=cluster, text=cluster.name, **days)
    row = OrganisationRow(key="T1", name="别处支部", type="branch", valid_from=SINCE)
    save_organisations(by=mei, at=NOON, world=there, source=source, rows=[row])
    small._run(there, mei)
    small._upload(there, mei)
    small._meaning(there)
    small._correction(there, first)
    small._agreement(there, mei)
    FirmMerge.objects.create(
        world=there, kept=first, merged=second, kept_name="甲", merged_name="乙", reason="同一家",
        merged_at=NOON, merged_by="mei", undone_at=NOON + timedelta(days=1), undone_by="mei",
        undo_reason="不是",
    )  # fmt: skip
    Claim.objects.create(
        world=there, person=mei, scheme="made", identifier="别处甲", paper="other",
        state="filed", filed_at=NOON, waiting_since=NOON,
    )  # fmt: skip
    assert Correction.objects.filter(world=there).exists()
