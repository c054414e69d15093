"""Cases with exact clocks: what is recorded, what follows from it, what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from jilian.base.errors import NotAllowed, Refusal
from jilian.cases import operations
from jilian.cases.models import CaseEvent, Holding, TimePiece, WrongDispatch

from .conftest import moment

pytestmark = pytest.mark.django_db


def refused(code, act, **values):
    with pytest.raises(Refusal) as caught, transaction.atomic():
        act(**values)
    assert caught.value.code == code


def test_four_branches_from_nine_give_four_hours_elapsed_and_three_working(four_hours):
    matter = four_hours()
    assert matter.state == "decided"
    assert (matter.elapsed_seconds, matter.working_seconds) == (4 * 3600, 3 * 3600)
    assert (matter.calendar_days, matter.working_days) == (0, 0)
    pieces = {(one.step, one.holder): one.seconds for one in matter.time_pieces.all()}
    # Four at once until 10:30, three until 11:05, two until noon; at 13:00 the last ends.
    assert pieces == {("", "joint"): 3 * 3600, ("", "closed"): 3600}


def test_a_branch_waits_for_what_it_rests_on_unless_a_paper_is_promised(
    certificate, record, people, place
):
    matter = certificate()
    record(matter, "accepted", moment(2))
    refused("waits_for", record, matter=matter, event="branch_started", at=moment(2), step="C03")
    operations.promise_paper(
        by=people.officer, at=moment(2), case=matter.case, matter=matter, kind="缴款凭证",
        step=matter.steps.get(step="C03"), due_on=date(2026, 3, 6),
    )  # fmt: skip
    record(matter, "branch_started", moment(2), "C03")
    assert matter.steps.get(step="C03").state == "open"


def test_a_return_stops_only_its_own_branch(certificate, record, people):
    matter = certificate(steps=("C02", "C04"))
    record(matter, "accepted", moment(2))
    record(matter, "branch_started", moment(2), "C02")
    record(matter, "branch_started", moment(2), "C04")
    record(matter, "returned_to_firm", moment(2, 10), "C04", by=people.survey, words="缺坐标")
    record(matter, "branch_ended", moment(2, 11), "C02", by=people.finance)
    assert matter.steps.get(step="C04").state == "returned"
    record(matter, "firm_answered", moment(2, 11, 30), "C04", by=people.nisi)
    record(matter, "branch_ended", moment(2, 12), "C04", by=people.survey)
    record(matter, "decided", moment(2, 12), ground="granted", by=people.registry)
    pieces = {one.holder: one.seconds for one in matter.time_pieces.all()}
    assert pieces == {"joint": 3600, "finance": 3600, "firm": 1800, "survey": 1800}


def test_a_pause_needs_a_ground_and_a_written_notice(certificate, record):
    matter = certificate()
    record(matter, "accepted", moment(2))
    refused("ground_missing", record, matter=matter, event="paused", at=moment(3), notice="1号")
    refused(
        "notice_missing", record, matter=matter, event="paused", at=moment(3),
        ground="expert_review",
    )  # fmt: skip
    record(matter, "paused", moment(3), ground="expert_review", notice="评审通知1号")
    record(matter, "resumed", moment(4))
    record(matter, "decided", moment(4, 10), ground="granted")
    matter.refresh_from_db()
    assert (matter.working_days, matter.statutory_days) == (2, 1)
    pieces = {one.holder: one.seconds for one in matter.time_pieces.all()}
    assert pieces["excluded:expert_review"] == 24 * 3600
    assert sum(pieces.values()) == matter.elapsed_seconds == 49 * 3600


def test_pre_review_is_turned_into_acceptance_and_its_time_stands_apart(certificate, record):
    matter = certificate()
    record(matter, "pre_review_started", moment(2))
    record(matter, "accepted", moment(25))
    record(matter, "decided", moment(27, 9), ground="granted")
    matter.refresh_from_db()
    assert matter.pre_review_seconds == 23 * 86400
    assert (matter.calendar_days, matter.elapsed_seconds) == (2, 2 * 86400)


def test_after_five_working_days_without_a_notice_silence_is_acceptance(certificate, record, place):
    matter = certificate()
    record(matter, "received", moment(2))
    assert operations.accept_silent_due(by=place.system, at=moment(9, 17)) == 0
    assert operations.accept_silent_due(by=place.system, at=moment(10)) == 1
    matter.refresh_from_db()
    assert matter.accepted_at == moment(2)
    accepted = matter.events.get(event="accepted")
    assert (accepted.ground, accepted.entered_via) == ("silence", "timetable")
    refused(
        "correction_too_late", record, matter=matter, event="correction_asked",
        at=moment(10, 10), words="缺章程",
    )  # fmt: skip


def test_a_correction_is_asked_for_once(certificate, record, people):
    matter = certificate()
    record(matter, "received", moment(2))
    record(matter, "correction_asked", moment(3), words="缺章程")
    record(matter, "correction_given", moment(5), by=people.nisi)
    refused(
        "correction_asked_already", record, matter=matter, event="correction_asked",
        at=moment(5, 10), words="还缺图纸",
    )  # fmt: skip
    record(matter, "accepted", moment(6), by=people.registry)
    matter.refresh_from_db()
    assert matter.accepted_at == moment(6)


def test_an_event_is_never_changed_only_corrected(four_hours, people):
    matter = four_hours()
    row = matter.events.get(event="decided")
    row.words = "改"
    with pytest.raises(TypeError):
        row.save()
    operations.correct_event(
        by=people.officer, at=moment(3), event=row, corrected_at=moment(2, 14), words="记错"
    )
    matter.refresh_from_db()
    assert matter.elapsed_seconds == 5 * 3600
    assert CaseEvent.objects.get(pk=row.pk).at == moment(2, 13)
    refused(
        "branches_open", operations.correct_event, by=people.officer, at=moment(3), words="早了",
        event=row, corrected_at=moment(2, 12),
    )  # fmt: skip


def test_the_same_key_twice_is_one_event(certificate, record):
    matter = certificate()
    first = record(matter, "accepted", moment(2), once="phone-1")
    again = record(matter, "accepted", moment(2, 10), once="phone-1")
    assert first == again
    refused("key_used", record, matter=matter, event="received", at=moment(3), once="phone-1")


def test_what_somebody_else_recorded_meanwhile_is_said(certificate, record, people):
    matter = certificate()
    record(matter, "accepted", moment(2))
    record(matter, "branch_started", moment(2), "C02")
    refused(
        "changed_meanwhile", record, matter=matter, event="branch_ended", at=moment(2, 10),
        step="C02", seen=1,
    )  # fmt: skip
    record(matter, "branch_ended", moment(2, 10), "C02", seen=2)


def test_a_moment_that_has_not_come_cannot_be_entered(certificate, record):
    refused(
        "in_the_future", record, matter=certificate(), event="accepted", at=moment(2),
        happened_at=moment(3),
    )  # fmt: skip


def test_a_wrong_dispatch_is_timed_to_the_office_that_had_it(certificate, record, place):
    matter = certificate(steps=("C02",))
    record(matter, "accepted", moment(2))
    record(matter, "branch_started", moment(2), "C02", department=place.survey)
    record(matter, "redirected", moment(2, 14), "C02", department=place.finance, words="非本部门")
    record(matter, "branch_ended", moment(2, 15), "C02")
    record(matter, "decided", moment(2, 15), ground="granted")
    wrong = WrongDispatch.objects.get(matter=matter)
    assert (wrong.sent_to, wrong.right_holder) == ("survey", "finance")
    assert (wrong.elapsed_seconds, wrong.working_seconds) == (5 * 3600, 4 * 3600)
    pieces = {one.holder: one.seconds for one in TimePiece.objects.filter(matter=matter)}
    assert pieces == {"survey": 4 * 3600, "closed": 3600, "finance": 3600}


def test_a_parent_is_not_decided_before_its_children_without_a_reason(
    certificate, record, place, people, opened
):
    case = opened()
    parent = certificate(case)
    certificate(case, parent=parent)
    record(parent, "accepted", moment(2))
    refused("children_open", record, matter=parent, event="decided", at=moment(3), ground="granted")
    record(parent, "decided", moment(3), ground="granted", words="子事项由部门另行办理")


def test_one_officer_holds_a_case_at_a_time(opened, people):
    case = opened()
    assert case.officer == "an"
    operations.hand_over(by=people.officer, at=moment(3), case=case, to="bo", words="在外")
    rows = list(Holding.objects.filter(case=case).values_list("officer", "until"))
    assert rows == [("an", moment(3)), ("bo", None)]
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(
            case=case, officer="an", since=moment(4), reason="taken_over", given_by="an"
        )
    refused("held_by_another", operations.close_case, by=people.officer, at=moment(4), case=case)


def test_who_goes_on_leave_hands_over_every_open_case_in_the_same_minute(opened, people, place):
    cases = [opened(), opened()]
    closed = opened()
    operations.close_case(by=people.officer, at=moment(3), case=closed)
    at = moment(4, 8)
    operations.go_on_leave(by=people.officer, at=at, world=place.world, deputy="cai")
    for case in cases:
        case.refresh_from_db()
        assert case.officer == "cai"
        assert case.holdings.get(until__isnull=True).since == at == case.holdings.first().until
    closed.refresh_from_db()
    assert closed.officer == "an"
    assert opened(at=at, by=people.nisi).officer == "bo"  # who is away gets no new one
    refused(
        "officer_away", operations.hand_over, by=people.elsewhere, at=at, case=cases[0], to="an"
    )
    operations.hand_over(by=people.elsewhere, at=moment(5), case=cases[1], to="bo")
    operations.come_back(by=people.officer, at=moment(9), world=place.world)
    officers = {case.pk: type(case).objects.get(pk=case.pk).officer for case in cases}
    assert officers == {cases[0].pk: "an", cases[1].pk: "bo"}


def test_a_colleague_may_enter_a_leave_and_a_stranger_may_not(opened, people, place):
    opened()
    values = {"at": moment(4), "world": place.world, "deputy": "bo", "officer": "an"}
    with pytest.raises(NotAllowed), transaction.atomic():
        operations.go_on_leave(by=people.elsewhere, **values)
    assert operations.go_on_leave(by=people.colleague, **values).officer == "an"


def test_closed_is_not_solved(opened, certificate, people):
    case = opened()
    certificate(case)
    refused("matters_open", operations.close_case, by=people.officer, at=moment(3), case=case)
    operations.close_case(by=people.officer, at=moment(3), case=case, reason="企业另行办理")
    with pytest.raises(NotAllowed), transaction.atomic():
        operations.confirm_solved(by=people.officer, at=moment(3), case=case)
    operations.say_not_solved(by=people.nisi, at=moment(4), case=case, words="证还没拿到")
    case.refresh_from_db()
    assert (case.state, case.judged_at) == ("not_solved", moment(4))
    operations.reopen_case(by=people.nisi, at=moment(5), case=case, words="请继续")
    case.refresh_from_db()
    assert (case.state, case.reopened, case.closed_at) == ("open", 1, None)


def test_what_was_given_once_is_never_asked_again(opened, people, place):
    first = opened(answers={"contact_office": "行政部", "contact_phone": "021-57123456"})
    origins = dict(first.form_fields.values_list("field", "origin"))
    assert origins == {
        "name": "register", "address": "register", "town": "register",
        "licence_number": "register", "contact_office": "typed", "contact_phone": "typed",
    }  # fmt: skip
    second = opened()
    origins = dict(second.form_fields.values_list("field", "origin"))
    assert origins["contact_office"] == origins["contact_phone"] == "given_before"
    assert "typed" not in origins.values()
    refused("personal_number", opened, answers={"contact_phone": "13812345678"})


def test_a_paper_that_the_firm_gave_is_not_asked_for_again(opened, people):
    first = operations.need_paper(
        by=people.officer, at=moment(2), case=opened(), matter=None, step=None, kind="营业执照"
    )
    operations.give_paper(by=people.nisi, at=moment(2), paper=first, number="91310")
    again = operations.need_paper(
        by=people.officer, at=moment(3), case=opened(), matter=None, step=None, kind="营业执照"
    )
    assert (again.state, again.number, again.reused_from) == ("given", "91310", first)


def test_states_come_in_by_file_and_twice_changes_nothing(certificate, people, place):
    matter = certificate(steps=("C02",))
    rows = [
        operations.StateRow(1, str(matter.key), "branch_ended", moment(2, 11), "C02"),
        operations.StateRow(2, str(matter.key), "accepted", moment(2)),
        operations.StateRow(3, str(matter.key), "branch_started", moment(2), "C02"),
        operations.StateRow(4, str(matter.key), "branch_ended", moment(2, 12), "C02"),
        operations.StateRow(5, "0", "accepted", moment(2)),
    ]
    values = {"by": people.officer, "at": moment(3), "world": place.world, "rows": rows}
    tried = operations.check_states(**values)
    assert not matter.events.exists()
    done = operations.import_states(**values)
    assert done == tried
    assert (done.recorded, done.same) == (3, 0)
    assert [(one.row, one.code) for one in done.problems] == [
        (4, "branch_not_open"), (5, "matter_unknown"),
    ]  # fmt: skip
    again = operations.import_states(**values)
    assert (again.recorded, again.same) == (0, 3)


def test_a_department_sends_only_its_own_branches(certificate, people, place, record):
    matter = certificate(steps=("C02", "C04"))
    record(matter, "accepted", moment(2))
    rows = [
        operations.StateRow(1, str(matter.key), "branch_started", moment(2), "C04"),
        operations.StateRow(2, str(matter.key), "branch_started", moment(2), "C02"),
    ]
    done = operations.import_states(by=people.survey, at=moment(3), world=place.world, rows=rows)
    assert (done.recorded, [one.row for one in done.problems]) == (1, [2])


def test_a_local_closure_is_computed_with_anew_and_gives_the_same_again(four_hours, place):
    matter = four_hours()
    stored = set(matter.time_pieces.values_list("step", "holder", "seconds", "working_seconds"))
    operations.close_hall(
        by=place.system, at=moment(5), world=place.world, hall=place.hall, day=date(2026, 3, 2),
        reason="台风",
    )  # fmt: skip
    operations.recompute_between(by=place.system, at=moment(5), first="", last="")
    matter.refresh_from_db()
    assert (matter.elapsed_seconds, matter.working_seconds) == (4 * 3600, 0)
    operations.take_closure_back(
        by=place.system, at=moment(6), closure=place.world.local_closures.get()
    )
    operations.recompute_between(by=place.system, at=moment(6), first="", last="")
    again = set(matter.time_pieces.values_list("step", "holder", "seconds", "working_seconds"))
    assert again == stored


def test_a_year_that_nobody_loaded_gives_no_due_and_loading_it_does(certificate, record, place):
    matter = certificate(at=moment(28, 9, month=12), variant="national")
    record(matter, "accepted", moment(28, 9, month=12))
    matter.refresh_from_db()
    assert matter.statutory_due_at is None
    off = ("01-01", "02-08", "02-09", "02-10", "02-11", "02-12", "04-05", "05-03", "06-09",
           "09-15", "10-01", "10-04", "10-05")  # fmt: skip
    days = [(f"2027-{day}", "off") for day in off]
    operations.load_year(
        by=place.system, at=moment(29, month=12), content=days, document="国办发明电〔2026〕1号"
    )
    operations.recompute_between(by=place.system, at=moment(29, month=12), first="", last="")
    matter.refresh_from_db()
    assert matter.statutory_due_at.date() > date(2027, 2, 8)


def test_late_work_goes_up_in_working_time_unless_it_is_urgent(
    certificate, record, place, people, opened
):
    matters = [certificate(opened(is_urgent=urgent)) for urgent in (False, True)]
    for matter in matters:
        record(matter, "accepted", moment(2))
        matter.refresh_from_db()
        assert matter.statutory_due_at == moment(9, 17)
    late = moment(9, 20)
    assert operations.escalate_due(by=place.system, at=late) == 1
    ups = CaseEvent.objects.filter(event="escalated")
    assert [one.case.is_urgent for one in ups] == [True]
    assert operations.escalate_due(by=place.system, at=moment(10, 9, 1)) == 1
    assert operations.escalate_due(by=place.system, at=moment(10, 9, 30)) == 0
    assert people.officer.notices.filter(kind="case_late").count() == 2
    assert operations.escalate_due(by=place.system, at=moment(11, 10)) == 2
    assert people.commission.notices.filter(kind="case_late_up").count() == 2


def test_a_paused_clock_is_never_late(certificate, record, place):
    matter = certificate()
    record(matter, "accepted", moment(2))
    record(matter, "paused", moment(3), ground="hearing", notice="听证通知1号")
    assert operations.escalate_due(by=place.system, at=moment(27)) == 0


def test_the_departments_may_not_touch_what_is_not_theirs(certificate, record, people):
    matter = certificate()
    record(matter, "accepted", moment(2), by=people.registry)
    record(matter, "branch_started", moment(2), "C02", by=people.finance)
    with pytest.raises(NotAllowed), transaction.atomic():
        record(matter, "branch_ended", moment(2, 10), "C02", by=people.tax)
    for who in (people.wu, people.xinyang, people.elsewhere):
        with pytest.raises(NotAllowed), transaction.atomic():
            record(matter, "branch_ended", moment(2, 10), "C02", by=who)


def test_a_case_may_run_to_the_next_day_without_losing_a_second(certificate, record, place):
    matter = certificate(steps=("C02",))
    record(matter, "accepted", moment(2, 16))
    record(matter, "branch_started", moment(2, 16, 30), "C02")
    record(matter, "branch_ended", moment(3, 10), "C02")
    record(matter, "decided", moment(3, 10) + timedelta(seconds=7), ground="granted")
    matter.refresh_from_db()
    pieces = {one.holder: one.seconds for one in matter.time_pieces.all()}
    assert sum(pieces.values()) == matter.elapsed_seconds == 18 * 3600 + 7
    assert pieces == {"registry": 1800 + 7, "finance": 1800 + 3600, "closed": 16 * 3600}
