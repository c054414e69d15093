from __future__ import annotations

from datetime import date

from jilian.organisations.models import Organisation, Superior, TypeSpell

ROOT = "/api/songjiang/organisations"


def test_the_count_is_the_same_as_on_the_page(register, mei, as_person):
    answer = as_person(mei).get(f"{ROOT}/count", {"source": "ART", "on": "2022-03-08"}).json()
    assert answer["known"] == 9
    assert answer["by_type"] == {"primary_committee": 7, "general_branch": 2}
    early = as_person(mei).get(f"{ROOT}/count", {"source": "ART", "on": "2020-01-01"}).json()
    assert (early["known"], early["founding_unknown"]) == (1, 8)


def test_a_source_that_names_nobody_is_a_problem_with_its_code(register, mei, as_person):
    answer = as_person(mei).get(f"{ROOT}/count", {"source": "NOBODY"})
    assert answer.status_code == 409
    assert answer.json()["code"] == "source_unknown"


def test_the_list_says_what_is_unknown_on_the_day(register, mei, as_person):
    rows = as_person(mei).get(ROOT, {"on": "2020-01-01"}).json()
    held = {row["key"]: row["held"] for row in rows}
    assert held["CL04"] == "yes"
    assert held["CL01"] == "unknown"
    assert "CL10" not in held


def test_a_type_below_its_number_is_refused_with_the_rule(body, mei, as_person):
    lin = body("lin", "branch", formal_members=38, probationary_members=2)
    browser, address = as_person(mei), f"{ROOT}/{lin.pk}/type"
    wanted = {"type": "primary_committee", "from_day": "2026-01-01"}
    answer = browser.post(address, wanted, content_type="application/json")
    assert answer.status_code == 409
    assert answer.json()["code"] == "threshold_not_met"
    wanted |= {"because_of_work_needs": True, "document": "松组〔2026〕1号"}
    answer = browser.post(address, wanted, content_type="application/json")
    assert answer.json() == {"check": "exception", "rules": ["ORG-07"], "is_exception": True}
    assert TypeSpell.objects.get(valid_to__isnull=True).is_exception


def test_a_superior_is_changed_and_a_circle_refused(body, mei, as_person):
    north, lin = body("north", "primary_committee"), body("lin", "branch")
    browser = as_person(mei)
    wanted = {"line": "territory", "from_day": "2026-01-01"}
    assert browser.post(
        f"{ROOT}/{lin.pk}/superior", {**wanted, "superior": north.pk},
        content_type="application/json",
    ).status_code == 200  # fmt: skip
    refused = browser.post(
        f"{ROOT}/{north.pk}/superior", {**wanted, "superior": lin.pk},
        content_type="application/json",
    )  # fmt: skip
    assert refused.json()["code"] == "superior_circle"
    assert Superior.objects.count() == 1


def test_wu_and_lin_get_what_is_theirs(body, wu, lin, as_person):
    kept = body("lin", "branch")
    for path in ("", "/count", "/coverage"):
        assert as_person(wu).get(f"{ROOT}{path}").status_code == 404
        assert as_person(lin).get(f"{ROOT}{path}").status_code == 200
    wanted = {"type": "branch", "from_day": "2026-01-01"}
    for who in (wu, lin):
        answer = as_person(who).post(
            f"{ROOT}/{kept.pk}/type", wanted, content_type="application/json"
        )
        assert answer.status_code == 404
    assert Organisation.objects.get().types.get().known_by == date(2020, 1, 1)
