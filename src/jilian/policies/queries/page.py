"""What the pages of one firm show: its evidence, its applications, its benefits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.firms.models import Firm
from jilian.firms.queries.groups import group_of
from jilian.places.models import World
from jilian.policies.models import Application, Benefit, BenefitStep, Policy
from jilian.policies.queries.evidence import stated_of
from jilian.policies.rules import fields
from jilian.policies.rules.values import Held, Key, Stated, counted
from jilian.policies.rules.wanted import Wanted, wanted_of_all
from jilian_engine.rulebook.qualifications import RuleSet


@dataclass(frozen=True)
class EvidenceLine:
    """One field and year: the value that counts, what others say, or that nobody has stated it."""

    field: str
    year: int | None
    held: Held | None

    @property
    def words(self) -> str:
        """The field in words."""
        return fields.field_words(self.field)

    @property
    def stated(self) -> Stated | None:
        """The statement that counts."""
        return self.held.stated if self.held else None

    @property
    def value(self) -> str:
        """The value in words; empty where nobody has stated it."""
        return fields.value_words(self.field, self.held.stated.value) if self.held else ""

    @property
    def others(self) -> list[tuple[str, Stated]]:
        """What others say of the same field and year."""
        several = self.held.others if self.held else ()
        return [(fields.value_words(one.field, one.value), one) for one in several]

    @property
    def proof(self) -> str:
        """Who alone can state it, in words."""
        asked = fields.stated_fields().get(self.field)
        return str(fields.PROOFS[asked.proof]) if asked and asked.proof else ""


def evidence_lines(firm: Firm, day: date, rule_sets: list[RuleSet]) -> list[EvidenceLine]:
    """Everything that rule sets ask for, known or not, and whatever else was stated."""
    held = counted(stated_of(firm, day))
    wanted: Wanted = wanted_of_all(rule_sets, day.year - 1)
    order = {name: number for number, name in enumerate(fields.stated_fields())}
    keys: set[Key] = {(field, year) for field, years in wanted.items() for year in years}
    keys |= {key for key in held if key[0] in wanted}
    return [
        EvidenceLine(field, year, held.get((field, year)))
        for field, year in sorted(keys, key=lambda key: (order.get(key[0], 999), -(key[1] or 0)))
    ]


def speaks_for(person: Person, firm: Firm) -> bool:
    """Whether the person keeps this firm: states its own word, and objects to its benefits."""
    own = [scope for record in group_of(firm) for scope in record.own_scopes]
    return reach(person, firm.world.code).may(Permission.OBJECT_TO_BENEFITS, own)


def applications_of(firm: Firm) -> list[Application]:
    """The applications of a firm, the latest first."""
    rows = Application.objects.filter(firm__in=[one.pk for one in group_of(firm)])
    return list(rows.select_related("world", "title"))


def benefits_of(firm: Firm) -> list[Benefit]:
    """The benefits of a firm, the latest first."""
    rows = Benefit.objects.filter(firm__in=[one.pk for one in group_of(firm)])
    return list(rows.select_related("world", "policy"))


def benefits_seen(person: Person, world: World) -> QuerySet[Benefit]:
    """Benefits of firms of which the person may see checks."""
    rows: QuerySet[Benefit] = Benefit.objects.visible_to(person, world)
    return rows.select_related("world", "policy__world", "firm__merged_into")


def steps_of(benefit: Benefit) -> list[BenefitStep]:
    """The decision log of a benefit, the first step first."""
    return list(benefit.steps.all())


def policies_seen(person: Person, world: World) -> QuerySet[Policy]:
    """Policies that the person may see; drafts only for whoever keeps them."""
    return Policy.objects.visible_to(person, world).select_related("world")
