"""Missing links of both worlds; in the made district a list, and 72 invented firms brought in."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from jilian.accounts.models import Person
from jilian.clusters.models import Cluster
from jilian.gaps import operations as gaps
from jilian.gaps.models import ChainItem, GapRun, MissingLink, Recruit
from jilian.gaps.rules.words import Direction, Grain, ItemKind, Stage, Status
from jilian.places.models import World

OFFICE = "区经济委员会产业科（示例）"
SIGNED = 72
FIRST = date(2022, 3, 1)
#: Of the signed ones: how many went on, by the last day of 2025, and how many dropped out.
REGISTERED, STARTED, PRODUCING, DROPPED = 51, 44, 38, 3
PRODUCTS = ("精密结构件", "驱动控制板", "特种线缆", "散热模组", "检测设备", "表面处理")


def search_gaps(*, by: Person, at: datetime, world: World) -> None:
    """Search once for what is missing in the clusters of a world."""
    if not GapRun.objects.filter(world=world).exists():
        run = gaps.start_search(by=by, at=at, world=world)
        gaps.complete_search(run_id=run.pk, by=by, at=at)


def fill_chain(*, by: Person, at: datetime, world: World) -> None:
    """Confirm what the largest cluster lacks most, list it, and bring in invented firms."""
    if Recruit.objects.filter(world=world).exists():
        return
    cluster = Cluster.objects.filter(world=world).select_related("world").order_by("pk").first()
    if cluster is None:
        return
    missing = MissingLink.objects.filter(cluster=cluster, grain=Grain.PRODUCT).order_by("rank")
    link = missing.select_related("world", "cluster__world").first()
    if link is not None:
        link = gaps.decide_missing_link(by=by, at=at, link=link, status=Status.CONFIRMED)
        gaps.list_missing_link(by=by, at=at, link=link, owner_office=OFFICE)
    _offers(by, at, cluster)
    for number in range(1, SIGNED + 3):
        _bring_in(by, at, cluster, number, link if number == 1 else None)


def _offers(by: Person, at: datetime, cluster: Cluster) -> None:
    leader = cluster.memberships.select_related("firm__world").order_by("role", "pk").first()
    if leader is None or ChainItem.objects.filter(cluster=cluster, kind=ItemKind.OFFER).exists():
        return
    for words, opened in (("向成员企业开放检测中心（示例）", date(2026, 1, 12)),
                          ("共享热处理产能（示例）", date(2026, 6, 8))):  # fmt: skip
        gaps.add_item(
            by=by, at=at, cluster=cluster, kind=ItemKind.OFFER, words=words,
            owner_firm=leader.firm, opened_on=opened,
        )  # fmt: skip


def _bring_in(
    by: Person, at: datetime, cluster: Cluster, number: int, link: MissingLink | None
) -> None:
    """One firm with as many stages as its number allows; the last two are candidates only."""
    begun = FIRST + timedelta(days=18 * number)
    product = link.product if link else PRODUCTS[number % len(PRODUCTS)]
    direction = Direction.UPSTREAM if number % 3 else Direction.DOWNSTREAM
    made = gaps.add_recruit(
        by=by, at=at, cluster=cluster, name=f"示例引进企业{number:02d}（虚构）",
        direction=direction, of_product=product, on=begun, missing_link=link,
        place=("杭州", "苏州", "合肥", "嘉兴")[number % 4], document="示例名单（虚构）",
    )  # fmt: skip
    if number > SIGNED:
        return
    stages = [Stage.SIGNED]
    for stage, most in ((Stage.REGISTERED, REGISTERED), (Stage.STARTED, STARTED),
                        (Stage.PRODUCING, PRODUCING)):  # fmt: skip
        if number <= most:
            stages.append(stage)
    on = begun
    for stage in stages:
        on += timedelta(days=18)
        gaps.record_stage(
            by=by, at=at, recruit=made, stage=stage, on=min(on, date(2025, 12, 31)),
            document=f"示例〔{on.year}〕{number}号（虚构）",
        )  # fmt: skip
    if number > SIGNED - DROPPED:
        gaps.record_stage(
            by=by, at=at, recruit=made, stage=Stage.DROPPED, on=date(2026, 2, 10),
            reason="选址改在外地（虚构）",
        )  # fmt: skip
