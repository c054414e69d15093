"""Claims and corrections: who may, what is written, what is told, what is undone."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from conftest import NOON
from jilian.accounts.models import Appointment, Person
from jilian.accounts.permissions import Permission
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.claims import operations, queries
from jilian.claims.models import Claim, Correction
from jilian.firms.models import Firm
from jilian.notices.models import Notice
from jilian.sources.models import Source

from .conftest import LATER, held, rows_of


def claimed(by, world, identifier="林氏晶圆", **more):
    return operations.file_claim(
        by=by, at=NOON, world=world, scheme="made", identifier=identifier,
        paper="business_licence", paper_number="12345", **more,
    )  # fmt: skip


def refusal_of(act) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


# --- claims ---------------------------------------------------------------------------------


def test_an_accepted_claim_gives_the_role_with_a_notice_and_a_trace(wu, mei, world, firm):
    kept = firm("林氏晶圆")
    claim = claimed(wu, world)
    assert [one.kind for one in Notice.objects.filter(to=mei)] == ["claim_filed"]
    operations.accept_claim(by=mei, at=LATER, claim=claim)
    found = Person.objects.get(pk=wu.pk)
    assert Firm.objects.visible_to(found, world, Permission.CORRECT_FIRM).get() == kept
    assert not Notice.objects.filter(to=mei, done_at=None).exists()
    assert "claim_accepted" in Notice.objects.filter(to=wu).values_list("kind", flat=True)
    assert {"claim.filed", "claim.accepted", "role.given"} <= set(
        Trace.objects.values_list("action", flat=True)
    )


def test_whether_the_register_has_the_firm_is_not_told(wu, mei, world, firm):
    firm("林氏晶圆")
    known, unknown = claimed(wu, world), claimed(wu, world, "无名厂")
    assert (known.state, known.firm is None) == ("filed", False)
    assert (unknown.state, unknown.firm) == ("filed", None)
    with translation.override("en"):
        assert str(known) == "number of a made-up firm 林氏晶圆"
    refused = refusal_of(lambda: operations.accept_claim(by=mei, at=LATER, claim=unknown))
    assert refused == "no_such_record"
    firm("无名厂")
    assert operations.accept_claim(by=mei, at=LATER, claim=unknown).firm.name == "无名厂"


@pytest.mark.parametrize(
    ("more", "because"),
    [
        ({"scheme": "uscc", "identifier": "913101170000000000"}, "credit_code_wrong"),
        ({"paper": "passport"}, "paper_unknown"),
        ({"words": "电话 13800138000"}, "personal_number"),
        ({"paper_number": ""}, "evidence_missing"),
    ],
)
def test_a_claim_without_right_code_paper_or_words_is_refused(more, because, wu, world):
    given = {
        "scheme": "made", "identifier": "林氏晶圆", "paper": "other", "paper_number": "1", **more
    }  # fmt: skip
    act = lambda: operations.file_claim(by=wu, at=NOON, world=world, **given)  # noqa: E731
    assert refusal_of(act) == because
    assert not Claim.objects.exists()


def test_nobody_of_an_office_claims_a_firm_and_nobody_decides_on_her_own(wu, mei, world, firm):
    firm("林氏晶圆")
    with pytest.raises(NotAllowed):
        claimed(mei, world)
    claim = claimed(wu, world)
    for act, said in (
        (operations.accept_claim, {}),
        (operations.refuse_claim, {"reason": "x"}),
        (operations.ask_back_claim, {"question": "x"}),
    ):
        with pytest.raises(NotAllowed):
            act(by=wu, at=NOON, claim=claim, **said)
    claim.refresh_from_db()
    assert claim.state == "filed"


def test_the_same_claim_twice_and_a_fourth_one_are_refused(wu, world):
    claimed(wu, world)
    assert refusal_of(lambda: claimed(wu, world)) == "claimed_already"
    claimed(wu, world, "乙")
    third = claimed(wu, world, "丙")
    assert refusal_of(lambda: claimed(wu, world, "丁")) == "claims_too_many"
    operations.withdraw_claim(by=wu, at=LATER, claim=third)
    assert claimed(wu, world, "丁").state == "filed"


def test_a_claim_is_asked_back_answered_and_refused_with_a_reason(wu, lin, mei, world):
    claim = claimed(wu, world, "乙")
    asked = operations.ask_back_claim(by=mei, at=NOON, claim=claim, question="哪一份执照？")
    assert asked.state == "asked_back"
    assert refusal_of(lambda: operations.accept_claim(by=mei, at=NOON, claim=claim)) == (
        "claim_not_in_state"
    )
    with pytest.raises(NotAllowed):
        operations.answer_claim(by=lin, at=LATER, claim=claim, words="我")
    again = operations.answer_claim(by=wu, at=LATER, claim=claim, words="2021 年的")
    assert (again.state, again.waiting_since, again.filed_at) == ("filed", LATER, NOON)
    assert refusal_of(
        lambda: operations.refuse_claim(by=mei, at=LATER, claim=claim, reason=" ")
    ) == "reason_missing"  # fmt: skip
    operations.refuse_claim(by=mei, at=LATER, claim=claim, reason="执照已注销")
    assert not Appointment.objects.filter(person=wu).exists()


def test_a_second_claim_stands_beside_the_first_and_neither_is_half_updated(
    wu, person, mei, world, firm
):
    kept = firm("林氏晶圆")
    first, second = claimed(wu, world), claimed(person("zhao"), world)
    seen = queries.claim_seen(second)
    assert (seen.firm, seen.others, seen.keepers) == (kept, (first,), ())
    operations.accept_claim(by=mei, at=LATER, claim=first)
    seen = queries.claim_seen(Claim.objects.get(pk=second.pk))
    assert [one.state for one in seen.others] == ["accepted"]
    assert [one.person for one in seen.keepers] == [wu]
    second.refresh_from_db()
    assert (second.state, second.appointment) == ("filed", None)


def test_an_acceptance_that_fails_leaves_nothing_behind(wu, mei, world, firm, monkeypatch):
    firm("林氏晶圆")
    claim = claimed(wu, world)

    def broken(**kwargs):
        raise RuntimeError("the notice cannot be sent")

    monkeypatch.setattr("jilian.claims.operations.claims.tell_claimant", broken)
    with pytest.raises(RuntimeError):
        operations.accept_claim(by=mei, at=LATER, claim=claim)
    claim.refresh_from_db()
    assert (claim.state, claim.appointment) == ("filed", None)
    assert not Appointment.objects.filter(person=wu).exists()


def test_an_ended_claim_ends_the_role_and_leaves_no_mark_on_the_firm(wu, mei, hua, world, firm):
    kept = firm("林氏晶圆")
    claim = operations.accept_claim(by=mei, at=NOON, claim=claimed(wu, world))
    operations.end_claim(by=mei, at=LATER, claim=claim, reason="已离职")
    gone = Person.objects.get(pk=wu.pk)
    assert not Firm.objects.visible_to(gone, world, Permission.CORRECT_FIRM).exists()
    assert not Claim.objects.visible_to(hua, world).exists()
    about_firm = Trace.objects.filter(about_kind="firms.firm", about_key=str(kept.pk))
    assert not about_firm.exists()


def test_an_accepted_claim_reaches_the_firm_into_which_its_record_is_merged(wu, mei, world, firm):
    """Whether the merge comes before the claim or after it, the keeper keeps one whole firm."""
    from jilian.firms.operations import merge_firms

    root, record = firm("林氏晶圆"), firm("林氏晶园")
    claim = claimed(wu, world, "林氏晶园")
    merge_firms(by=mei, at=NOON, kept=root, merged=record, reason="同一企业")
    accepted = operations.accept_claim(by=mei, at=LATER, claim=claim)
    assert accepted.firm == root
    keeper = Person.objects.get(pk=wu.pk)
    assert Firm.objects.visible_to(keeper, world, Permission.CORRECT_FIRM).get() == root


# --- corrections ----------------------------------------------------------------------------


def test_an_accepted_move_ends_the_site_before_and_names_the_firm_as_source(
    propose, mei, lin, lins
):
    correction = propose()
    assert Notice.objects.get(to=mei).kind == "corrections_filed"
    operations.accept_correction(by=mei, at=LATER, correction=correction)
    before, now = lins.sites.order_by("pk")
    assert (before.valid_to, now.valid_from) == (date(2026, 1, 1), date(2026, 1, 1))
    assert (now.division.code, now.address) == ("310117107", "涞寅路9号")
    assert now.source.kind == Source.Kind.PERSON
    assert now.source.title == "林氏晶圆：企业更正 2026-03-03"
    assert lin.username not in now.source.title + now.source.recorded_by
    assert not Notice.objects.filter(to=mei, done_at=None).exists()
    trace = Trace.objects.get(action="firm.corrected")
    assert trace.after["source"] == now.source.key


ACCEPTED = {
    "site wrongly recorded": ("main_site", "wrong",
        {"division": "310117105", "address": "新飞路11号"}, None),
    "site changed": ("main_site", "change", {"division": "310117107"}, date(2025, 5, 1)),
    "further site": ("other_site", "add",
        {"division": "310117107", "address": "二厂"}, date(2024, 1, 1)),
    "industry changed": ("industry", "change", {"code": "3985"}, date(2025, 1, 1)),
    "industry wrong": ("industry", "wrong", {"code": "3562"}, None),
    "product added": ("buys", "add", {"name": "硅料"}, None),
    "product ended": ("makes", "end", {}, date(2025, 1, 1)),
    "product wrong": ("makes", "wrong", {"name": "硅晶圆"}, None),
    "short name wrong": ("short_name", "wrong", {"text": "林晶圆"}, None),
    "short name ended": ("short_name", "end", {}, date(2025, 1, 1)),
    "English name": ("english_name", "add", {"text": "Lin Wafer"}, None),
    "former name": ("former_name", "add", {"text": "林记晶圆"}, None),
    "fact wrong": ("fact", "wrong",
        {"year": 2025, "measure": "employees", "value": "151"}, None),
    "fact added": ("fact", "add", {"year": 2024, "measure": "patents", "value": "3"}, None),
    "renamed": ("registered_name", "change", {"text": "林氏半导体"}, date(2025, 1, 1)),
    "name wrong": ("registered_name", "wrong", {"text": "林氏晶圆厂"}, None),
}  # fmt: skip


@pytest.mark.parametrize("case", ACCEPTED)
def test_every_correction_is_written_and_its_undoing_restores_every_row(case, propose, mei, lins):
    field, manner, value, day = ACCEPTED[case]
    record = 0 if manner == "add" else None
    before = rows_of(lins)
    correction = propose(field, manner, value=value, from_day=day, record=record)
    assert rows_of(lins) == before
    accepted = operations.accept_correction(by=mei, at=LATER, correction=correction)
    assert accepted.state == "accepted"
    assert accepted.journal
    assert rows_of(lins) != before
    operations.undo_accepted(by=mei, at=LATER, correction=accepted, reason="误判")
    assert rows_of(lins) == before


def test_names_in_lists_follow_a_correction(propose, mei, lins):
    accept = lambda one: operations.accept_correction(by=mei, at=LATER, correction=one)  # noqa: E731
    accept(propose("registered_name", "wrong", value={"text": "林氏晶圆厂"}, from_day=None))
    english = accept(
        propose("english_name", "add", value={"text": "Lin Wafer"}, from_day=None, record=0)
    )
    lins.refresh_from_db()
    assert (lins.name, lins.name_en) == ("林氏晶圆厂", "Lin Wafer")
    assert english.journal[-1]["table"] in ("firm", "name")
    assert refusal_of(
        lambda: propose("english_name", "end", value={}, from_day=LATER.date(), at=LATER)
    ) == "ends_before_it_starts"  # fmt: skip


@pytest.mark.parametrize(
    ("field", "manner", "value", "day", "because"),
    [
        ("main_site", "change", {"division": "310117105"}, date(2026, 1, 1), "already_so"),
        ("main_site", "change", {"division": "310117107"}, date(2020, 1, 1), "older_site"),
        ("main_site", "change", {"division": "999999"}, date(2026, 1, 1), "division_unknown"),
        ("main_site", "wrong", {"division": "999999"}, None, "division_unknown"),
        ("industry", "wrong", {"code": "9999"}, None, "industry_unknown"),
        ("makes", "end", {}, date(2022, 3, 8), "ends_before_it_starts"),
        ("makes", "change", {"name": "甲"}, date(2026, 1, 1), "manner_unfit"),
        ("makes", "wrong", {"name": "晶圆"}, None, "already_so"),
        ("identifier", "wrong", {"text": "X"}, None, "value_authoritative"),
        ("fact", "wrong", {"year": 2025, "measure": "employees", "value": "150"}, None,
         "already_so"),
    ],
)  # fmt: skip
def test_what_could_not_be_applied_is_refused_in_words_at_once(
    field, manner, value, day, because, propose, lins
):
    assert refusal_of(lambda: propose(field, manner, value=value, from_day=day)) == because
    assert not Correction.objects.exists()


def test_a_keeper_corrects_her_own_firm_only(propose, hua, wu, mei, lin, lins, world):
    def by(person, firm=lins):
        return operations.propose_correction(
            by=person, at=NOON, world=world, firm=firm, field="buys", manner="add",
            value={"name": "硅料"}, words="合同",
        )  # fmt: skip

    for person in (hua, wu, mei):
        with pytest.raises(NotAllowed):
            by(person)
    huas = Firm.objects.get(name="华氏封装")
    with pytest.raises(NotAllowed):
        by(lin, huas)
    site_of_hua = huas.sites.get().pk
    assert refusal_of(lambda: propose(record=site_of_hua)) == "value_gone"
    assert refusal_of(lambda: propose("makes", "end", record=held(huas, "makes"))) == "value_gone"
    correction = propose()
    for act in (operations.withdraw_correction,):
        with pytest.raises(NotAllowed):
            act(by=hua, at=NOON, correction=correction)
    for person in (lin, hua, wu):
        with pytest.raises(NotAllowed):
            operations.accept_correction(by=person, at=NOON, correction=correction)
        with pytest.raises(NotAllowed):
            operations.decide_corrections(
                by=person, at=NOON, world=world, pks=[correction.pk], verdict="accept"
            )


def test_an_authoritative_value_is_questioned_and_the_question_answered(
    propose, mei, lins, source, world
):
    operations.mark_source(by=mei, at=NOON, world=world, source=source, authoritative=True)
    assert refusal_of(lambda: propose()) == "value_authoritative"
    assert refusal_of(lambda: propose(record=0, manner="add")) == "value_authoritative"
    fact = {"year": 2025, "measure": "employees", "value": "151"}
    assert refusal_of(
        lambda: propose("fact", "add", record=0, value=fact, from_day=None)
    ) == "value_authoritative"  # fmt: skip
    question = propose("main_site", "question", value={}, from_day=None, words="已迁出")
    before = rows_of(lins)
    assert refusal_of(
        lambda: operations.accept_correction(by=mei, at=NOON, correction=question)
    ) == "question_is_answered"  # fmt: skip
    answered = operations.answer_question(
        by=mei, at=LATER, correction=question, reason="以登记机关为准"
    )
    assert (answered.state, rows_of(lins)) == ("answered", before)


def test_a_source_that_became_authoritative_meanwhile_keeps_its_value(propose, mei, source, world):
    correction = propose()
    operations.mark_source(by=mei, at=NOON, world=world, source=source, authoritative=True)
    assert refusal_of(
        lambda: operations.accept_correction(by=mei, at=LATER, correction=correction)
    ) == "value_authoritative"  # fmt: skip


def test_only_documents_are_authoritative_and_only_the_steward_says_so(
    mei, lin, source, world, propose
):
    for person in (lin,):
        with pytest.raises(NotAllowed):
            operations.mark_source(
                by=person, at=NOON, world=world, source=source, authoritative=True
            )
    accepted = operations.accept_correction(by=mei, at=LATER, correction=propose())
    assert refusal_of(
        lambda: operations.mark_source(
            by=mei, at=LATER, world=world, source=accepted.source, authoritative=True
        )
    ) == "never_authoritative"  # fmt: skip
    operations.mark_source(by=mei, at=LATER, world=world, source=source, authoritative=True)
    trace = Trace.objects.get(action="source.authority_set")
    assert (trace.before, trace.after) == ({"authoritative": False}, {"authoritative": True})


def test_what_the_register_has_overtaken_is_not_applied(propose, mei, lins):
    first, second = propose(), propose(value={"division": "310117107", "address": "别处"})
    operations.accept_correction(by=mei, at=LATER, correction=first)
    site = lins.sites.get(valid_to=None)
    assert site.address == "涞寅路9号"
    before = rows_of(lins)
    assert refusal_of(
        lambda: operations.accept_correction(by=mei, at=LATER, correction=second)
    ) in ("value_ended", "changed_since_proposed")  # fmt: skip
    assert rows_of(lins) == before


def test_an_undoing_is_refused_where_the_value_has_changed_since(propose, mei, lins):
    first = operations.accept_correction(by=mei, at=LATER, correction=propose())
    second = propose(
        "main_site", "wrong", value={"division": "310117107", "address": "10号"}, at=LATER
    )
    second = operations.accept_correction(by=mei, at=LATER, correction=second)
    before = rows_of(lins)
    assert refusal_of(
        lambda: operations.undo_accepted(by=mei, at=LATER, correction=first, reason="误判")
    ) == "changed_since"  # fmt: skip
    assert rows_of(lins) == before
    operations.undo_accepted(by=mei, at=LATER, correction=second, reason="误判")
    operations.undo_accepted(by=mei, at=LATER, correction=first, reason="误判")
    assert lins.sites.get().valid_to is None


def test_several_are_decided_at_once_each_for_itself_and_the_firm_is_told_once(
    propose, mei, lin, world
):
    move, again = propose(), propose(value={"division": "310117107", "address": "别处"})
    buys = propose("buys", "add", value={"name": "硅料"}, from_day=None, record=0)
    decided = operations.decide_corrections(
        by=mei, at=LATER, world=world, pks=[one.pk for one in (move, again, buys)],
        verdict="accept",
    )  # fmt: skip
    assert [one.pk for one in decided.done] == [move.pk, buys.pk]
    assert [one.pk for one, _refusal in decided.left] == [again.pk]
    told = Notice.objects.get(to=lin, kind="corrections_decided")
    assert told.details == {"firm": "林氏晶圆", "accepted": 2, "refused": 0}
    assert Notice.objects.filter(to=mei, kind="corrections_filed", done_at=None).exists()
    operations.decide_corrections(
        by=mei, at=LATER, world=world, pks=[again.pk], verdict="refuse", words="已迁入九亭"
    )
    assert not Notice.objects.filter(to=mei, done_at=None).exists()


def test_the_same_proposal_twice_is_refused_and_one_taken_back_is_free_again(propose, lin):
    first = propose()
    assert refusal_of(lambda: propose()) == "proposed_already"
    operations.withdraw_correction(by=lin, at=LATER, correction=first)
    assert propose().state == "filed"


def test_a_question_of_the_office_is_answered_and_the_clock_starts_anew(propose, mei, lin):
    correction = propose()
    operations.ask_back_correction(by=mei, at=NOON, correction=correction, question="哪份合同？")
    assert Notice.objects.get(to=lin).kind == "correction_asked_back"
    answered = operations.answer_correction(
        by=lin, at=LATER, correction=correction, words="2026-01 号"
    )
    assert (answered.state, answered.waiting_since) == ("filed", LATER)
    assert refusal_of(
        lambda: operations.answer_correction(by=lin, at=LATER, correction=correction, words="x")
    ) == "nothing_asked"  # fmt: skip


def test_an_earlier_correction_is_not_undone_from_under_later_ones(propose, mei, lins):
    """甲 → 乙 → 丙 → 乙: the first wrote what stands now, yet the two others stand on it."""
    before, done = rows_of(lins), []
    for minute, text in enumerate(("乙", "丙", "乙")):
        at = LATER + timedelta(minutes=minute)
        wish = propose("short_name", "wrong", value={"text": text}, from_day=None, at=at)
        done.append(operations.accept_correction(by=mei, at=at, correction=wish))
    assert refusal_of(
        lambda: operations.undo_accepted(by=mei, at=LATER, correction=done[0], reason="误判")
    ) == "changed_since"  # fmt: skip
    for correction in reversed(done):
        operations.undo_accepted(by=mei, at=LATER, correction=correction, reason="误判")
    assert rows_of(lins) == before


def test_the_same_fact_corrected_twice_on_a_day_is_stated_once(propose, mei, lins):
    """Both corrections have the same source, that names the firm and the day."""
    before = rows_of(lins)
    done = []
    for value in ("160", "170"):
        wanted = {"year": 2024, "measure": "patents", "value": value}
        correction = propose("fact", "add", value=wanted, from_day=None, record=0)
        done.append(operations.accept_correction(by=mei, at=LATER, correction=correction))
    assert [one.value for one in lins.facts.filter(year=2024)] == [Decimal(170)]
    assert refusal_of(
        lambda: operations.undo_accepted(by=mei, at=LATER, correction=done[0], reason="误判")
    ) == "changed_since"  # fmt: skip
    for correction in reversed(done):
        operations.undo_accepted(by=mei, at=LATER, correction=correction, reason="误判")
    assert rows_of(lins) == before


def test_a_fact_of_the_firm_stands_beside_the_other_source(propose, mei, lins):
    wanted = {"year": 2025, "measure": "employees", "value": "160"}
    correction = propose("fact", "wrong", value=wanted, from_day=None)
    operations.accept_correction(by=mei, at=LATER, correction=correction)
    stated = sorted(lins.facts.values_list("value", flat=True))
    assert stated == [Decimal(150), Decimal(160)]
