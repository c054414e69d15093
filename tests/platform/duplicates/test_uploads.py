"""Pairs and judgements beside uploads: what was found never keeps an upload from being undone."""

from __future__ import annotations

from conftest import NOON
from jilian.duplicates.models import DuplicatePair, NameJudgement
from jilian.duplicates.operations import judge_name, search_world
from jilian.duplicates.queries import NewName, likely_twins
from jilian.firms.models import Firm
from jilian.intake.operations import apply_upload, check_upload, receive_upload, undo_upload
from uploaded_tables import credit_code, csv_of

from .conftest import LATER, ONE, TWO


def uploaded(mei, world, *names):
    """Upload and apply a table of firms."""
    lines = "\n".join(f"{credit_code(n)},{name}" for n, name in enumerate(names, 1))
    made = receive_upload(
        by=mei, at=NOON, world=world, kind="firms", file_name="firms.csv",
        content=csv_of(f"统一社会信用代码,企业名称\n{lines}"),
    )  # fmt: skip
    check_upload(upload_id=made.pk, by=mei, at=NOON)
    return apply_upload(upload_id=made.pk, only_good=False, by=mei, at=NOON)


def test_an_upload_is_undone_though_its_firms_were_proposed_and_judged(
    firm, mei, world, industries, pairs, judge
):
    firm(ONE)
    upload = uploaded(mei, world, TWO, "全新机床厂有限公司")
    judge(pairs()[ONE, TWO], "different")
    judge_name(by=mei, at=NOON, firm=Firm.objects.get(name=TWO), name="某厂", verdict="same")
    undo_upload(upload_id=upload.pk, reason="传错了", by=mei, at=LATER)
    assert not Firm.objects.filter(name=TWO).exists()
    pair = DuplicatePair.objects.get()
    assert (pair.state, pair.right, pair.right_name) == ("different", None, TWO)
    assert NameJudgement.objects.get().firm is None


def test_what_was_judged_is_remembered_when_the_same_table_comes_again(
    firm, mei, world, industries, pairs, judge, search
):
    one = firm(ONE)
    upload = uploaded(mei, world, TWO)
    judge(pairs()[ONE, TWO], "different")
    undo_upload(upload_id=upload.pk, reason="传错了", by=mei, at=LATER)
    assert likely_twins(world, [NewName(TWO)]) == {}
    assert [twin.firm for twin in likely_twins(world, [NewName(f"上海{ONE}分厂"),
                                                       NewName(ONE)])[1]] == [one.pk]  # fmt: skip
    uploaded(mei, world, TWO)
    search(LATER)
    assert set(DuplicatePair.objects.values_list("state", flat=True)) == {"different"}
    assert DuplicatePair.objects.count() == 2


def test_after_an_upload_the_world_is_searched_as_later_work(
    twins, world, mei, django_capture_on_commit_callbacks
):
    from jilian.accounts.models import Person

    Person.objects.get_or_create(
        username="worker", defaults={"is_system": True, "is_active": False, "joined_at": NOON}
    )
    with django_capture_on_commit_callbacks(execute=True):
        search_world(by=mei, at=NOON, world_id=world.pk)
    assert DuplicatePair.objects.count() == 1
