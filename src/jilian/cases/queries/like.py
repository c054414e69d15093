"""Matters like those of a case that have ended, with when each of their steps ran."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from jilian.cases.models import Matter, MatterStep
from jilian.cases.rules.words import MatterState
from jilian.places.models import World

Kind = tuple[str, str]  # key of the template, variant
MOST_LIKE = 200


def like_runs(
    world: World, matters: Iterable[Matter]
) -> Mapping[Kind, list[list[tuple[str, datetime, datetime]]]]:
    """The steps of the latest matters that ended by the same templates; two queries at most."""
    kinds = {kind_of(one) for one in matters if one.ended_at is None}
    if not kinds:
        return {}
    ended = Matter.objects.filter(
        case__world=world, case__is_kept=False, ended_at__isnull=False,
        state__in=(MatterState.DECIDED, MatterState.DELIVERED),
        template_version__key__in={key for key, _variant in kinds},
    )  # fmt: skip
    rows = ended.order_by("-ended_at").values_list("pk", "template_version__key", "variant")
    of = {pk: (key, variant) for pk, key, variant in rows[:MOST_LIKE] if (key, variant) in kinds}
    steps = MatterStep.objects.filter(matter__in=list(of), ended_at__isnull=False).order_by(
        "matter"
    )
    runs: defaultdict[int, list[tuple[str, datetime, datetime]]] = defaultdict(list)
    for pk, step, start, end in steps.values_list("matter", "step", "started_at", "ended_at"):
        if start is not None and end is not None:
            runs[pk].append((step, start, end))
    found: defaultdict[Kind, list[list[tuple[str, datetime, datetime]]]] = defaultdict(list)
    for pk, own in runs.items():
        found[of[pk]].append(own)
    return found


def kind_of(matter: Matter) -> Kind:
    """What makes matters alike: the template, in any version, and the variant."""
    return matter.template_version.key, matter.variant
