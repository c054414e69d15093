"""A call for help of firm B with everything that hangs on it: planted, and altered."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from attack.planting import WORDS, _again, _model
from conftest import NOON

HOUR = timedelta(hours=1)


def plant_calls(*, world: Any, b: Any, c: Any, **_rest: Any) -> None:
    """Firm B called its cluster; firm C helps, and part of it has come."""
    cluster = _model("clusters.Cluster").objects.get(world=world, key="C2")
    call = _model("shortages.Call").objects.create(
        world=world, firm=b, cluster=cluster, material=f"{WORDS}急缺", normal_form=f"{WORDS}急缺",
        amount=Decimal("73915"), unit="kg", needed_by=NOON + 9 * HOUR, stock_left=Decimal("61728"),
        daily_use=Decimal("92837"), line_stops_at=NOON + 16 * HOUR, cause="other",
        cause_words=f"{WORDS}因由", effect=f"{WORDS}影响", hazard="8", circle=1, circle_since=NOON,
        reserved=Decimal(800), received=Decimal(300), called_at=NOON, called_by="bei",
    )  # fmt: skip
    call.releases.create(level=1, released_at=NOON, released_by="bei")
    call.looks.create(
        reader="office:cluster_secretary", office="cluster_secretary", level=1, day=NOON.date(),
        looked_at=NOON,
    )  # fmt: skip
    helper = call.helpers.create(
        firm=c, circle=1, asked_at=NOON, asked_by="bei", answer="can", offered=Decimal(800),
        reserved=Decimal(800), lead_hours=6, words=f"{WORDS}余量", answered_at=NOON,
        first_answered_at=NOON, first_useful_at=NOON, answered_by="ce",
    )  # fmt: skip
    row = helper.reservations.create(
        amount=Decimal(800), in_transit=Decimal(500), received=Decimal(300), accepted_at=NOON,
        accepted_by="bei", due_at=NOON + 6 * HOUR, expires_at=NOON + timedelta(days=36500),
    )  # fmt: skip
    sent = {"dispatched_at": NOON, "dispatched_by": "ce"}
    row.deliveries.create(amount=Decimal(500), batch=f"{WORDS}批", **sent)
    row.deliveries.create(
        amount=Decimal(300), batch=f"{WORDS}批二", accepted=Decimal(300), returned=Decimal(0),
        received_at=NOON, received_by="bei", **sent,
    )  # fmt: skip
    call.permits.create(
        kind="pass", town="310117107", state="given", number=f"{WORDS}证", asked_at=NOON,
        asked_by="bei", decided_at=NOON, decided_by="office", matter=_kept_matter(world, b),
    )  # fmt: skip
    call.feedback.create(firm=c, useful=True, said_at=NOON, said_by="bei")
    done = _model("shortages.Call").objects.create(
        world=world, firm=b, cluster=cluster, material=f"{WORDS}已了", normal_form=f"{WORDS}已了",
        amount=Decimal(5), unit="kg", needed_by=NOON + 9 * HOUR, hazard="none", circle=1,
        circle_since=NOON, reserved=Decimal(0), received=Decimal(0), state="rest",
        rest=Decimal(5), end_reason=f"{WORDS}不用", ended_at=NOON, ended_by="bei",
        called_at=NOON, called_by="bei",
    )  # fmt: skip
    done.releases.create(level=1, released_at=NOON, released_by="bei")
    done.escalations.create(circle=2, due_at=NOON, noted_at=NOON)
    _model("shortages.Lesson").objects.create(
        call=done, cause="other", cause_words=f"{WORDS}教训", second_source="no",
        missing_link=True, line_saved=False, written_at=NOON, written_by="bei",
    )  # fmt: skip


def _kept_matter(world: Any, firm: Any) -> Any:
    """The pass as a matter of a case that only the caller and her town's officers see."""
    case = _model("cases.Case").objects.create(
        world=world, firm=firm, title=f"{WORDS}封案", town="310117107", officer="office",
        is_kept=True, opened_at=NOON, opened_by="office", last_event_at=NOON, state="not_solved",
        closed_at=NOON + HOUR, judged_at=NOON + HOUR,
    )  # fmt: skip
    matter = case.matters.create(
        template_version=_model("cases.TemplateVersion").objects.get(world=None, key="P-G"),
        name=f"{WORDS}封案", state="decided", accepted_at=NOON, ended_at=NOON + HOUR,
        elapsed_seconds=3600, working_seconds=3600, calendar_days=0,
    )  # fmt: skip
    matter.time_pieces.create(
        case=case, step="G03", holder="survey", start_at=NOON, end_at=NOON + HOUR, seconds=3600,
        working_seconds=3600,
    )  # fmt: skip
    return matter


def alter_calls(**_rest: Any) -> None:
    """That there is a call, what for, and how it went."""
    rows = _model("shortages.Call").objects.filter(material__startswith=WORDS)
    rows.update(material="别的", normal_form="别的", specification="别", needed_by=NOON + HOUR)
    _model("shortages.Lesson").objects.filter(call__material="别的").update(
        line_saved=True, missing_link=False
    )
    for call in _model("shortages.Call").objects.filter(material="别的", state="open"):
        _again(
            call, key=_fresh(), material="又一个", called_at=NOON - HOUR, reserved=Decimal(0),
            received=Decimal(0),
        )  # fmt: skip


def alter_insides(**_rest: Any) -> None:
    """How much, why, from whom: what the caller alone sees."""
    calls = _model("shortages.Call").objects.filter(firm__name="对手乙厂")
    calls.filter(state="open").update(
        amount=Decimal(99999), stock_left=None, daily_use=None, line_stops_at=None,
        cause_words="别", effect="别",
    )  # fmt: skip
    calls.filter(state="rest").update(end_reason="别")
    _model("shortages.Lesson").objects.filter(call__in=calls).update(cause_words="别", thanks="谢")
    helpers = _model("shortages.Helper").objects.filter(call__in=calls)
    helpers.update(words="别", lead_hours=9, paper_numbers="别")
    sent = _model("shortages.Delivery").objects.filter(reservation__helper__in=helpers)
    for number, one in enumerate(sent):
        sent.filter(pk=one.pk).update(batch=f"别{number}")
    _model("shortages.Permit").objects.filter(call__in=calls).update(number="别")
    kept = _model("cases.Case").objects.filter(is_kept=True, firm__name="对手乙厂")
    _model("cases.TimePiece").objects.filter(case__in=kept).update(seconds=9, working_seconds=9)
    _model("cases.Matter").objects.filter(case__in=kept).update(name="别", elapsed_seconds=9)
    kept.update(title="别", state="solved")
    _model("shortages.CallLook").objects.filter(call__in=calls).update(level=2)
    _model("shortages.ProposalFeedback").objects.filter(call__in=calls).update(useful=False)


def _fresh() -> Any:
    from uuid import uuid4

    return uuid4()
