"""Two firms alike, but one has an organisation: the same service, order and clocks."""

from __future__ import annotations

import pytest

from jilian.cases import operations
from jilian.cases.models import Case, CaseEvent, Matter
from jilian.cases.queries.prefilled import known_answers

from .conftest import SINCE, moment

pytestmark = pytest.mark.django_db
RESULTS = (
    "state", "outcome", "accepted_at", "ended_at", "statutory_due_at", "promised_due_at",
    "elapsed_seconds", "working_seconds", "calendar_days", "working_days", "statutory_days",
)  # fmt: skip


def give_organisation(firm, source):
    """Cover the firm by an organisation of its own."""
    from jilian.organisations.models import Cover, Organisation

    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    body = Organisation.objects.create(
        world=firm.world, key="O1", name="尼西支部", sort_key="nixi", **days
    )
    Cover.objects.create(organisation=body, firm=firm, mode="own", **days)


def everything(firm) -> tuple:
    """What the two firms get, without what tells them apart: keys, names, own words."""
    cases = Case.objects.filter(firm=firm)
    matters = Matter.objects.filter(case__in=cases).order_by("pk")
    told = sorted(
        (one.to.username.replace("of_xinyang", "of_nisi"), one.kind) for one in _notices(cases)
    )
    return (
        list(cases.order_by("pk").values_list("title", "state", "officer", "is_urgent", "town")),
        list(matters.values_list(*RESULTS)),
        list(
            matters.values_list("steps__step", "steps__state", "steps__due_at").order_by(
                "steps__order"
            )
        ),
        list(
            matters.values_list(
                "time_pieces__step", "time_pieces__holder", "time_pieces__seconds"
            ).order_by("time_pieces__start_at", "time_pieces__holder")
        ),
        list(
            CaseEvent.objects.filter(case__in=cases)
            .order_by("at", "pk")
            .values_list("at", "event", "holder", "ground")
        ),
        sorted(known_answers(firm, moment(2).date())),
        told,
    )


def _notices(cases):
    from jilian.notices.models import Notice

    wanted = [f"case:{pk}:" for pk in cases.order_by("pk").values_list("pk", flat=True)]
    rows = Notice.objects.select_related("to").order_by("pk")
    return [one for one in rows if any(one.key.startswith(key) for key in wanted)]


def test_two_firms_alike_get_the_same_service_order_and_clocks(
    place, people, source, opened, four_hours, certificate, record
):
    give_organisation(place.nisi, source)
    for firm in (place.nisi, place.xinyang):
        four_hours(case=opened(firm=firm))
        late = certificate(opened(firm=firm, title="逾期"))
        record(late, "accepted", moment(2))
    assert operations.escalate_due(by=place.system, at=moment(10, 9, 30)) == 2
    assert everything(place.nisi) == everything(place.xinyang)


def test_cases_know_nothing_of_organisations():
    """No module of cases, nor of what they rest on above the register, imports organisations."""
    import ast
    from pathlib import Path

    import jilian.cases

    folder = Path(jilian.cases.__file__).parent
    named = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                named.add(".".join(node.module.split(".")[:2]))
    about = {"organisations", "committees", "absorption", "coverage", "growth", "leaders"}
    assert named.isdisjoint({f"jilian.{area}" for area in about})
