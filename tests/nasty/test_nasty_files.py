"""Every nasty file is named by row, column and code; from a refused one nothing is stored."""

from __future__ import annotations

import hashlib

import pytest
from django.apps import apps

from conftest import NOON
from jilian.base.errors import Refusal
from jilian.intake import operations
from jilian.intake.models import Upload
from nasty.cases import CASES, Case
from uploaded_tables import FIRMS

AREAS = ("firms", "network", "organisations", "sources")


def fingerprint() -> str:
    """A digest of every row of the register."""
    digest = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda one: one._meta.label):
        if model._meta.app_label in AREAS:
            digest.update(model._meta.label.encode())
            for row in model.objects.order_by("pk").values_list():
                digest.update(repr(row).encode())
    return digest.hexdigest()


@pytest.fixture
def send(mei, world, industries, settings):
    settings.UPLOAD_LIMIT_MB = 100

    def go(case: Case) -> Upload:
        return operations.receive_upload(
            by=mei, at=NOON, world=world, kind=case.kind, file_name=case.file,
            content=case.content(),
        )  # fmt: skip

    return go


@pytest.fixture
def register(mei, world, industries):
    """Three firms that other tables may name."""
    upload = operations.receive_upload(
        by=mei, at=NOON, world=world, kind="firms", file_name="first.csv", content=FIRMS
    )
    operations.check_upload(upload_id=upload.pk, by=mei, at=NOON)
    operations.apply_upload(upload_id=upload.pk, only_good=False, by=mei, at=NOON)


def named(cases):
    return [pytest.param(case, id=case.name) for case in cases]


def test_there_are_forty_and_each_has_its_own_name():
    assert len(CASES) >= 40
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", named(case for case in CASES if case.refused))
def test_nothing_is_stored_from_a_file_that_is_refused_whole(case: Case, send):
    before = fingerprint()
    with pytest.raises(Refusal) as refusal:
        send(case)
    assert refusal.value.code == case.refused
    assert str(refusal.value) != case.refused  # it is said in words
    assert fingerprint() == before
    assert not Upload.objects.exists()


@pytest.mark.parametrize("case", named(case for case in CASES if not case.refused))
def test_problems_are_named_and_only_good_rows_come_in(case: Case, send, mei, request):
    if case.kind != "firms" or case.against:
        request.getfixturevalue("register")
    before = fingerprint()
    upload = operations.check_upload(upload_id=send(case).pk, by=mei, at=NOON)
    assert said(upload, is_warning=False) == sorted(case.problems)
    assert said(upload, is_warning=True) == sorted(case.warnings)
    assert fingerprint() == before

    if case.problems:
        with pytest.raises(Refusal) as refusal:
            apply(upload, mei, only_good=False)
        assert refusal.value.code == "upload_has_problems"
        assert fingerprint() == before
    if case.against:
        kinds = ("new", "changed", "same", "conflicting")
        assert tuple(upload.counts[kind] for kind in kinds) == case.against
        applied = apply(upload, mei, only_good=True)
        assert tuple(applied.outcome[kind] for kind in kinds) == case.against
        return
    if not case.good:
        with pytest.raises(Refusal) as refusal:
            apply(upload, mei, only_good=True)
        assert refusal.value.code == "upload_has_no_good_row"
        assert fingerprint() == before
        return
    applied = apply(upload, mei, only_good=bool(case.problems))
    assert applied.outcome["new"] == case.good
    assert fingerprint() != before


def said(upload: Upload, *, is_warning: bool) -> list[tuple[int, str, str]]:
    found = upload.problems.filter(is_warning=is_warning)
    return sorted(found.values_list("row", "column", "code"))


def apply(upload: Upload, by, *, only_good: bool) -> Upload:
    return operations.apply_upload(upload_id=upload.pk, only_good=only_good, by=by, at=NOON)
