"""Organisations, titles and carriers of a made-up district: bodies and counts, never people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from jilian_engine.worlds._firms import LINES, Draft, Ints, Town, made_keys
from jilian_engine.worlds.catalogue import DIGITS, TRADES

#: Published for the district at the end of 2021 (March 2022 for the last two), of some 226,000
#: firms; smaller districts hold the same shares of FULL_DISTRICT firms.
HIGH_TECH, HIGH_TECH_BEFORE = 2306, 1755
SPECIALISED, LITTLE_GIANTS = 735, 39
FULL_DISTRICT = 4000
COMMITTEE_FROM, GENERAL_BRANCH_FROM, BRANCH_FROM = 100, 50, 3


@dataclass(frozen=True)
class Bodies:
    """Organisations, the firms each stands in, and counts by date."""

    organisations: pl.DataFrame
    places: pl.DataFrame
    counts: pl.DataFrame


def kind_for(members: int) -> str | None:
    """The kind of organisation that so many members make: none below three."""
    if members >= COMMITTEE_FROM:
        return "committee"
    if members >= GENERAL_BRANCH_FROM:
        return "general_branch"
    return "branch" if members >= BRANCH_FROM else None


def found_bodies(
    chance: np.random.Generator, firms: Draft, towns: Sequence[Town], named: int, on: date
) -> Bodies:
    """Two lines: district, towns and firm bodies; and the cluster organisations beside them."""
    rows = [_row("org-district", "示例区委员会（虚构）", "committee")]
    rows += [_row(f"org-town-{town.code}", f"{town.name}委员会（示例）", "committee",
                  superior="org-district", town=town.code) for town in towns]  # fmt: skip
    for number in range(named):
        kind = "general_branch" if number in (4, 6) else "committee"
        word = "党总支" if kind == "general_branch" else "党委"
        rows.append(_row(
            f"org-cluster-{number + 1:02d}",
            f"示例{TRADES[number % len(TRADES)].name}产业集群{word}（虚构）", kind,
            superior="org-district", valid_from=date(2018 + number % 4, 1 + number, 1),
        ))  # fmt: skip
    head = pl.DataFrame(rows, schema=_ORGANISATION)
    own, own_places, own_counts = _own_bodies(chance, firms, towns, named, on)
    joint, joint_places, joint_counts = _joint_bodies(chance, firms, towns, own_places, on)
    return Bodies(
        pl.concat([head, own, joint]), pl.concat([own_places, joint_places]),
        pl.concat([own_counts, joint_counts]).sort("organisation", "on"),
    )  # fmt: skip


_ORGANISATION = {
    "organisation": pl.String, "name": pl.String, "kind": pl.String, "superior": pl.String,
    "cluster_superior": pl.String, "town": pl.String, "valid_from": pl.Date, "valid_to": pl.Date,
}  # fmt: skip


def _row(key: str, name: str, kind: str, **more: object) -> dict[str, object]:
    return {**dict.fromkeys(_ORGANISATION), "organisation": key, "name": name, "kind": kind, **more}


def _members(chance: np.random.Generator, firms: Draft) -> Ints:
    typical = np.where(firms.above_scale, 3.0, 0.35) * np.sqrt(firms.size)
    return chance.poisson(typical).astype(np.int64)


def _own_bodies(
    chance: np.random.Generator, firms: Draft, towns: Sequence[Town], named: int, on: date
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    members = _members(chance, firms)
    host = np.flatnonzero(members >= BRANCH_FROM)
    keys = pl.Series("organisation", "org-" + firms.keys.gather(host))
    codes = pl.Series([town.code for town in towns]).gather(firms.town[host])
    kinds = [kind_for(int(count)) for count in members[host]]
    words = {"committee": "党委", "general_branch": "党总支", "branch": "党支部"}
    cluster = firms.cluster[host]
    absorbed = (cluster >= 0) & (cluster < named) & (chance.random(len(host)) < 0.6)
    above = [f"org-cluster-{one + 1:02d}" if held else None
             for one, held in zip(cluster, absorbed, strict=True)]  # fmt: skip
    started = np.array([int((date(on.year - int(back), 3, 1) - date(1970, 1, 1)).days)
                        for back in chance.integers(1, 6, len(host))])  # fmt: skip
    names = [f"示例{LINES[line].word}{_digits(int(at) + 1)}{words[kind or 'branch']}（虚构）"
             for line, at, kind in zip(firms.line[host], host, kinds, strict=True)]  # fmt: skip
    frame = pl.DataFrame({
        "organisation": keys, "name": names, "kind": kinds, "superior": "org-town-" + codes,
        "cluster_superior": pl.Series(above, dtype=pl.String), "town": codes,
        "valid_from": pl.Series(started.astype(np.int32)).cast(pl.Date),
        "valid_to": pl.Series([None] * len(host), dtype=pl.Date),
    }, schema=_ORGANISATION)  # fmt: skip
    places = pl.DataFrame({"organisation": keys, "firm": firms.keys.gather(host)})
    return frame, places, _counts(chance, keys, members[host], on)


def _joint_bodies(
    chance: np.random.Generator, firms: Draft, towns: Sequence[Town], held: pl.DataFrame, on: date
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Joint branches of three small firms of one town, for about a tenth of those without one."""
    free = np.flatnonzero(~firms.keys.is_in(held["firm"].to_list()).to_numpy())
    free = free[chance.random(len(free)) < 0.1]
    free = free[np.argsort(firms.town[free], kind="stable")]
    groups = len(free) // 3
    three = free[: groups * 3].reshape(groups, 3)
    three = three[firms.town[three[:, 0]] == firms.town[three[:, 2]]]
    groups = len(three)
    keys = made_keys("org-joint", groups).alias("organisation")
    codes = pl.Series([town.code for town in towns], dtype=pl.String).gather(
        firms.town[three[:, 0]])  # fmt: skip
    frame = pl.DataFrame({
        "organisation": keys,
        "name": [f"示例联合党支部{_digits(number + 1)}（虚构）" for number in range(groups)],
        "kind": ["joint_branch"] * groups, "superior": "org-town-" + codes,
        "cluster_superior": pl.Series([None] * groups, dtype=pl.String), "town": codes,
        "valid_from": pl.Series([date(on.year - 1, 7, 1)] * groups, dtype=pl.Date),
        "valid_to": pl.Series([None] * groups, dtype=pl.Date),
    }, schema=_ORGANISATION)  # fmt: skip
    places = pl.DataFrame({
        "organisation": keys.gather(np.repeat(np.arange(groups), 3)),
        "firm": firms.keys.gather(three.ravel()),
    })  # fmt: skip
    return frame, places, _counts(chance, keys, 3 + chance.integers(0, 4, groups), on)


def _counts(chance: np.random.Generator, keys: pl.Series, now: Ints, on: date) -> pl.DataFrame:
    before = np.maximum(0, now - chance.binomial(now, 0.2))
    frames = [pl.DataFrame({"organisation": keys, "on": [day] * len(keys), "members": values},
                           schema={"organisation": pl.String, "on": pl.Date, "members": pl.Int64})
              for day, values in ((date(on.year - 1, 12, 31), before), (on, now))]  # fmt: skip
    return pl.concat(frames)


def _digits(number: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in f"{number:04d}")


# --- titles ----------------------------------------------------------------------------------

_TITLE = {"holder": pl.String, "key": pl.String, "title": pl.String, "level": pl.String,
          "valid_from": pl.Date, "valid_to": pl.Date, "document": pl.String}  # fmt: skip


def award_titles(chance: np.random.Generator, firms: Draft, on: date) -> pl.DataFrame:
    """High-tech certificates (three years each), specialised firms, little giants among them.

    From FULL_DISTRICT firms up the counts valid on `on` are the published ones; below, the same
    shares. `valid_to` is excluded.
    """
    count = len(firms.keys)
    share = min(1.0, count / FULL_DISTRICT)
    strategic = np.array([line.strategic for line in LINES])[firms.line]
    pull = firms.size * np.where(strategic, 3.0, 0.6) * np.where(firms.above_scale, 2.0, 1.0)
    ranked = np.argsort(-pull * np.exp(chance.normal(0, 0.7, count)), kind="stable")
    high, before = (round(total * share) for total in (HIGH_TECH, HIGH_TECH_BEFORE))
    special, giants = (round(total * share) for total in (SPECIALISED, LITTLE_GIANTS))
    years = np.where(np.arange(high) < before, on.year - 1 - np.arange(high) % 2, on.year)
    frames = [_titles(firms.keys.gather(ranked[:high]), "high_tech", "national", years, 3)]
    lapsed = ranked[high : high + high // 10]  # expired on the day before the year's end at latest
    frames.append(_titles(firms.keys.gather(lapsed), "high_tech", "national",
                          np.full(len(lapsed), on.year - 4), 3))  # fmt: skip
    chosen = np.sort(chance.permutation(high)[:special])
    holders = firms.keys.gather(ranked[chosen])
    recent = on.year - chance.integers(0, 3, special)
    frames.append(_titles(holders, "specialised", "municipal", recent, 3))
    frames.append(_titles(holders.head(giants), "little_giant", "national", recent[:giants], 3))
    return pl.concat(frames)


def _titles(keys: pl.Series, title: str, level: str, years: Ints, lasts: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "holder": ["firm"] * len(keys), "key": keys, "title": [title] * len(keys),
            "level": [level] * len(keys),
            "valid_from": [date(int(year), 11, 15) for year in years],
            "valid_to": [date(int(year) + lasts, 11, 15) for year in years],
            "document": [
                f"示例认字〔{year}〕{at + 1:04d}号（虚构）" for at, year in enumerate(years)
            ],
        },
        schema=_TITLE,
    )  # fmt: skip


def open_carriers(
    chance: np.random.Generator, firms: Draft, towns: Sequence[Town], on: date, count: int,
    doubly: int,
) -> tuple[pl.DataFrame, pl.DataFrame]:  # fmt: skip
    """Innovation carriers and their titles: `doubly` of them hold a second level as well."""
    kinds = ("incubator", "maker_space", "laboratory")
    levels = ("national", "municipal", "district")
    town = chance.integers(0, len(towns), count)
    operator = chance.choice(len(firms.keys), count, replace=count > len(firms.keys))
    keys = [f"carrier-{number + 1:02d}" for number in range(count)]
    carriers = pl.DataFrame({
        "carrier": keys,
        "name": [f"示例创新载体{_digits(number + 1)}（虚构）" for number in range(count)],
        "kind": [kinds[number % 3] for number in range(count)],
        "operator": firms.keys.gather(operator),
        "town": [towns[int(at)].code for at in town],
    })  # fmt: skip
    rows = [(key, levels[0] if at < doubly else levels[at % 3]) for at, key in enumerate(keys)]
    rows += [(key, levels[1 + at % 2]) for at, key in enumerate(keys[:doubly])]
    titles = pl.DataFrame({
        "holder": ["carrier"] * len(rows), "key": [key for key, _ in rows],
        "title": ["innovation_carrier"] * len(rows), "level": [level for _, level in rows],
        "valid_from": [date(on.year - 2, 6, 1)] * len(rows),
        "valid_to": [date(on.year + 2, 6, 1)] * len(rows),
        "document": [f"示例载字〔{on.year - 2}〕{at + 1:03d}号（虚构）" for at in range(len(rows))],
    }, schema=_TITLE)  # fmt: skip
    return carriers, titles
