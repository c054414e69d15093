"""Firms to which a policy's benefit could be announced, as far as the latest check knows."""

from __future__ import annotations

from jilian.accounts.models import Person
from jilian.firms.models import Firm
from jilian.policies.models import Benefit, Policy
from jilian.policies.queries.listing import latest_done, results_seen
from jilian.policies.rules.words import BenefitState, Standing

MOST_SHOWN = 50


def candidates_of(person: Person, policy: Policy) -> tuple[list[Firm], int]:
    """Return firms near enough that have no benefit of the policy yet, and how many there are.

    Whether each meets every line without its own word is checked again before it is announced.
    """
    run = latest_done(policy.world)
    rows = results_seen(person, policy.world, run).filter(
        rule_set=policy.rule_set, standing__in=(Standing.QUALIFIES, Standing.PEOPLE)
    )
    having = Benefit.objects.filter(policy=policy).exclude(state=BenefitState.WITHDRAWN)
    rows = rows.exclude(firm__in=having.order_by().values("firm"))
    ordered = rows.order_by("-standing", "firm__sort_key", "pk")
    return [row.firm for row in ordered[:MOST_SHOWN]], rows.count()
