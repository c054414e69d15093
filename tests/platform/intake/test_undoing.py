"""An applied upload is undone to the letter, unless something stands on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from conftest import NOON, examples
from jilian.audit.models import Trace
from jilian.base.errors import Refusal
from jilian.firms import models as firms
from jilian.firms.models import Firm, FirmName
from jilian.firms.operations import merge_firms, undo_merge
from jilian.intake import operations
from jilian.intake.models import Upload
from jilian.intake.operations.at_once import import_at_once
from jilian.intake.rules import UploadState
from jilian.network.models import SupplyLink
from jilian.organisations import models as organisations
from uploaded_tables import (
    CRYSTAL,
    FIRMS,
    LINKS,
    ORGANISATIONS,
    SENSOR,
    WAFER,
    credit_code,
    csv_of,
)

TABLES = (
    Firm, FirmName, firms.FirmIdentity, firms.Site, firms.FirmIndustry, firms.YearlyFact,
    firms.FirmProduct, firms.Carrier, firms.Title, SupplyLink, organisations.Organisation,
    organisations.OrganisationName, organisations.TypeSpell, organisations.Superior,
    organisations.MemberCount, organisations.Cover,
)  # fmt: skip
MONDAY = NOON + timedelta(days=7)
LATER = csv_of(f"""
    企业名称,统一社会信用代码,所属街镇,地址,行业代码,年份,营业收入(万元),数据日期,曾用名,经度,纬度
    林氏集成电路有限公司,{CRYSTAL},九亭镇,九亭路1号,3985,2025,"1,300",2026-03-05,林氏半导体,,
    松江晶体材料有限公司,{WAFER},九亭镇,九亭路9号,3985,2024,1亿元,2026-03-05,,121.3,31.0
    新来的传感器有限公司,{credit_code(7)},新桥镇,,3973,2025,5,2026-03-05,,,
""")


def content_of_tables():
    return {model: list(model.objects.order_by("pk").values_list()) for model in TABLES}


@pytest.fixture
def imported(mei, world, industries):
    def send(content=FIRMS, kind="firms", at=NOON, name="table.csv") -> Upload:
        return import_at_once(
            by=mei, at=at, world=world, kind=kind, file_name=name, content=content
        )

    return send


@pytest.fixture
def undo(mei):
    def act(upload, at=MONDAY + timedelta(hours=1)) -> Upload:
        return operations.undo_upload(upload_id=upload.pk, reason="错表", by=mei, at=at)

    return act


def test_a_first_table_undone_leaves_nothing_but_its_traces(imported, undo):
    before = content_of_tables()
    upload = imported()
    assert Firm.objects.count() == 3
    done = undo(upload)
    assert content_of_tables() == before
    assert (done.state, done.undo_reason, bytes(done.journal)) == (UploadState.UNDONE, "错表", b"")
    assert Trace.objects.filter(action="firm.upload_undone").count() == 3
    assert Trace.objects.filter(action="upload.undone").get().after["reason"] == "错表"


def test_what_a_table_ended_or_set_is_as_before(imported, undo):
    imported()
    before = content_of_tables()
    upload = imported(LATER, at=MONDAY)
    assert upload.outcome["new"] == 1 and upload.outcome["changed"] == 2
    assert FirmName.objects.filter(valid_to__isnull=False).exists()
    undo(upload)
    assert content_of_tables() == before


@pytest.mark.parametrize("kind, content", [("links", LINKS), ("organisations", ORGANISATIONS)])
def test_tables_of_links_and_organisations_are_undone(imported, undo, kind, content):
    imported()
    before = content_of_tables()
    upload = imported(content, kind)
    assert content_of_tables() != before
    undo(upload)
    assert content_of_tables() == before


def test_a_table_on_which_another_stands_is_not_undone_and_the_list_says_why(imported, undo):
    first = imported()
    imported(LINKS, "links")
    before = content_of_tables()
    with pytest.raises(operations.StandsOnIt) as refused:
        undo(first)
    assert {one.kind for one in refused.value.obstacles} == {"network.supplylink"}
    assert content_of_tables() == before
    assert Upload.objects.get(pk=first.pk).state == UploadState.APPLIED


def test_what_was_changed_since_is_named_with_the_act(imported, undo):
    first = imported()
    imported(LATER, at=MONDAY)
    with pytest.raises(operations.StandsOnIt) as refused:
        undo(first)
    acts = {(one.name, one.action) for one in refused.value.obstacles if one.action}
    assert acts == {
        ("林氏集成电路有限公司", "firm.changed"), ("松江晶体材料有限公司", "firm.changed"),
    }  # fmt: skip


def test_the_same_table_may_come_again_after_it_was_undone(imported, undo):
    undo(imported())
    again = imported()
    assert again.outcome["new"] == 3


def test_an_undone_table_is_not_undone_twice(imported, undo):
    upload = imported()
    undo(upload)
    with pytest.raises(Refusal) as refused:
        undo(upload)
    assert refused.value.code == "upload_undone"


class Acts:
    """Random imports, merges and undos; each remembers how to take itself back."""

    def __init__(self, mei, world, imported, undo):
        self.mei, self.world, self.imported, self.undo = mei, world, imported, undo
        self.in_force = []

    def do(self, act):
        before = content_of_tables()
        try:
            if act in ("firms", "later", "links"):
                content, kind = {
                    "firms": (FIRMS, "firms"), "later": (LATER, "firms"), "links": (LINKS, "links"),
                }[act]  # fmt: skip
                upload = self.imported(content, kind, at=MONDAY)
                if upload.state == UploadState.APPLIED:
                    self.in_force.append((before, lambda: self.undo(upload)))
            else:
                kept, merged = (self._firm(code) for code in (CRYSTAL, SENSOR))
                if kept is None or merged is None:
                    return
                merge = merge_firms(by=self.mei, at=NOON, kept=kept, merged=merged, reason="同一")
                self.in_force.append((before, lambda: self._undo_merge(merge)))
        except Refusal:
            assert content_of_tables() == before

    def _firm(self, code):
        return Firm.objects.filter(identifier=code).first()

    def _undo_merge(self, merge):
        undo_merge(by=self.mei, at=NOON, merge=merge, reason="误合")

    def take_back(self, at):
        before = content_of_tables()
        _, back = self.in_force[at]
        try:
            back()
        except Refusal:
            assert content_of_tables() == before
        else:
            del self.in_force[at]


@settings(
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.one_of(st.sampled_from(["firms", "later", "links", "merge"]), st.integers(0, 3)),
        max_size=9,
    )
)
def test_random_imports_merges_and_undos_come_back_to_the_start(mei, world, imported, undo, acts):
    from django.db import transaction

    class Enough(Exception):
        pass

    try:
        with transaction.atomic():
            start, done = content_of_tables(), Acts(mei, world, imported, undo)
            for act in acts:
                if isinstance(act, str):
                    done.do(act)
                elif act < len(done.in_force):
                    done.take_back(act)
            while done.in_force:  # the last one first is always allowed
                _before, back = done.in_force.pop()
                back()
            assert content_of_tables() == start
            raise Enough
    except Enough:
        pass


def test_very_many_firms_are_undone_with_all_references_checked_at_once(
    imported, undo, monkeypatch
):
    from jilian.intake.operations import undoing

    monkeypatch.setattr(undoing, "VERY_MANY", 2)
    before = content_of_tables()
    upload = imported()
    undo(upload)
    assert content_of_tables() == before
    again = imported()
    assert Firm.objects.filter(names__isnull=True).count() == 0
    assert again.outcome["new"] == 3


def test_a_table_imported_at_once_leaves_no_trace_of_an_empty_check(imported):
    upload = imported()
    upload.refresh_from_db()
    assert upload.difference["new"] == upload.outcome["new"] == 3
    assert upload.checked_at == upload.applied_at == NOON
    told = Trace.objects.filter(about_key=str(upload.pk), about_kind="intake.upload")
    assert {one.action for one in told} == {"upload.received", "upload.applied"}
    assert told.get(action="upload.applied").after["new"] == 3
