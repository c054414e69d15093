"""Rates are over the frozen list, whatever moves: by hand, by the real case, by chance."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from conftest import NOON, TODAY, examples
from jilian.base.bulk import insert_rows
from jilian.base.errors import Refusal
from jilian.coverage import operations
from jilian.coverage.models import Campaign, Target
from jilian.coverage.queries.figures import figures_of
from jilian.coverage.queries.report import list_is_as_frozen, report_of
from jilian.coverage.rules import Conditions, Rate, draw_sample, sample_size
from jilian.firms.models import Firm, Site
from jilian.organisations.models import Cover, Organisation
from jilian.places.models import Division

from .conftest import SINCE, XINQIAO

LISTED, COVERED, BODIES = 6_903, 5_202, 2_527


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (5_202, 6_903, "75.36"),
        (0, 3, "0.00"),
        (3, 3, "100.00"),
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (1, 800, "0.13"),  # 0.125 half up
        (99_999, 100_000, "99.99"),  # never rounded to all
        (22_599, 22_600, "99.99"),
        (0, 0, ""),
    ],
)
def test_a_rate_is_exact_to_two_decimals_and_never_rounded_to_all(part, whole, percent):
    rate = Rate(part, whole)
    assert rate.percent == percent
    assert rate.is_all == (whole > 0 and part == whole)


@given(
    st.integers(1, 10**6).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
)
def test_a_rate_is_half_up_by_fractions_too(pair):
    part, whole = pair
    exact = int(Fraction(10_000 * part, whole) + Fraction(1, 2))
    assert Rate(part, whole).hundredths == (min(exact, 9_999) if part < whole else exact)


@given(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=60), st.integers(0, 99))
def test_a_sample_is_a_tenth_rounded_up_and_the_same_for_the_same_seed(strata, seed):
    done = list(enumerate(strata))
    drawn = draw_sample(done, percent=10, seed=seed)
    assert drawn == draw_sample(reversed(done), percent=10, seed=seed)
    assert len(set(drawn)) == len(drawn) == sample_size(len(done), 10) == -(-len(done) // 10)


@pytest.fixture
def hengyang(mei, world, source, songjiang) -> Campaign:
    """6,903 firms on a frozen list; the register shows 5,202 under 2,527 bodies."""
    town = Division.objects.get(code=XINQIAO)
    firms = Firm.objects.bulk_create([
        Firm(world=world, scheme="made", identifier=f"{at:05d}", name=f"企业{at}",
             sort_key=f"{at:05d}")
        for at in range(LISTED)
    ])  # fmt: skip
    days = {"known_by": SINCE, "valid_from": SINCE, "source": source}
    Site.objects.bulk_create([Site(firm=one, division=town, is_main=True, **days) for one in firms])
    draft = operations.create_campaign(
        by=mei, at=NOON, world=world, title="百日攻坚", drawn_on=TODAY,
        closes_on=TODAY.replace(month=7), conditions=Conditions(towns=(XINQIAO,)),
    )  # fmt: skip
    operations.freeze_campaign(by=mei, at=NOON, campaign=draft)
    bodies = Organisation.objects.bulk_create([
        Organisation(world=world, key=f"B{at}", name=f"支部{at}", sort_key=f"{at:05d}", **days)
        for at in range(BODIES)
    ])  # fmt: skip
    days_of = ("known_by", "valid_from", "source")
    insert_rows(Cover, ("organisation", "firm", "mode", *days_of), [
        (bodies[at % BODIES].pk, firms[at].pk, "joint", SINCE, SINCE, source.pk)
        for at in range(COVERED)
    ])  # fmt: skip
    return operations.start_campaign(by=mei, at=NOON, campaign=draft)


def test_the_hengyang_list_prints_75_36_and_never_76_74(mei, hong, hengyang, as_person):
    """6,903 listed and 5,202 covered are 75.36 %, on every page and in every file."""
    pks = list(Target.objects.order_by("number").values_list("pk", flat=True))
    said = operations.say_done(
        by=mei, at=NOON, campaign=hengyang, targets=pks, state="joint", route="area", on=TODAY
    )
    assert (said.done, len(said.left)) == (COVERED, LISTED - COVERED)
    assert operations.sign_off(by=hong, at=NOON, campaign=hengyang, targets=pks).done == COVERED
    found = report_of(mei, hengyang, TODAY)
    assert found.figures.whole.organisation == Rate(COVERED, LISTED)
    assert found.adds_up
    # 124 uncovered firms gone would make it 76.74 %: only the second, labelled figure moves.
    for target in Target.objects.filter(state="open").order_by("number")[:3]:
        removal = operations.propose_removal(
            by=mei, at=NOON, target=target, kind="shell", document="市监1号", on=TODAY
        )
        operations.decide_removal(by=hong, at=NOON, removal=removal, sign=True)
    client = as_person(mei)
    for page in ("", "report/"):
        words = client.get(f"/songjiang/coverage/{hengyang.pk}/{page}").content.decode()
        assert "75.36" in words
        assert "5,202 of 6,903" in words
        assert "76.74" not in words
    plain = client.get(f"/api/songjiang/coverage/{hengyang.pk}/report").json()
    assert plain["over_the_frozen_list"]["organisation_coverage"] == {
        "part": 5_202, "whole": 6_903, "percent": "75.36",
    }  # fmt: skip
    assert plain["removed_with_evidence"] == len(plain["removals"]) == 3


ACTS = st.sampled_from(
    ["say", "sign", "back", "not_yet", "open", "remove", "sign_removal", "draw", "fail", "delete"]
)


@settings(
    max_examples=examples(12),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(ACTS, st.integers(0, 5)), max_size=12))
def test_whatever_moves_the_states_add_up_and_removals_raise_no_rate(
    mei, hong, campaign, firms, cover, acts
):
    """Random acts, each refused or done; no act but a signature raises the rate."""
    from django.db import transaction

    with transaction.atomic():
        if not Cover.objects.exists():
            cover(*firms[:4])
        last = figures_of(mei, campaign).whole.organisation.part
        for act, at in acts:
            _act(act, firms[at], mei=mei, hong=hong, campaign=campaign)
            found = figures_of(mei, campaign)
            assert sum(found.whole.counts.values()) == campaign.listed == 6
            now = found.whole.organisation
            assert now.whole == 6
            assert now.part <= last or act == "sign"
            assert not now.is_all  # two of the six have no body in the register
            last = now.part
        assert list_is_as_frozen(campaign)
        transaction.set_rollback(True)


def _act(act, firm, *, mei, hong, campaign):
    from django.db import DatabaseError, transaction

    target = Target.objects.get(campaign=campaign, firm=firm)
    of_one = {"at": NOON, "campaign": campaign, "targets": [target.pk]}
    check = campaign.checks.filter(result="waiting").first()
    removal = target.removals.filter(state="waiting").first()
    done = {
        "say": lambda: operations.say_done(by=mei, **of_one, state="joint", route="line", on=TODAY),
        "sign": lambda: operations.sign_off(by=hong, **of_one),
        "back": lambda: operations.send_back(by=hong, **of_one, reason="再看"),
        "not_yet": lambda: operations.say_not_yet(by=mei, **of_one, obstacle="owner"),
        "open": lambda: operations.take_up_again(by=mei, **of_one),
        "remove": lambda: operations.propose_removal(
            by=mei, at=NOON, target=target, kind="shell", document="1", on=TODAY
        ),
        "sign_removal": lambda: (
            removal and operations.decide_removal(by=hong, at=NOON, removal=removal, sign=True)
        ),
        "draw": lambda: operations.draw_spot_check(
            by=mei, at=NOON, campaign=campaign, seed=target.number
        ),
        "fail": lambda: (
            check
            and operations.record_check(by=hong, at=NOON, check=check, stands=False, finding="空")
        ),
        "delete": target.delete,
    }
    try:
        with transaction.atomic():
            done[act]()
    except (Refusal, DatabaseError):
        pass
    except Exception as protected:  # Django itself refuses to delete what is pointed to
        assert type(protected).__name__ == "ProtectedError"
