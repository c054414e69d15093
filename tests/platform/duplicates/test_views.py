"""The review list, its filters, judging on the page, and who sees nothing of it."""

from __future__ import annotations

import pytest

from conftest import NOON
from jilian.duplicates.models import DuplicatePair
from jilian.firms.models import FirmMerge

from .conftest import LATER, ONE, THREE, TWO

LIST = "/songjiang/duplicates/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def office(mei, as_person):
    """Mei's browser."""
    return as_person(mei)


def body(answer):
    return answer.content.decode().split("page-body")[-1]


def test_the_list_shows_both_records_with_reasons_and_progress(office, twins, search, coded):
    coded(twins[1])
    search()
    page = office.get(LIST).content.decode()
    assert ONE in page
    assert TWO in page
    assert "one name leaves the place out" in page
    assert "it has a valid credit code" in page
    assert "check digit fits" in page
    assert "0 of 1 judged" in page
    assert "search-note" in page


def test_an_empty_list_says_why_and_what_to_do(office, world, search):
    assert "Nobody has looked for duplicates yet" in office.get(LIST).content.decode()
    search()
    assert "No two records look like one firm" in office.get(LIST).content.decode()


def test_everything_judged_is_said(office, twins, pairs, judge):
    judge(pairs()[ONE, TWO], "different")
    assert "Everything is judged" in office.get(LIST).content.decode()
    assert TWO in body(office.get(f"{LIST}?state=different"))
    assert "No pair fits" in office.get(f"{LIST}?state=later").content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", 3),
        ("q=股份", 2),
        ("q=华氏", 0),
        ("reason=legal_form", 2),
        ("reason=branch", 0),
        ("likelihood=0.95", 0),
        ("likelihood=0.8", 3),
        ("likelihood=-0.8", 0),
        ("code=other", 0),
        ("code=same", 3),
        ("place=310117105", 2),
        ("place=310117107", 0),
        ("state=every&order=judged", 3),
        ("order=name", 3),
        ("order=new", 3),
    ],
)
def test_the_list_is_narrowed_and_ordered(asked, found, office, three, placed, search):
    placed(three[0])
    search()
    assert body(office.get(f"{LIST}?{asked}")).count('class="pair"') == found


def test_three_records_stand_together(office, three, search):
    search()
    assert "3 records may be one firm" in office.get(LIST).content.decode()


def test_judging_with_htmx_answers_the_card_and_the_progress(office, twins, pairs):
    pair = pairs()[ONE, TWO]
    answer = office.post(f"{LIST}{pair.pk}/judge/", {"verdict": "different"}, headers=HTMX)
    text = answer.content.decode()
    assert f'id="pair-{pair.pk}"' in text
    assert "two firms" in text
    assert "1 of 1 judged" in text
    assert "hx-swap-oob" in text
    back = office.post(f"{LIST}{pair.pk}/undo/", headers=HTMX).content.decode()
    assert "0 of 1 judged" in back
    assert 'value="same"' in back


def test_pairs_that_followed_are_swapped_too(office, three, pairs):
    found = pairs()
    first, second, third = (found[key].pk for key in ((ONE, TWO), (TWO, THREE), (ONE, THREE)))
    office.post(f"{LIST}{first}/judge/", {"verdict": "same"}, headers=HTMX)
    shown = f"{first},{third}"
    answer = office.post(f"{LIST}{second}/judge/", {"verdict": "same", "shown": shown},
                         headers=HTMX)  # fmt: skip
    text = answer.content.decode()
    assert text.count("<article") == 3
    assert "It followed from another judgement" in text


def test_a_refusal_is_said_in_the_card(office, twins, pairs, judge):
    pair = judge(pairs()[ONE, TWO], "different")
    answer = office.post(f"{LIST}{pair.pk}/judge/", {"verdict": "same"}, headers=HTMX)
    assert "Undo that first" in answer.content.decode()
    odd = office.post(f"{LIST}{pair.pk}/judge/", {"verdict": "odd"}, headers=HTMX)
    assert "Say one firm" in odd.content.decode()


def test_judging_works_without_scripts_and_leads_back(office, twins, pairs):
    pair = pairs()[ONE, TWO]
    back = f"{LIST}?order=name"
    said = {"verdict": "same", "kept": twins[1].pk, "back": back}
    answer = office.post(f"{LIST}{pair.pk}/judge/", said)
    assert answer["Location"] == back
    assert FirmMerge.objects.get().kept == twins[1]
    away = office.post(f"{LIST}{pair.pk}/undo/", {"back": "https://elsewhere.example/"})
    assert away["Location"] == LIST


def test_several_are_judged_and_taken_back_together(office, three, pairs):
    pks = [pair.pk for pair in pairs().values()]
    office.post(f"{LIST}judge/", {"verdict": "different", "pick": pks})
    assert set(DuplicatePair.objects.values_list("state", flat=True)) == {"different"}
    page = office.get(LIST).content.decode()
    assert "3 pairs judged." in page
    assert "Take back what was judged together" in page
    office.post(f"{LIST}undo/")
    assert set(DuplicatePair.objects.values_list("state", flat=True)) == {"waiting"}
    assert "Take back what was judged together" not in office.get(LIST).content.decode()


def test_nothing_chosen_is_said(office, twins, search):
    search()
    assert "Choose at least one pair" in office.post(
        f"{LIST}judge/", {"verdict": "same"}, follow=True
    ).content.decode()  # fmt: skip


def test_a_pair_that_came_back_says_what_changed(
    office, twins, pairs, judge, search, placed, called
):
    placed(twins[0])
    judge(pairs()[ONE, TWO], "different", reason="两张执照")
    called(twins[1], "松江晶圆厂")
    placed(twins[0], "310117107")
    search(LATER)
    page = body(office.get(LIST))
    assert "Judged two firms on" in page
    assert "松江晶圆厂" in page
    assert "<del>新桥镇</del>" in page
    assert "两张执照" in page


def test_the_page_of_a_pair_tells_its_history(office, twins, pairs, judge, undo):
    pair = judge(pairs()[ONE, TWO], "same", reason="同一执照")
    undo(pair)
    page = office.get(f"{LIST}{pair.pk}/").content.decode()
    assert "同一执照" in page
    assert "undone" in page


def test_a_pair_whose_firm_has_gone_is_still_told(office, twins, pairs, judge):
    pair = judge(pairs()[ONE, TWO], "different")
    twins[1].delete()
    assert TWO in office.get(f"{LIST}{pair.pk}/").content.decode()
    assert TWO in office.get(f"{LIST}?state=different").content.decode()


def test_a_search_is_asked_for_and_shows_how_far_it_is(office, twins, world):
    from jilian.duplicates.models import DuplicateSearch

    assert office.post(f"{LIST}search/")["Location"] == LIST
    made = DuplicateSearch.objects.get()
    DuplicateSearch.objects.update(state="running", ended_at=None, steps_done=2)
    assert 'hx-trigger="every 2s"' in office.get(f"{LIST}searches/{made.pk}/").content.decode()


def test_the_questions_to_the_database_do_not_grow(
    office, twins, firm, search, coded, placed, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    search()
    office.get(LIST)
    with CaptureQueriesContext(connection) as few:
        office.get(LIST)
    for number in range(12):
        placed(firm(f"第{number}机床制造有限公司"))
        coded(firm(f"第{number}机床制造有限责任公司"), number)
    search(LATER)
    assert DuplicatePair.objects.count() == 13
    with django_assert_num_queries(len(few)):
        office.get(LIST)


@pytest.mark.parametrize("path", ["", "1/", "search/", "judge/", "undo/", "1/judge/", "1/undo/"])
def test_an_outsider_finds_nothing(path, wu, lin, as_person, twins, search):
    search()
    for who in (wu, lin):
        client = as_person(who)
        assert client.get(f"{LIST}{path}").status_code in (404, 405)
        assert client.post(f"{LIST}{path}").status_code == 404


def test_the_firm_in_the_navigation_is_for_the_steward(office, lin, as_person, world):
    assert NOON
    assert 'href="/songjiang/duplicates/"' in office.get("/songjiang/firms/").content.decode()
    assert LIST not in as_person(lin).get("/songjiang/firms/").content.decode()
