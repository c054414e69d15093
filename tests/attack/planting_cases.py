"""A case of firm B with everything that hangs on it: planted, and altered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection

from attack.planting import WORDS, _model
from conftest import NOON
from jilian.base.database import keep_no_longer_append_only

HOUR = timedelta(hours=1)


def plant_cases(*, world: Any, b: Any, **_rest: Any) -> None:
    """An open case in which a branch came back, and one that is closed but not solved."""
    office = _model("cases.Department").objects.create(world=world, key="survey", name="测绘")
    template = _model("cases.TemplateVersion").objects.get(world__isnull=True, key="P-G")
    case = _case(world, b, f"{WORDS}立案", state="open")
    matter = case.matters.create(
        template_version=template, name=f"{WORDS}事项", department=office, state="accepted",
        accepted_at=NOON,
    )  # fmt: skip
    step = matter.steps.create(
        step="G03", name=f"{WORDS}事项", department=office, holder="survey", state="returned",
        started_at=NOON, since=NOON + HOUR,
    )  # fmt: skip
    said = {"by": "bei", "recorded_at": NOON + 2 * HOUR, "matter": matter}
    case.events.create(at=NOON, event="accepted", **said)
    case.events.create(at=NOON, event="branch_started", step=step, holder="survey", **said)
    case.events.create(
        at=NOON + HOUR, event="returned_to_firm", step=step, words=f"{WORDS}回因", **said
    )
    case.papers.create(matter=matter, kind=f"{WORDS}材料", entered_by="bei")
    case.form_fields.create(field="contact_office", value=f"{WORDS}行政", origin="typed")
    case.holdings.create(officer="bei", since=NOON, reason="assigned", given_by="mei")
    _model("cases.Answer").objects.create(
        firm=b, field="contact_office", value=f"{WORDS}行政", given_at=NOON, given_by="bei"
    )
    times = {"start_at": NOON, "end_at": NOON + HOUR, "seconds": 3600, "working_seconds": 3600}
    matter.time_pieces.create(case=case, step="G03", holder="survey", **times)
    matter.wrong_dispatches.create(
        step="G03", sent_to="survey", right_holder="tax", since=NOON, until=NOON + HOUR,
        elapsed_seconds=3600, working_seconds=3600,
    )  # fmt: skip
    _case(world, b, f"{WORDS}手册", state="not_solved", closed_at=NOON, judged_at=NOON)


def _case(world: Any, firm: Any, title: str, **more: Any) -> Any:
    return _model("cases.Case").objects.create(
        world=world, firm=firm, title=title, town="310117107", officer="bei", opened_at=NOON,
        opened_by="bei", last_event_at=NOON, **more,
    )  # fmt: skip


def alter_cases(**_rest: Any) -> None:
    """That there are cases, what for, with whom they lie, and what the firm said of itself."""
    cases = _model("cases.Case").objects.filter(title__startswith=WORDS)
    for case in cases.filter(state="open"):
        case.matters.update(name="别的", state="paused")
        case.papers.update(kind="别的", state="given", given_at=NOON)
        case.form_fields.update(value="别的")
        for matter in case.matters.all():
            matter.steps.update(name="别的", state="open")
            matter.time_pieces.update(holder="firm", seconds=60, working_seconds=60)
            matter.wrong_dispatches.all().delete()
        keep_no_longer_append_only(connection, "cases_caseevent")  # until this is rolled back
        case.events.filter(event="returned_to_firm").delete()
    cases.filter(state="not_solved").update(state="solved")
    cases.update(title="别的", is_urgent=True, opened_at=NOON - HOUR)
    _model("cases.Answer").objects.filter(value__startswith=WORDS).update(value="别的")
