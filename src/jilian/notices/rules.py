"""The catalogue of notices: what each kind says, in which words, and when it is settled.

A new kind is one line here; ``tell`` refuses to send what the catalogue cannot say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _, pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Kind:
    """A kind of notice.

    ``sentence`` names its details as ``%(name)s``; details listed in ``days`` are ISO
    days, those in ``roles`` are roles.
    Notices that only inform are settled by being opened, the others by the act they ask for.
    """

    sentence: StrOrPromise
    verb: StrOrPromise
    days: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    informs: bool = False
    state: str = ""


KINDS: Mapping[str, Kind] = {
    "upload_checked": Kind(
        _("“%(file)s” has been checked: %(problems)s problems in %(rows)s rows."), _("Look at it")
    ),
    "upload_applied": Kind(
        _("“%(file)s” has been applied."), pgettext_lazy("notice", "Read"), informs=True
    ),
    "upload_refused": Kind(
        _("“%(file)s” was refused: %(note)s"),
        pgettext_lazy("notice", "Read"),
        informs=True,
        state="refused",
    ),
    "run_done": Kind(
        _("Formation run %(run)s on the network as of %(as_of)s is complete."),
        _("See what it proposes"),
        days=("as_of",),
        informs=True,
    ),
    "run_failed": Kind(
        _("Formation run %(run)s on the network as of %(as_of)s was refused: %(note)s"),
        pgettext_lazy("notice", "Read"),
        days=("as_of",),
        informs=True,
        state="refused",
    ),
    "links_inferred": Kind(
        _("%(new)s links were inferred in %(world)s as of %(as_of)s."),
        pgettext_lazy("notice", "Read"),
        days=("as_of",),
        informs=True,
    ),
    "inference_refused": Kind(
        _("Inferring links in %(world)s as of %(as_of)s was refused: %(note)s"),
        pgettext_lazy("notice", "Read"),
        days=("as_of",),
        informs=True,
        state="refused",
    ),
    "cluster_adopted": Kind(
        _("“%(cluster)s” has become a cluster."), _("See the cluster"), informs=True
    ),
    "invitation_accepted": Kind(
        _("%(name)s accepted your invitation and joined."), _("See the person"), informs=True
    ),
    "claim_filed": Kind(_("Somebody claims the firm %(identifier)s."), _("Decide on it")),
    "claim_asked_back": Kind(
        _("A question about your claim of %(identifier)s: %(question)s"),
        pgettext_lazy("notice", "Answer"),
        informs=True,
        state="soon",
    ),
    "claim_accepted": Kind(
        _("Your claim of %(identifier)s was accepted: you keep its record now."),
        _("See your claim"),
        informs=True,
    ),
    "claim_refused": Kind(
        _("Your claim of %(identifier)s was refused: %(reason)s"),
        pgettext_lazy("notice", "Read"),
        informs=True,
        state="refused",
    ),
    "claim_ended": Kind(
        _("You no longer keep the firm %(identifier)s: %(reason)s"),
        pgettext_lazy("notice", "Read"),
        informs=True,
    ),
    "corrections_filed": Kind(
        _("“%(firm)s” proposes corrections of its record."), _("Decide on them")
    ),
    "corrections_decided": Kind(
        _("Corrections of “%(firm)s”: %(accepted)s accepted, %(refused)s refused."),
        pgettext_lazy("notice", "Read"),
        informs=True,
    ),
    "correction_asked_back": Kind(
        _("A question about a correction of “%(firm)s”: %(question)s"),
        pgettext_lazy("notice", "Answer"),
        informs=True,
        state="soon",
    ),
    "correction_undone": Kind(
        _("A correction of “%(firm)s” was undone: %(reason)s"),
        pgettext_lazy("notice", "Read"),
        informs=True,
    ),
    "absorption_asked": Kind(
        _("“%(organisation)s” is to be absorbed by “%(cluster)s”: your word is awaited."),
        pgettext_lazy("notice", "Answer"),
        state="soon",
    ),
    "absorption_agreed": Kind(
        _("All sides agree that “%(organisation)s” is absorbed by “%(cluster)s”."),
        _("Decide on it"),
        state="soon",
    ),
    "absorption_decided": Kind(
        _("“%(organisation)s” is absorbed by “%(cluster)s” from %(day)s."),
        pgettext_lazy("notice", "Read"),
        days=("day",),
        informs=True,
    ),
    "absorption_closed": Kind(
        _("“%(organisation)s” is not absorbed by “%(cluster)s”: %(reason)s"),
        pgettext_lazy("notice", "Read"),
        informs=True,
    ),
    "absorption_undone": Kind(
        _("The absorption of “%(organisation)s” by “%(cluster)s” was undone: %(reason)s"),
        pgettext_lazy("notice", "Read"),
        informs=True,
    ),
    "absorption_ended": Kind(
        _("“%(organisation)s” has left “%(cluster)s”: %(reason)s"),
        pgettext_lazy("notice", "Read"),
        informs=True,
    ),
    "chain_broken": Kind(
        _("The chain of traces does not verify: %(count)s findings."),
        _("See what was changed"),
        informs=True,
        state="broken",
    ),
    "agreement_due": Kind(
        _("The data agreement with %(partner)s runs out on %(until)s."),
        _("Renew or end it"),
        days=("until",),
        state="soon",
    ),
    "body_applied": Kind(
        _("An application for the organisation “%(body)s” waits for a reply."), _("Reply to it")
    ),
    "body_returned": Kind(
        _("The application for “%(body)s” was returned to amend."), _("Amend it"), state="soon"
    ),
    "body_refused": Kind(
        _("The application for “%(body)s” was refused."),
        pgettext_lazy("notice", "Read"),
        informs=True,
        state="refused",
    ),
    "body_approved": Kind(
        _("“%(body)s” has been approved; its election comes next."), _("Record the election")
    ),
    "body_elected": Kind(
        _("“%(body)s” has been elected; the result is to be filed."), _("File it")
    ),
    "body_stands": Kind(
        _("“%(body)s” has been set up."), pgettext_lazy("notice", "Read"), informs=True
    ),
    "term_due": Kind(
        _("The term of “%(body)s” ends on %(until)s."),
        _("Re-elect, extend or dissolve"),
        days=("until",),
        state="soon",
    ),
    "hand_over_due": Kind(
        _(
            "From %(day)s “%(firm)s” is the chain head of “%(cluster)s”: hand over, with the word"
            " of both sides."
        ),
        _("Look at the hand-over"),
        days=("day",),
        state="soon",
    ),
    "role_given": Kind(
        _("You now hold a role: %(role)s."),
        _("See what it opens"),
        roles=("role",),
        informs=True,
    ),
}
