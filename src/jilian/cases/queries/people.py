"""Who acts in a case: the firm, the officer who holds it, the departments of its branches."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, people_who_may, people_within, reach
from jilian.accounts.rules import Role, Scope, ScopeKind
from jilian.base.errors import NotAllowed, Refusal
from jilian.cases.models import Case, Leave, Matter, MatterStep
from jilian.firms.models import Firm
from jilian.firms.queries.groups import group_ids
from jilian.places.models import World

P = Permission
TOWN_DIGITS = 9


def scopes_of_firm(firm: Firm) -> tuple[Scope, ...]:
    """The scopes of a firm: each of its records."""
    return tuple((ScopeKind.FIRM.value, str(pk)) for pk in group_ids(firm))


def scopes_of_town(town: str) -> tuple[Scope, ...]:
    """The scope of a town; none where it is not known."""
    return ((ScopeKind.TOWN.value, town),) if town else ()


def scopes_of_departments(keys: Iterable[str]) -> tuple[Scope, ...]:
    """The scopes of departments by their keys."""
    return tuple((ScopeKind.DEPARTMENT.value, key) for key in keys)


def is_of_firm(person: Person, case: Case) -> bool:
    """Whether the person acts for the firm of a case."""
    return reach(person, case.world.code).may(P.OPEN_CASES, scopes_of_firm(case.firm))


def holds(person: Person, case: Case) -> bool:
    """Whether the person is the officer who holds the case now."""
    held = reach(person, case.world.code)
    return person.is_system or (
        case.officer == person.username and held.may_somewhere(P.CARRY_CASES)
    )


def may_take_over(person: Person, case: Case) -> bool:
    """Whether the person carries cases of the case's town."""
    return reach(person, case.world.code).may(P.CARRY_CASES, scopes_of_town(case.town))


def check_holds(person: Person, case: Case) -> None:
    """Refuse whoever does not hold the case; to those who carry none it does not exist."""
    if holds(person, case):
        return
    if may_take_over(person, case):
        raise Refusal(
            "held_by_another",
            _("Somebody else holds this case: take it over first, or ask her."),
        )
    raise NotAllowed(P.CARRY_CASES)


def decides(person: Person, matter: Matter, step: MatterStep | None = None) -> bool:
    """Whether the matter, or this branch of it, belongs to the person's department."""
    holder = matter.department if step is None else step.department
    if holder is None:
        return False
    held = reach(person, matter.case.world.code)
    return held.may(P.DECIDE_BRANCHES, scopes_of_departments((holder.key,)))


def officers_of_town(town: str, world_code: str) -> list[Person]:
    """The people who carry cases of a town."""
    return people_within(P.CARRY_CASES, world_code, scopes_of_town(town))


def officers_of_world(world: World) -> list[Person]:
    """Everybody who carries cases somewhere in the world, by sign-in name."""
    return list(Person.objects.holding(Role.SERVICE_OFFICER, world.code).order_by("username"))


def people_of_firm(firm: Firm) -> list[Person]:
    """The people who act for a firm."""
    return people_within(P.OPEN_CASES, firm.world.code, scopes_of_firm(firm))


def people_of_department(key: str, world_code: str) -> list[Person]:
    """The people who work for a department."""
    return people_within(P.DECIDE_BRANCHES, world_code, scopes_of_departments((key,)))


def people_of_commission(world_code: str) -> list[Person]:
    """Those to whom late cases go up: who see figures of all cases."""
    return people_who_may(P.KEEP_TEMPLATES, world_code)


def officer_called(world: World, username: str) -> Person | None:
    """Return the person of this name who may sign in and carries cases in the world."""
    held = Person.objects.holding(Role.SERVICE_OFFICER, world.code)
    return held.filter(username=username).first()


def least_burdened(town: str, world: World) -> Person | None:
    """Return the officer of a town who is here and holds the fewest open cases; None: nobody."""
    away = set(Leave.objects.filter(world=world, until=None).values_list("officer", flat=True))
    people = [one for one in officers_of_town(town, world.code) if one.username not in away]
    names = [one.username for one in people]
    burden = dict.fromkeys(names, 0)
    rows = Case.objects.filter(world=world, officer__in=names).open().order_by()
    for name in rows.values_list("officer", flat=True):
        burden[name] += 1
    return min(people, key=lambda one: (burden[one.username], one.username), default=None)
