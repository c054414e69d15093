"""Every permission, which role holds it and how far, and the one gate that all entrances share.

A role holds a permission *everywhere* in its world, or only *within* the scope of the appointment
(its town, cluster, firm). Whoever holds neither gets the answer "does not exist".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Appointment, Person
from jilian.accounts.rules import Role, Scope
from jilian.base.errors import NotAllowed


class Permission(models.TextChoices):
    """What may be done, each as the end of the sentence "may …"."""

    SEE_REGISTER = "see_register", _("see firms, clusters, titles and where each record came from")
    SEE_FACTS = "see_facts", _("see a firm's yearly facts: scale, innovation, economic quality")
    SEE_LINKS = "see_links", _("see who supplies whom")
    SEE_AMOUNTS = "see_amounts", _("see the yearly value of a supply link")
    SEE_ORGANISATIONS = "see_organisations", _("see the organisations and how they hang together")
    SEE_COUNTS = "see_counts", _("see an organisation's counts below five")
    SEE_PROPOSALS = "see_proposals", _("see formation runs and what they propose")
    CHANGE_FIRMS = "change_firms", _("change firms, sites, facts and products")
    MERGE_FIRMS = "merge_firms", _("merge records of one firm, split a record that holds two")
    CLAIM_FIRM = "claim_firm", _("claim the record of the own firm")
    CORRECT_FIRM = "correct_firm", _("propose corrections of the own firm's record")
    REVIEW_CLAIMS = (
        "review_claims",
        _("decide on claims and corrections, and say which sources are authoritative"),
    )
    CHANGE_LINKS = "change_links", _("change supply links")
    CHANGE_TITLES = "change_titles", _("change titles and carriers")
    CHANGE_ORGANISATIONS = "change_organisations", _("change organisations and their counts")
    UPLOAD = "upload", _("upload tables, check and apply them")
    FREEZE = "freeze", _("freeze a snapshot of the network")
    FORM_CLUSTERS = "form_clusters", _("start a formation run")
    ADOPT_CLUSTERS = "adopt_clusters", _("adopt a proposed cluster, with a reason")
    SEE_SELECTIONS = "see_selections", _("see the tables from which leading firms are chosen")
    CHOOSE_LEADERS = "choose_leaders", _("choose the leading firm of a cluster, with a reason")
    KEEP_CHAIN_HEAD = "keep_chain_head", _("keep the calendar of the rotating chain head")
    HAND_OVER_CHAIN_HEAD = (
        "hand_over_chain_head",
        _("take part in a hand-over of the rotating chain head"),
    )
    SEE_PROCEDURES = "see_procedures", _("see how organisations are set up and absorbed")
    PROPOSE_BODIES = "propose_bodies", _("apply for a cluster's organisation")
    APPROVE_BODIES = "approve_bodies", _("reply to such an application")
    PROPOSE_ABSORPTION = "propose_absorption", _("propose that an organisation is absorbed")
    ANSWER_ABSORPTION = "answer_absorption", _("agree to an absorption, or refuse it")
    DECIDE_ABSORPTION = "decide_absorption", _("decide on an absorption")
    SEE_CAMPAIGNS = "see_campaigns", _("see coverage campaigns and their targets")
    RUN_CAMPAIGNS = "run_campaigns", _("draw up, freeze, plan and close a coverage campaign")
    MOVE_TARGETS = "move_targets", _("say how far a target of a campaign has come")
    SEE_CAMPAIGN_COUNTS = (
        "see_campaign_counts",
        _("see the counts of 0 to 2 members that a campaign holds for a time"),
    )
    ENTER_DEVELOPED = "enter_developed", _("enter how many members a unit newly developed")
    RAISE_CALLS = "raise_calls", _("call for help for the own firm, and close the call")
    ANSWER_CALLS = "answer_calls", _("answer calls for help, deliver")
    SEE_CALLS = "see_calls", _("see calls for help, as far as they are released")
    LEAD_CALLS = "lead_calls", _("lead a call for help: say who is asked, how far it goes")
    SEE_CALL_FIGURES = (
        "see_call_figures",
        _("see how quickly help is found, take the list of calls out"),
    )
    HANDLE_PERMITS = "handle_permits", _("handle transport passes and safety permits of a call")
    ORDER_PURCHASES = "order_purchases", _("put a purchase round, compare offers and award lines")
    FORWARD_PURCHASES = "forward_purchases", _("put a firm's purchase round on its behalf")
    OFFER_PURCHASES = "offer_purchases", _("offer on a purchase that was put round")
    SEE_PURCHASES = "see_purchases", _("see purchases that were put round, without prices")
    SEE_BREAKS = "see_breaks", _("see what breaks if a firm, a town or an input fails")
    KEEP_SCENARIOS = "keep_scenarios", _("save, compare and re-run what-if scenarios")
    SEE_GAPS = "see_gaps", _("see missing links and the firms that are brought in")
    KEEP_GAPS = "keep_gaps", _("decide on missing links, keep the firms that are brought in")
    SEE_CASES = "see_cases", _("see cases of firms, as far as they concern one's own work")
    OPEN_CASES = "open_cases", _("open a case for a firm, and say whether it is solved")
    CARRY_CASES = "carry_cases", _("carry a case through the offices as its service officer")
    DECIDE_BRANCHES = "decide_branches", _("say how far the branch of the own department has come")
    KEEP_TEMPLATES = "keep_templates", _("keep the templates by which cases run")
    KEEP_CALENDAR = "keep_calendar", _("load the working days of a year, keep office hours")
    SEE_CASE_FIGURES = "see_case_figures", _("see where the time of cases went, by step and office")
    SEE_CHECKS = "see_checks", _("see what a firm qualifies for, line by line")
    KEEP_POLICIES = "keep_policies", _("check all firms, decide on benefits without application")
    OBJECT_TO_BENEFITS = "object_to_benefits", _("object to a benefit for the own firm")
    SEE_INDICATORS = "see_indicators", _("see indicators, as far as they are released")
    OPEN_FIGURES = "open_figures", _("open a figure down to the records it is made of")
    KEEP_INDICATORS = "keep_indicators", _("measure indicators, correct and release their values")
    SEE_RETURNS = "see_returns", _("see monthly returns, from the draft to the release")
    ENTER_RETURNS = "enter_returns", _("enter the monthly return of the own unit")
    REVIEW_RETURNS = "review_returns", _("check monthly returns, send them back with a reason")
    RELEASE_RETURNS = "release_returns", _("release a month's returns with their cover")
    KEEP_DISCLOSURE = "keep_disclosure", _("declare tables shown outside, release them")
    SEE_REPORTS = "see_reports", _("see reports and take them out as files")
    COMPILE_REPORTS = "compile_reports", _("compile reports, add notes to printed ones")
    SIGN_REPORTS = "sign_reports", _("sign reports off")
    CHECK_STATEMENTS = "check_statements", _("have the figures of a text checked")
    EXPORT = "export", _("take lists out as files")
    KEEP_DESK = "keep_desk", _("keep the steward's desk: quality, conflicts, agreements, exports")
    SEE_HISTORY = "see_history", _("see who did what to a record")
    SEE_LOOKS = "see_looks", _("see which offices looked at a firm's data")
    SEE_PEOPLE = "see_people", _("see who uses the software and with which role")
    INVITE = "invite", _("invite people")
    GIVE_ROLES = "give_roles", _("give and end roles")
    SEE_TRACES = "see_traces", _("see who did what")
    SEE_SYSTEM = "see_system", _("see the state of the installation and of later work")
    KEEP_CHANNELS = (
        "keep_channels",
        _("switch on the channels by which notices leave the house, and name their hosts"),
    )
    SEE_RETENTION = "see_retention", _("see what is kept about whom, what for and for how long")
    HOLD_DATA = "hold_data", _("hold back the deletion of a class of data")


class Extent(Enum):
    """How far a role holds a permission."""

    EVERYWHERE = "everywhere"
    WITHIN = "within"


Grants = Mapping[Permission, Extent]

# Columns: the roles in the order of accounts/rules.py. E everywhere in the world, w within the
# scope of the appointment, . not at all.
MATRIX = """
                      org  town clus firm sci  eco  serv dep  lead city data sys  sec  aud
see_register          E    E    E    E    E    E    E    E    E    E    E    .    .    .
see_facts             E    w    .    w    E    E    w    .    E    .    E    .    .    .
see_links             E    E    w    w    E    E    w    .    E    .    E    .    .    .
see_amounts           .    .    .    w    .    .    .    .    E    .    E    .    .    .
see_organisations     E    E    E    E    E    E    E    .    E    E    E    .    .    .
see_counts            E    w    w    .    .    .    .    .    E    .    .    .    .    .
see_proposals         E    E    .    .    E    E    .    .    E    .    E    .    .    .
change_firms          .    .    .    .    .    .    .    .    .    .    E    .    .    .
merge_firms           .    .    .    .    .    .    .    .    .    .    E    .    .    .
claim_firm            .    .    E    E    .    .    .    .    .    .    .    .    .    .
correct_firm          .    .    .    w    .    .    .    .    .    .    .    .    .    .
review_claims         .    .    .    .    .    .    .    .    .    .    E    .    .    .
change_links          .    .    .    .    .    .    .    .    .    .    E    .    .    .
change_titles         .    .    .    .    E    .    .    .    .    .    E    .    .    .
change_organisations  E    w    .    .    .    .    .    .    .    .    E    .    .    .
upload                .    .    .    .    .    .    .    .    .    .    E    .    .    .
freeze                E    .    .    .    E    .    .    .    .    .    E    .    .    .
form_clusters         E    .    .    .    E    .    .    .    .    .    E    .    .    .
adopt_clusters        E    .    .    .    .    .    .    .    .    .    .    .    .    .
see_selections        E    .    .    .    E    E    .    .    E    .    E    .    .    .
choose_leaders        E    .    .    .    E    .    .    .    .    .    .    .    .    .
keep_chain_head       E    .    w    .    .    .    .    .    .    .    .    .    .    .
hand_over_chain_head  E    .    w    w    .    .    .    .    .    .    .    .    .    .
see_procedures        E    w    w    w    .    .    .    .    E    .    E    .    .    .
propose_bodies        E    .    w    .    .    .    .    .    .    .    .    .    .    .
approve_bodies        E    .    .    .    .    .    .    .    .    .    .    .    .    .
propose_absorption    E    .    w    .    .    .    .    .    .    .    .    .    .    .
answer_absorption     E    w    .    w    .    .    .    .    .    .    .    .    .    .
decide_absorption     E    .    .    .    .    .    .    .    .    .    .    .    .    .
see_campaigns         E    w    .    w    .    .    .    .    E    .    E    .    .    .
run_campaigns         E    .    .    .    .    .    .    .    .    .    .    .    .    .
move_targets          E    w    .    .    .    .    .    .    .    .    .    .    .    .
see_campaign_counts   E    .    .    w    .    .    .    .    .    .    .    .    .    .
enter_developed       E    w    .    .    .    .    .    .    .    .    .    .    .    .
raise_calls           .    .    .    w    .    .    .    .    .    .    .    .    .    .
answer_calls          .    .    .    w    .    .    .    .    .    .    .    .    .    .
see_calls             .    .    w    w    .    E    w    .    E    .    .    .    .    .
lead_calls            .    .    w    w    .    E    .    .    .    .    .    .    .    .
see_call_figures      .    .    .    .    .    E    .    .    E    .    .    .    .    .
handle_permits        .    .    .    .    .    .    w    .    .    .    .    .    .    .
order_purchases       .    .    .    w    .    .    .    .    .    .    .    .    .    .
forward_purchases     .    .    w    .    .    .    .    .    .    .    .    .    .    .
offer_purchases       .    .    .    w    .    .    .    .    .    .    .    .    .    .
see_purchases         .    .    w    w    .    E    .    .    E    .    .    .    .    .
see_breaks            .    .    w    .    E    E    .    .    E    .    E    .    .    .
keep_scenarios        .    .    w    .    E    E    .    .    .    .    .    .    .    .
see_gaps              E    .    E    .    E    E    E    .    E    .    E    .    .    .
keep_gaps             .    .    w    .    .    E    .    .    .    .    .    .    .    .
see_cases             .    .    .    w    .    E    w    w    E    .    .    .    .    .
open_cases            .    .    .    w    .    .    w    .    .    .    .    .    .    .
carry_cases           .    .    .    .    .    .    w    .    .    .    .    .    .    .
decide_branches       .    .    .    .    .    .    .    w    .    .    .    .    .    .
keep_templates        .    .    .    .    .    E    .    .    .    .    .    .    .    .
keep_calendar         .    .    .    .    .    .    .    .    .    .    .    E    .    .
see_case_figures      .    .    .    .    .    E    .    .    E    .    .    .    .    .
see_checks            .    .    .    w    E    E    w    .    E    .    .    .    .    .
keep_policies         .    .    .    .    E    E    .    .    .    .    .    .    .    .
object_to_benefits    .    .    .    w    .    .    .    .    .    .    .    .    .    .
see_indicators        E    E    E    E    E    E    E    .    E    E    E    .    .    .
open_figures          E    w    .    .    E    E    .    .    E    .    E    .    .    .
keep_indicators       .    .    .    .    .    E    .    .    .    .    E    .    .    .
see_returns           .    w    w    .    .    E    .    .    E    .    .    .    .    .
enter_returns         .    w    w    .    .    .    .    .    .    .    .    .    .    .
review_returns        .    w    .    .    .    E    .    .    .    .    .    .    .    .
release_returns       .    .    .    .    .    .    .    .    E    .    .    .    .    .
keep_disclosure       .    .    .    .    .    .    .    .    .    .    E    .    .    .
see_reports           E    E    E    .    E    E    .    .    E    .    E    .    .    .
compile_reports       E    .    .    .    .    E    .    .    .    .    .    .    .    .
sign_reports          E    .    .    .    .    E    .    .    E    .    .    .    .    .
check_statements      E    E    .    .    E    E    .    .    E    .    E    .    .    .
export                E    .    .    .    E    E    .    .    E    .    E    .    .    .
keep_desk             .    .    .    .    .    .    .    .    .    .    E    .    .    .
see_history           E    .    .    w    .    .    .    .    .    .    E    .    .    .
see_looks             .    .    .    w    .    .    .    .    .    .    .    .    .    .
see_people            .    .    .    .    .    .    .    .    .    .    .    .    E    E
invite                .    .    .    .    .    .    .    .    .    .    .    .    E    .
give_roles            .    .    .    .    .    .    .    .    .    .    .    .    E    .
see_traces            .    .    .    .    .    .    .    .    .    .    .    .    .    E
see_system            .    .    .    .    .    .    .    .    .    .    .    E    .    .
keep_channels         .    .    .    .    .    .    .    .    .    .    .    E    .    .
see_retention         .    .    .    .    .    .    .    .    .    .    .    E    E    .
hold_data             .    .    .    .    .    .    .    .    .    .    .    .    E    .
"""
EXTENTS = {"E": Extent.EVERYWHERE, "w": Extent.WITHIN}


def _read(matrix: str) -> dict[Role, Grants]:
    """Read the table above; a missing, doubled or unknown line or mark raises ValueError."""
    lines = [line.split() for line in matrix.strip().splitlines()[1:]]
    if [line[0] for line in lines] != list(Permission):
        raise ValueError("the matrix must name every permission once, in order")
    if any(len(line) != 1 + len(Role) or not set(line[1:]) <= {*EXTENTS, "."} for line in lines):
        raise ValueError("every permission needs one mark for each role")
    return {
        role: {Permission(line[0]): EXTENTS[line[column]] for line in lines if line[column] != "."}
        for column, role in enumerate(Role, start=1)
    }


ROLES: Mapping[Role, Grants] = _read(MATRIX)


def held_permissions(role: str) -> list[tuple[Permission, Extent]]:
    """Return what a role may do and how far, in the order of the permissions."""
    return list(ROLES[Role(role)].items())


def rows_of_matrix() -> list[tuple[Permission, list[tuple[Role, Extent | None]]]]:
    """Return the table above as rows, for the page that shows it."""
    return [
        (permission, [(role, ROLES[role].get(permission)) for role in Role])
        for permission in Permission
    ]


@dataclass(frozen=True)
class Reach:
    """What a person may do in one world."""

    everywhere: frozenset[Permission] = frozenset()
    within: Mapping[Permission, frozenset[Scope]] = field(default_factory=dict)

    def may(self, permission: Permission, scopes: Iterable[Scope] = ()) -> bool:
        """Say whether the permission is held everywhere, or for one of these scopes."""
        if permission in self.everywhere:
            return True
        return not self.within.get(permission, frozenset()).isdisjoint(scopes)

    def may_somewhere(self, permission: Permission) -> bool:
        """Say whether the permission is held at all in this world."""
        return permission in self.everywhere or bool(self.within.get(permission))

    def keys(self, permission: Permission, kind: str) -> frozenset[str]:
        """Return the keys of the scopes of one kind for which the permission is held."""
        return frozenset(key for kept, key in self.within.get(permission, ()) if kept == kind)


def reach(person: Person, world_code: str) -> Reach:
    """Return what the person may do in a world; ``""`` is for what belongs to no world."""
    if person.is_system:
        return Reach(everywhere=frozenset(Permission))
    everywhere: set[Permission] = set()
    within: dict[Permission, set[Scope]] = {}
    for held in person.current_appointments:
        if held.world_code != world_code:
            continue
        for permission, extent in ROLES[Role(held.role)].items():
            if extent is Extent.EVERYWHERE:
                everywhere.add(permission)
            else:
                within.setdefault(permission, set()).add((held.scope_kind, held.scope_key))
    return Reach(frozenset(everywhere), {key: frozenset(kept) for key, kept in within.items()})


def people_who_may(permission: Permission, world_code: str) -> list[Person]:
    """Return those who may sign in and hold the permission everywhere in the world."""
    roles = [role for role, grants in ROLES.items() if grants.get(permission) is Extent.EVERYWHERE]
    held = Appointment.objects.current().filter(role__in=roles, world_code=world_code)
    return list(Person.objects.people().filter(is_active=True, pk__in=held.values("person")))


def people_within(permission: Permission, world_code: str, scopes: Iterable[Scope]) -> list[Person]:
    """Return those who may sign in and hold the permission within one of these scopes."""
    roles = [role for role, grants in ROLES.items() if grants.get(permission) is Extent.WITHIN]
    keys: dict[str, set[str]] = {}
    for kind, key in scopes:
        keys.setdefault(kind, set()).add(key)
    wanted = models.Q(pk__in=())
    for kind, kept in keys.items():
        wanted |= models.Q(scope_kind=kind, scope_key__in=kept)
    held = Appointment.objects.current().filter(wanted, role__in=roles, world_code=world_code)
    people = Person.objects.people().filter(is_active=True, pk__in=held.values("person"))
    return list(people.order_by("pk"))


def allow(
    by: Person, permission: Permission, *, world_code: str = "", scopes: Iterable[Scope] = ()
) -> None:
    """Let the write go on, or raise NotAllowed; every operation calls this first."""
    if not reach(by, world_code).may(permission, scopes):
        raise NotAllowed(permission)
