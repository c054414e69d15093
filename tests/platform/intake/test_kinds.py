"""Tables of carriers, titles, organisations and links: compared before they are applied."""

from __future__ import annotations

import pytest

from conftest import NOON
from jilian.firms.models import Carrier, Title
from jilian.intake import operations
from jilian.intake.formats import format_of
from jilian.intake.models import Upload
from jilian.intake.queries import groups_of
from jilian.network.models import SupplyLink
from uploaded_tables import FIRMS, LINKS, ORGANISATIONS, csv_of

CARRIERS = csv_of("""
    载体名称,运营单位,所在街镇
    云间孵化器,林氏晶圆有限公司,新桥镇
    晶园众创,,
""")
TITLES = csv_of("""
    称号,级别,企业名称,载体名称,文号,认定日期,有效期至
    高新技术企业,国家级,林氏晶圆有限公司,,沪高企1号,2024-01-01,2026-12-31
    孵化器,市级,,云间孵化器,,2024-01-01,
""")


@pytest.fixture
def check(mei, world, industries):
    def go(content, kind, name="table.csv") -> Upload:
        upload = operations.receive_upload(
            by=mei, at=NOON, world=world, kind=kind, file_name=name, content=content
        )
        return operations.check_upload(upload_id=upload.pk, by=mei, at=NOON)

    return go


@pytest.fixture
def apply(check, mei):
    def go(content, kind, *, only_good=False) -> Upload:
        upload = check(content, kind)
        return operations.apply_upload(upload_id=upload.pk, only_good=only_good, by=mei, at=NOON)

    return go


def counts(upload: Upload) -> tuple[int, ...]:
    said = upload.outcome or upload.counts
    return tuple(said[kind] for kind in ("new", "changed", "same", "conflicting"))


def first(upload: Upload, kind: str):
    format_ = format_of(upload.kind)
    groups = groups_of(upload, format_.labels, format_.reasons)
    return next(group for group in groups if group.kind == kind).examples[0]


def test_carriers_and_titles_come_in_and_a_second_time_change_nothing(apply, check):
    apply(FIRMS, "firms")
    assert counts(apply(CARRIERS, "carriers")) == (2, 0, 0, 0)
    assert counts(apply(TITLES, "titles")) == (2, 0, 0, 0)
    assert Carrier.objects.get(name="云间孵化器").operator.name == "林氏晶圆有限公司"
    assert set(Title.objects.values_list("kind", "level", "source_row")) == {
        ("高新技术企业", 1, 2), ("孵化器", 2, 3),
    }  # fmt: skip
    assert counts(check(CARRIERS + b"\n", "carriers")) == (0, 0, 2, 0)
    assert counts(check(TITLES + b"\n", "titles")) == (0, 0, 2, 0)


def test_what_a_carrier_and_a_title_would_change_is_said_before_and_done_after(apply, check):
    for content, kind in ((FIRMS, "firms"), (CARRIERS, "carriers"), (TITLES, "titles")):
        apply(content, kind)
    moved = CARRIERS.decode().replace("新桥镇", "九亭镇").encode()
    change = first(check(moved, "carriers"), "changed").fields[0]
    assert (change.before, change.after) == ("310117105", "310117107")
    longer = TITLES.decode().replace("2026-12-31", "2027-12-31").encode()
    change = first(check(longer, "titles"), "changed").fields[0]
    assert (change.before, change.after) == ("2027-01-01", "2028-01-01")
    upload = Upload.objects.get(state="checked", kind="titles")
    assert counts(upload) == (0, 1, 1, 0)


def test_a_changed_link_shows_what_stands_in_the_register(apply, check):
    apply(FIRMS, "firms")
    apply(LINKS, "links")
    assert SupplyLink.objects.count() == 2
    seen = csv_of(
        "供应商,采购商,产品,起始日期,最近交易日期,终止日期\n"
        "松江晶体材料有限公司,林氏晶圆有限公司,晶体,2022-03-08,2025-06-01,"
    )
    upload = check(seen, "links")
    assert counts(upload) == (0, 1, 0, 0)
    ended = check(
        csv_of(
            "供应商,采购商,产品,起始日期,终止日期\n"
            "松江晶体材料有限公司,林氏晶圆有限公司,晶体,2022-03-08,2025-06-30"
        ),
        "links",
    )
    operations.apply_upload(upload_id=ended.pk, only_good=False, by=_mei(), at=NOON)
    again = check(
        csv_of(
            "供应商,采购商,产品,起始日期,终止日期\n"
            "松江晶体材料有限公司,林氏晶圆有限公司,晶体,2022-03-08,2025-09-30"
        ),
        "links",
    )
    kinds = {kind: again.counts[kind] for kind in ("changed", "conflicting")}
    assert sum(kinds.values()) == 1
    if kinds["changed"]:
        assert first(again, "changed").fields[0].before == "2025-07-01"


def _mei():
    from jilian.accounts.models import Person

    return Person.objects.get(username="mei")


def test_examples_of_organisations_carry_codes_and_are_said_in_the_readers_language(
    apply, check, settings
):
    from django.utils import translation

    apply(FIRMS, "firms")
    apply(ORGANISATIONS, "organisations")
    changed = (
        ORGANISATIONS.decode()
        .replace("党支部,新桥镇党委", "党总支,新桥镇党委")
        .replace("林氏晶圆党支部,党支部", "林氏晶圆党支部,党总支")
    )
    upload = check(changed.encode(), "organisations")
    examples = [one for kept in upload.counts["examples"].values() for one in kept]
    assert all("label" not in field for one in examples for field in one["fields"])
    kind = (examples[0]["reason"] and "conflicting") or "changed"
    said = []
    for language in ("en", "zh-hans"):
        with translation.override(language):
            change = first(upload, kind)
            said.append((str(change.fields[0].label), str(change.reason)))
    assert said[0] != said[1]


def test_a_circle_of_superiors_is_refused_in_its_rows_only(check, mei):
    circle = csv_of("""
        组织名称,上级组织
        甲党委,乙党委
        乙党委,丙党委
        丙党委,甲党委
        丁党支部,丙党委
        戊党支部,
    """)
    upload = check(circle, "organisations")
    found = list(upload.problems.values_list("row", "code"))
    assert found[:3] == [(2, "superior_circle"), (3, "superior_circle"), (4, "superior_circle")]
    assert upload.bad_rows == 4  # the branch under them has no superior then
    applied = operations.apply_upload(upload_id=upload.pk, only_good=True, by=mei, at=NOON)
    assert applied.outcome["new"] == 1
