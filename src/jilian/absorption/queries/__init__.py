"""Every read of this area."""

from __future__ import annotations

from jilian.absorption.queries.linking import (
    Candidate,
    LinkChoice,
    candidates,
    firms_of,
    justifying_links,
    link_joins,
)
from jilian.absorption.queries.page import (
    AbsorptionPage,
    absorption_page,
    absorptions_of_cluster,
    absorptions_seen,
)
from jilian.absorption.queries.people import may_answer, people_of_side
from jilian.absorption.queries.planning import (
    PlannedAbsorption,
    body_of,
    plan_absorption,
    plan_release,
    present_superior,
)

__all__ = [
    "AbsorptionPage",
    "Candidate",
    "LinkChoice",
    "PlannedAbsorption",
    "absorption_page",
    "absorptions_of_cluster",
    "absorptions_seen",
    "body_of",
    "candidates",
    "firms_of",
    "justifying_links",
    "link_joins",
    "may_answer",
    "people_of_side",
    "plan_absorption",
    "plan_release",
    "present_superior",
]
