from __future__ import annotations

from datetime import date

import pytest

from conftest import NOON
from jilian.accounts.rules import Role
from jilian.audit.models import Trace
from jilian.base.errors import NotAllowed, Refusal
from jilian.organisations import operations, queries
from jilian.organisations.models import (
    Cover,
    MemberCount,
    Organisation,
    OrganisationName,
    Superior,
    TypeSpell,
)
from jilian.organisations.rules import Line, OrganisationRow
from jilian.places.models import Division

JAN, JUL = date(2023, 1, 1), date(2023, 7, 1)
C = "primary_committee"


def by(mei, **more):
    return {"by": mei, "at": NOON, **more}


def written():
    models = (Organisation, OrganisationName, TypeSpell, Superior, MemberCount, Cover)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


# --- tables ----------------------------------------------------------------------------------


def test_the_same_rows_twice_are_all_same_and_write_nothing_but_the_trace(save, firm):
    firm("林氏晶圆")
    rows = (
        OrganisationRow("town", "新桥镇党委", type=C, valid_from=JAN, division_code="310117105"),
        OrganisationRow(
            "lin", "林氏晶圆党支部", type="branch", superior_key="town",
            cluster_superior_key="chips", valid_from=JAN, firm=("made", "林氏晶圆"),
            formal_members=5, probationary_members=0, counted_on=JUL,
        ),
        OrganisationRow("chips", "集成电路产业集群党委", type=C, is_cluster_body=True),
    )  # fmt: skip
    first = save(*rows)
    assert (first.new, first.changed, first.same) == (3, 0, 0)
    before = written()
    second = save(*rows)
    assert (second.new, second.changed, second.same, second.conflicting) == (0, 0, 3, 0)
    assert written() == before
    assert Trace.objects.filter(action="organisations.saved").count() == 2


def test_what_a_row_does_not_state_stays(save, body):
    body("lin", "branch", under=None, formal_members=5)
    difference = save(OrganisationRow("lin", "lin"))
    assert difference.same == 1
    assert TypeSpell.objects.get().type == "branch"
    assert MemberCount.objects.get().formal == 5


def test_a_later_row_ends_the_type_and_the_superior_before_it(save, body):
    for key in ("north", "south"):
        body(key, C)
    body("lin", "branch", under="north")
    difference = save(
        OrganisationRow("lin", "lin", type="general_branch", superior_key="south", valid_from=JUL)
    )
    assert difference.changed == 1
    assert list(TypeSpell.objects.filter(organisation__key="lin").order_by("known_by").values_list(
        "type", "valid_to"
    )) == [("branch", JUL), ("general_branch", None)]  # fmt: skip
    assert list(Superior.objects.order_by("known_by").values_list("superior__key", "valid_to")) == [
        ("north", JUL), ("south", None)
    ]  # fmt: skip


def test_a_second_cluster_is_added_beside_the_first(save, body):
    for key in ("energy", "chips"):
        body(key, C)
    rows = [
        OrganisationRow("lin", "lin", cluster_superior_key=key, valid_from=JAN)
        for key in ("energy", "chips")
    ]
    save(*rows)
    assert Superior.objects.filter(valid_to__isnull=True, line=Line.CLUSTER).count() == 2
    assert save(*rows).same == 2


def test_a_circle_is_refused_in_words_and_writes_nothing(save, body, mei, world):
    body("north", C)
    body("south", C, under="north")
    rows = [OrganisationRow("north", "north", superior_key="south", valid_from=JUL)]
    before = written()
    with pytest.raises(Refusal) as refused:
        save(*rows)
    assert refused.value.code == "superior_circle"
    assert "2023-07-01" in str(refused.value)
    assert written() == before
    found = queries.compare_organisations(world, rows, JUL)
    assert found.conflicting == 1
    assert "2023-07-01" in found.examples["conflicting"][0]["reason"]


def test_comparing_counts_what_saving_then_does_and_writes_nothing(save, body, world):
    body("lin", "branch")
    rows = [
        OrganisationRow("lin", "lin", type="general_branch", valid_from=date(2020, 1, 1)),
        OrganisationRow("lin", "lin", type="general_branch", valid_from=JUL),
        OrganisationRow("mei", "mei", type="branch", valid_from=JUL),
        OrganisationRow("lin", "lin"),
    ]
    before = written()
    found = queries.compare_organisations(world, rows, NOON.date())
    assert (found.new, found.changed, found.same, found.conflicting) == (1, 1, 1, 1)
    assert written() == before
    saved = save(*rows)
    assert (saved.new, saved.changed, saved.same, saved.conflicting) == (1, 1, 1, 1)


def test_a_town_office_keeps_to_its_town(person, world, source, body):
    body("here", C, division_code="310117105")
    body("there", C, division_code="310117107")
    wu = person("wu", Role.TOWN_OFFICE, world, key="310117105")
    save = {"by": wu, "at": NOON, "world": world, "source": source}
    operations.save_organisations(
        **save, rows=[OrganisationRow("here", "here", formal_members=200, counted_on=JUL)]
    )
    for row in (
        OrganisationRow("there", "there", formal_members=200),
        OrganisationRow("there", "there", division_code="310117105"),
        OrganisationRow("new", "new"),
    ):
        with pytest.raises(NotAllowed):
            operations.save_organisations(**save, rows=[row])


# --- type ------------------------------------------------------------------------------------


def test_a_committee_on_forty_members_is_refused_with_the_rule_quoted(body, mei):
    lin = body("lin", "branch", formal_members=38, probationary_members=2, counted_on=JAN)
    with pytest.raises(Refusal) as refused:
        operations.set_type(**by(mei), organisation=lin, type=C, from_day=JUL)
    assert refused.value.code == "threshold_not_met"
    assert "ORG-07" in str(refused.value)
    assert "100" in str(refused.value)
    assert TypeSpell.objects.count() == 1
    assert not Trace.objects.filter(action="organisation.type_set").exists()


def test_with_the_approval_it_is_accepted_and_marked_as_an_exception(body, mei):
    lin = body("lin", "branch", formal_members=38, probationary_members=2, counted_on=JAN)
    asked = {"organisation": lin, "type": C, "from_day": JUL, "because_of_work_needs": True}
    with pytest.raises(Refusal) as refused:
        operations.set_type(**by(mei), **asked)
    assert refused.value.code == "exception_without_document"
    operations.set_type(**by(mei), **asked, document="松组〔2023〕12号")
    spell = TypeSpell.objects.get(organisation=lin, valid_to__isnull=True)
    assert (spell.type, spell.is_exception, spell.document) == (C, True, "松组〔2023〕12号")
    trace = Trace.objects.get(action="organisation.type_set")
    assert trace.after["check"] == "exception"


def test_counts_known_only_later_and_counts_that_are_not_known_refuse_nothing(body, mei):
    lin = body("lin", "branch", formal_members=2, probationary_members=0, counted_on=JUL)
    planned = operations.set_type(**by(mei), organisation=lin, type="general_branch", from_day=JAN)
    assert planned.check.outcome == "unknown"
    assert not TypeSpell.objects.get(type="general_branch").is_exception


def test_a_type_on_a_day_before_the_founding_is_refused(body, mei):
    lin = body("lin", "branch")
    with pytest.raises(Refusal) as refused:
        operations.set_type(**by(mei), organisation=lin, type=C, from_day=date(2019, 1, 1))
    assert refused.value.code == "not_standing"


# --- superiors -------------------------------------------------------------------------------


def test_absorbing_on_the_first_of_july_leaves_june_and_the_total_as_they_were(body, mei, world):
    body("district", C)
    body("town", C, under="district")
    chips = body("chips", C, under="district", is_cluster_body=True)
    lin = body("lin", "branch", under="town")

    def seen(day):
        return [(line, queries.organisation_tree(mei, world, day, line=line)) for line in Line]

    june, july = date(2023, 6, 30), date(2023, 7, 1)
    before_june = seen(june)
    total = queries.count_organisations(mei, world, july).known
    operations.change_superior(
        **by(mei), organisation=lin, line=Line.CLUSTER, superior=chips, from_day=july,
        document="松组〔2023〕13号",
    )  # fmt: skip
    assert seen(june) == before_june
    after = queries.organisation_tree(mei, world, july, line=Line.CLUSTER)
    assert [node.unit.key for node in after.roots[0].children] == ["lin"]
    assert queries.count_organisations(mei, world, july).known == total
    territory = queries.organisation_tree(mei, world, july)
    assert territory.below(lin.pk) is not None  # its first line does not move
    assert Superior.objects.get(line=Line.CLUSTER).document == "松组〔2023〕13号"


def test_moving_to_another_superior_can_be_undone_by_moving_back(body, mei):
    north, south = body("north", C), body("south", C)
    lin = body("lin", "branch", under="north")
    move = {"organisation": lin, "line": Line.TERRITORY}
    operations.change_superior(**by(mei), **move, superior=south, from_day=JAN)
    operations.change_superior(**by(mei), **move, superior=north, from_day=JUL)
    spells = Superior.objects.order_by("known_by").values_list("superior__key", "valid_to")
    assert list(spells) == [("north", JAN), ("south", JUL), ("north", None)]


def test_a_cluster_superior_ends_alone(body, mei):
    chips, energy = body("chips", C), body("energy", C)
    lin = body("lin", "branch", cluster_superior_key="chips")
    move = {"organisation": lin, "line": Line.CLUSTER}
    operations.change_superior(**by(mei), **move, superior=energy, instead_of=chips, from_day=JAN)
    operations.change_superior(**by(mei), **move, superior=None, instead_of=energy, from_day=JUL)
    spells = Superior.objects.order_by("known_by").values_list("superior__key", "valid_to")
    assert list(spells) == [("chips", JAN), ("energy", JUL)]


@pytest.mark.parametrize("change", ["circle", "itself", "not_yet", "nothing"])
def test_a_superior_that_cannot_be_is_refused(body, mei, change):
    north = body("north", C)
    south = body("south", C, under="north")
    young = body("young", C, valid_from=JUL)
    organisation, superior, code = {
        "circle": (north, south, "superior_circle"),
        "itself": (north, north, "superior_circle"),
        "not_yet": (north, young, "superior_not_standing"),
        "nothing": (south, north, "nothing_changes"),
    }[change]
    with pytest.raises(Refusal) as refused:
        operations.change_superior(
            **by(mei), organisation=organisation, line=Line.TERRITORY, superior=superior,
            from_day=JAN,
        )  # fmt: skip
    assert refused.value.code == code
    assert not Trace.objects.filter(action="organisation.superior_changed").exists()


# --- name, end, counts, coverage, attestation ------------------------------------------------


def test_a_new_name_ends_the_old_one(body, mei, world):
    lin = body("lin", C, name="正泰启迪智慧能源产业集群党委")
    operations.rename(**by(mei), organisation=lin, name="正泰智慧能源产业集群党委", from_day=JUL)
    lin.refresh_from_db()
    assert lin.name == "正泰智慧能源产业集群党委"
    (node,) = queries.organisation_tree(mei, world, date(2023, 6, 30)).roots
    assert node.unit.name == "正泰启迪智慧能源产业集群党委"


def test_an_organisation_ends_with_all_that_lasts_about_it(body, mei, firm, world):
    body("north", C)
    lin = body("lin", "branch", under="north")
    operations.cover_firm(
        **by(mei), organisation=lin, firm=firm("林氏晶圆"), mode="own", from_day=JAN
    )
    operations.end_organisation(**by(mei), organisation=lin, last_day=date(2023, 6, 30))
    for model in (OrganisationName, TypeSpell, Superior, Cover):
        assert model.objects.get(organisation=lin).valid_to == JUL
    assert queries.count_organisations(mei, world, date(2023, 6, 30)).known == 2
    assert queries.count_organisations(mei, world, JUL).known == 1


def test_an_organisation_with_others_under_it_does_not_end(body, mei):
    north = body("north", C)
    body("lin", "branch", under="north")
    with pytest.raises(Refusal) as refused:
        operations.end_organisation(**by(mei), organisation=north, last_day=JUL)
    assert refused.value.code == "has_subordinates"
    assert "lin" in str(refused.value)


def test_counts_of_a_day_are_completed_and_never_overwritten(body, mei):
    lin = body("lin", "branch")
    operations.record_counts(**by(mei), organisation=lin, counted_on=JAN, formal=5)
    operations.record_counts(**by(mei), organisation=lin, counted_on=JAN, probationary=1)
    assert MemberCount.objects.values_list("formal", "probationary").get() == (5, 1)
    with pytest.raises(Refusal) as refused:
        operations.record_counts(**by(mei), organisation=lin, counted_on=JAN, formal=6)
    assert refused.value.code == "counts_differ"


def test_a_firm_is_covered_in_one_mode_at_a_time_by_an_organisation(body, mei, firm):
    lin, wafer = body("lin", "branch"), firm("林氏晶圆")
    for mode, day in (("joint", JAN), ("own", JUL), (None, date(2023, 9, 1))):
        operations.cover_firm(**by(mei), organisation=lin, firm=wafer, mode=mode, from_day=day)
    assert list(Cover.objects.order_by("known_by").values_list("mode", "valid_to")) == [
        ("joint", JUL), ("own", date(2023, 9, 1))
    ]  # fmt: skip


def test_an_attestation_shows_that_it_stood_on_that_day(save, mei, article):
    save(OrganisationRow("CL01", "九亭", known_by=date(2023, 1, 1)))
    organisation = Organisation.objects.get()
    asked = {"organisation": organisation, "source": article, "name_as_written": "九亭食品"}
    operations.attest(**by(mei), **asked, attested_on=date(2022, 3, 8))
    operations.attest(**by(mei), **asked, attested_on=date(2022, 3, 8))
    assert organisation.attestations.count() == 1
    assert (organisation.known_by, organisation.valid_from) == (date(2022, 3, 8), None)
    assert Trace.objects.filter(action="organisation.attested").count() == 1


def test_an_attestation_before_the_founding_is_refused(body, mei, article):
    lin = body("lin", "branch")
    with pytest.raises(Refusal) as refused:
        operations.attest(
            **by(mei), organisation=lin, source=article, attested_on=date(2019, 1, 1),
            name_as_written="lin",
        )  # fmt: skip
    assert refused.value.code == "start_disagrees"


@pytest.mark.parametrize("role", [None, Role.MEMBER_FIRM, Role.DISTRICT_LEADER])
def test_nobody_else_may_change_an_organisation(person, world, body, firm, role, article):
    north, lin = body("north", C), body("lin", "branch")
    wu = person("wu", role, world) if role else person("wu")
    at = {"by": wu, "at": NOON, "organisation": lin}
    for change in (
        lambda: operations.set_type(**at, type="branch", from_day=JUL),
        lambda: operations.change_superior(**at, line="territory", superior=north, from_day=JUL),
        lambda: operations.rename(**at, name="x", from_day=JUL),
        lambda: operations.end_organisation(**at, last_day=JUL),
        lambda: operations.record_counts(**at, counted_on=JUL, formal=3),
        lambda: operations.cover_firm(**at, firm=firm("x" * 3), mode="own", from_day=JUL),
        lambda: operations.attest(**at, source=article, attested_on=JUL, name_as_written="lin"),
    ):
        with pytest.raises(NotAllowed):
            change()


def test_the_town_of_an_organisation_may_be_a_village_of_it(person, world, body, mei):
    village = Division.objects.create(
        code="310117105001", name="新桥村", level=5, parent=Division.objects.get(code="310117105")
    )
    lin = body("lin", "branch", division_code=village.code)
    wu = person("wu", Role.TOWN_OFFICE, world, key="310117105")
    operations.record_counts(by=wu, at=NOON, organisation=lin, counted_on=JUL, formal=3)
