"""Firms whose names are alike: 林氏晶圆 three times, 华氏封装 twice, and one that is like none."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from conftest import NOON
from jilian.base.errors import Refusal

SINCE = date(2020, 1, 1)
LATER = NOON + timedelta(days=1)
ONE, TWO, THREE = "林氏晶圆科技有限公司", "上海林氏晶圆科技有限公司", "林氏晶圆科技股份有限公司"


@contextmanager
def refused(code):
    """What is done within is refused with this code."""
    with pytest.raises(Refusal) as caught:
        yield
    assert caught.value.code == code


@pytest.fixture
def called(firm, source):
    """Give a firm a further name of a kind."""
    from jilian.firms.models import FirmName

    def add(found, text, kind="former", since=SINCE):
        return FirmName.objects.create(
            firm=found, kind=kind, text=text, normal_form=text, known_by=since, source=source
        )

    return add


@pytest.fixture
def placed(source):
    """Give a firm its main site."""
    from jilian.firms.models import Site
    from jilian.places.models import Division

    def put(found, code="310117105"):
        Site.objects.filter(firm=found, is_main=True).update(valid_to=date(2026, 1, 1))
        return Site.objects.create(
            firm=found, division=Division.objects.get(code=code), is_main=True, known_by=SINCE,
            address="新飞路1号", source=source,
        )  # fmt: skip

    return put


@pytest.fixture
def coded(source):
    """Give a firm a credit code of nobody whose check digit fits."""
    from stdnum.cn import uscc

    from jilian.firms.models import FirmIdentity

    def put(found, number=1):
        body = f"91310117MA1J{number:05d}"
        return FirmIdentity.objects.create(
            firm=found, scheme="uscc", identifier=body + uscc.calc_check_digit(body),
            known_by=SINCE, source=source,
        )  # fmt: skip

    return put


@pytest.fixture
def search(mei, world):
    """Search the world as Mei and return what the search noted."""
    from jilian.duplicates.models import DuplicateSearch
    from jilian.duplicates.operations import propose_duplicates

    def run(at=NOON):
        made = DuplicateSearch.objects.create(world=world, asked_at=at, asked_by="mei")
        return propose_duplicates(by=mei, at=at, search_id=made.pk)

    return run


@pytest.fixture
def twins(firm):
    """Two records of 林氏晶圆 and one firm that is like none."""
    return firm(ONE), firm(TWO), firm("华氏封装测试有限公司")


@pytest.fixture
def three(firm):
    """Three records of 林氏晶圆."""
    return firm(ONE), firm(TWO), firm(THREE)


@pytest.fixture
def pairs(search):
    """Search, and return the pairs by the names of their records."""
    from jilian.duplicates.models import DuplicatePair

    def found(at=NOON):
        search(at)
        return {(p.left.name, p.right.name): p for p in
                DuplicatePair.objects.select_related("left", "right", "world")
                if p.left and p.right}  # fmt: skip

    return found


@pytest.fixture
def judge(mei):
    """Judge a pair as Mei."""
    from jilian.duplicates.operations import judge_pair

    def say(pair, verdict, *, at=NOON, **more):
        return judge_pair(by=mei, at=at, pair=pair, verdict=verdict, **more)

    return say


@pytest.fixture
def undo(mei):
    """Take a judgement back as Mei."""
    from jilian.duplicates.operations import undo_judgement

    def take(pair, at=LATER):
        return undo_judgement(by=mei, at=at, pair=pair)

    return take
