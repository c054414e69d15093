"""Which events can be entered now, by how a matter and its branches stand; the clock has the word.

What the clock then refuses is refused; here only what makes sense to offer is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jilian.cases.rules.words import EventKind, MatterState, StepState

K, M, S = EventKind, MatterState, StepState

# The next step first: it is the one that a phone offers.
OF_MATTER: Mapping[str, Sequence[EventKind]] = {
    M.NEW: (K.ACCEPTED, K.PRE_REVIEW_STARTED, K.RECEIVED, K.WITHDRAWN),
    M.PRE_REVIEW: (K.ACCEPTED, K.RECEIVED, K.PRE_REVIEW_ENDED, K.WITHDRAWN),
    M.RECEIVED: (K.ACCEPTED, K.CORRECTION_ASKED, K.NOT_ACCEPTED, K.WITHDRAWN),
    M.CORRECTING: (K.CORRECTION_GIVEN, K.WITHDRAWN),
    M.ACCEPTED: (K.DECIDED, K.PAUSED, K.RETURNED_TO_FIRM, K.WITHDRAWN),
    M.PAUSED: (K.RESUMED, K.WITHDRAWN),
    M.RETURNED: (K.FIRM_ANSWERED, K.WITHDRAWN),
    M.DECIDED: (K.DELIVERED,),
    M.DELIVERED: (),
    M.REFUSED: (),
    M.WITHDRAWN: (),
}
OF_STEP: Mapping[str, Sequence[EventKind]] = {
    S.WAITING: (K.BRANCH_STARTED,),
    S.OPEN: (K.BRANCH_ENDED, K.RETURNED_TO_FIRM, K.REDIRECTED),
    S.RETURNED: (K.FIRM_ANSWERED, K.BRANCH_ENDED),
    S.ENDED: (K.BRANCH_STARTED,),
}
# What the firm itself may say; what a department may say of its own branch or matter.
BY_FIRM = frozenset({K.RECEIVED, K.CORRECTION_GIVEN, K.FIRM_ANSWERED, K.WITHDRAWN})
DANGEROUS = frozenset({K.NOT_ACCEPTED, K.WITHDRAWN})
NEEDS_WORDS = frozenset(
    {K.CORRECTION_ASKED, K.NOT_ACCEPTED, K.RETURNED_TO_FIRM, K.REDIRECTED, K.WITHDRAWN}
)
NEEDS_OFFICE = frozenset({K.BRANCH_STARTED, K.REDIRECTED})


def kinds_of_matter(state: str, open_branches: int) -> tuple[EventKind, ...]:
    """What can be entered about a matter: no decision while branches are open."""
    kinds = OF_MATTER.get(state, ())
    return tuple(one for one in kinds if not (open_branches and one == K.DECIDED))


def kinds_of_step(matter_state: str, state: str) -> tuple[EventKind, ...]:
    """What can be entered about a branch: nothing before acceptance, nor while the clock stands."""
    if matter_state not in (M.ACCEPTED, M.PAUSED, M.RETURNED):
        return ()
    return tuple(OF_STEP.get(state, ()))
