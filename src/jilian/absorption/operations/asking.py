"""Proposing an absorption, and what the sides say to it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.absorption import queries
from jilian.absorption.models import Absorption, Consent
from jilian.absorption.operations.telling import (
    ask_decision,
    ask_side,
    settle_all,
    settle_side,
    tell_all_sides,
)
from jilian.absorption.queries.people import scopes_of_side, speaks_for
from jilian.absorption.rules import (
    ANSWERED,
    AbsorptionState,
    Answer,
    Mode,
    Side,
    check_open,
    state_after,
)
from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow, reach
from jilian.accounts.rules import ScopeKind
from jilian.audit import operations as audit
from jilian.base.errors import NotAllowed, Refusal
from jilian.base.free_text import checked_text
from jilian.clusters.models import Cluster
from jilian.firms.models import Firm
from jilian.network.models import SupplyLink
from jilian.organisations.models import Cover, Organisation
from jilian.organisations.rules import CoverMode


@transaction.atomic
def propose_absorption(
    *,
    by: Person,
    at: datetime,
    cluster: Cluster,
    organisation: Organisation,
    mode: str,
    firm: Firm | None = None,
    link: SupplyLink | None = None,
    reason: str = "",
    proposed_on: date | None = None,
) -> Absorption:
    """Propose that a cluster takes in the organisation of a firm; nothing moves by it.

    The supply link between the firm and a member of the cluster justifies it, or a reason where no
    link is recorded. Without ``firm`` it is the one that the organisation is the own one of. Asks
    the firm, its organisation, the present superior (where one is known) and the organisation
    office. Refuses at once what could not be decided either (``plan_absorption``).
    """
    allow(
        by, Permission.PROPOSE_ABSORPTION, world_code=cluster.world.code,
        scopes=((ScopeKind.CLUSTER, str(cluster.pk)),),
    )  # fmt: skip
    day = proposed_on or timezone.localdate(at)
    if organisation.world_id != cluster.world_id:
        raise Refusal("other_world", _("Cluster and organisation belong to different worlds."))
    if day > timezone.localdate(at):
        raise Refusal("proposed_later", _("The day of the proposal lies in the future."))
    if mode not in Mode.values:
        raise Refusal("mode_unknown", _("Say which of the two modes is meant."))
    chosen = _firm_of(organisation, firm, day)
    why = _justified(cluster, chosen, link, reason, day)
    planned = queries.plan_absorption(cluster, organisation, mode, day)
    superior = queries.present_superior(organisation, day)
    try:
        with transaction.atomic():
            made = Absorption.objects.create(
                world=cluster.world, cluster=cluster, organisation=organisation, firm=chosen,
                mode=mode, link=link, link_evidence=link.evidence if link else "", reason=why,
                superior=superior, body=planned.body, state=AbsorptionState.PROPOSED,
                proposed_on=day, proposed_at=at, proposed_by=by.username,
            )  # fmt: skip
    except IntegrityError as taken:
        raise Refusal(
            "absorption_open", _("This absorption has been proposed already and is not decided.")
        ) from taken
    sides = [side for side in Side if side != Side.SUPERIOR or superior is not None]
    Consent.objects.bulk_create(Consent(absorption=made, side=side) for side in sides)
    audit.record(
        "absorption.proposed", by=by, at=at, world=cluster.world, about=made,
        after={
            "cluster": cluster.key, "organisation": organisation.key, "firm": chosen.pk,
            "mode": mode, "link": link.pk if link else None, "reason": why, "proposed_on": day,
        },
    )  # fmt: skip
    for side in sides:
        ask_side(by=by, at=at, absorption=made, side=side)
    return made


def _firm_of(organisation: Organisation, firm: Firm | None, day: date) -> Firm:
    """The firm whose organisation it is on the day, by the record that stands for it."""
    covers = Cover.objects.on(day).filter(organisation=organisation)
    rows = covers.select_related("firm__merged_into")
    own = [row.firm.root for row in rows.filter(mode=CoverMode.OWN)]
    if firm is None:
        if len(own) != 1:
            raise Refusal("firm_not_named", _("Say which firm's organisation it is."))
        return own[0]
    if firm.root_id not in {row.firm.root_id for row in rows}:
        raise Refusal("firm_not_covered", _("The organisation does not cover this firm."))
    return firm.root


def _justified(
    cluster: Cluster, firm: Firm, link: SupplyLink | None, reason: str, day: date
) -> str:
    """The reason in words; refuses a link that does not join the two, and neither of both."""
    why = checked_text(reason)
    if link is not None and not queries.link_joins(link, cluster, firm, day):
        raise Refusal(
            "link_joins_others",
            _("This supply link did not join the firm to a member of the cluster on that day."),
        )
    if link is None and not why:
        raise Refusal(
            "not_justified",
            _("Choose the supply link that justifies it, or give a reason where none is recorded."),
        )
    return why


@transaction.atomic
def answer_absorption(
    *,
    by: Person,
    at: datetime,
    absorption: Absorption,
    side: str,
    answer: str,
    answered_on: date | None = None,
    number: str = "",
    words: str = "",
    office: str = "",
) -> Absorption:
    """Say for a side that it agrees, agrees on condition, or refuses; one refusal ends it.

    A firm's own keeper answers for the firm and its organisation, the town's office for a superior
    in its town. The organisation office records what others have said from their paper, by its
    number. While nothing is decided, a side may answer anew.
    """
    allow(
        by, Permission.ANSWER_ABSORPTION, world_code=absorption.world.code,
        scopes=scopes_of_side(absorption, side),
    )  # fmt: skip
    kept = _locked(absorption)
    check_open(kept.state)
    consent = kept.consents.filter(side=side).first()
    if consent is None or answer not in ANSWERED:
        raise Refusal("answer_unknown", _("Nobody was asked for this word."))
    day = answered_on or timezone.localdate(at)
    if not kept.proposed_on <= day <= timezone.localdate(at):
        raise Refusal("answered_out_of_time", _("The answer lies after the proposal, up to today."))
    paper, said = checked_text(number, longest=120), checked_text(words)
    if not paper and not speaks_for(by, kept, side):
        raise Refusal(
            "paper_missing", _("Who records the word of another side gives the paper's number.")
        )
    if answer != Answer.AGREED and not said:
        raise Refusal("words_missing", _("Say the condition, or why it is refused."))
    before = {"answer": consent.answer, "number": consent.number, "words": consent.words}
    consent.answer, consent.number, consent.words = answer, paper, said
    consent.answered_on, consent.answered_at, consent.answered_by = day, at, by.username
    consent.office = checked_text(office, longest=120) or by.office
    consent.save()
    audit.record(
        "absorption.answered", by=by, at=at, world=kept.world, about=kept,
        before={"side": side, **before},
        after={"side": side, "answer": answer, "number": paper, "words": said, "answered_on": day},
    )  # fmt: skip
    settle_side(by=by, at=at, absorption=kept, side=side)
    return _followed(by, at, kept, said)


def _followed(by: Person, at: datetime, kept: Absorption, said: str) -> Absorption:
    """The state that follows from all answers, with whom it is told."""
    answers = [one.answer for one in kept.consents.all()]
    state, before = state_after(answers), kept.state
    kept.state = state
    if state == AbsorptionState.REFUSED:
        kept.ended_on, kept.end_reason = timezone.localdate(at), said
        kept.ended_at, kept.ended_by = at, by.username
    kept.save(update_fields=["state", "ended_on", "end_reason", "ended_at", "ended_by"])
    if state == AbsorptionState.REFUSED:
        settle_all(by=by, at=at, absorption=kept)
        tell_all_sides(by=by, at=at, absorption=kept, kind="absorption_closed")
    elif state == AbsorptionState.AGREED and before != state:
        ask_decision(by=by, at=at, absorption=kept)
    return kept


@transaction.atomic
def withdraw_absorption(
    *, by: Person, at: datetime, absorption: Absorption, reason: str
) -> Absorption:
    """Take the proposal back before it is decided, with a reason."""
    held = reach(by, absorption.world.code)
    if not (
        held.may(Permission.PROPOSE_ABSORPTION, absorption.scopes)
        or held.may(Permission.DECIDE_ABSORPTION)
    ):
        raise NotAllowed(Permission.PROPOSE_ABSORPTION)
    kept = _locked(absorption)
    check_open(kept.state)
    why = checked_text(reason)
    if not why:
        raise Refusal("reason_missing", _("Say why."))
    before, kept.state = kept.state, AbsorptionState.WITHDRAWN
    kept.ended_on, kept.end_reason = timezone.localdate(at), why
    kept.ended_at, kept.ended_by = at, by.username
    kept.save()
    audit.record(
        "absorption.withdrawn", by=by, at=at, world=kept.world, about=kept,
        before={"state": before}, after={"reason": why},
    )  # fmt: skip
    settle_all(by=by, at=at, absorption=kept)
    tell_all_sides(by=by, at=at, absorption=kept, kind="absorption_closed")
    return kept


def _locked(absorption: Absorption) -> Absorption:
    rows = Absorption.objects.select_for_update(of=("self",))
    return rows.select_related(
        "world", "cluster__world", "organisation__world", "organisation__division",
        "firm__merged_into", "superior__division", "body",
    ).get(pk=absorption.pk)  # fmt: skip
