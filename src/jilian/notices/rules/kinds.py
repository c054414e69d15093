"""The kinds of notices of the register, of clusters, calls and purchases, and their words.

A new kind is one line here; ``tell`` refuses to send what the catalogue cannot say.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.notices.rules.kind import Kind

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
    "call_to_lead": Kind(
        _("A call for help waits: %(material)s. See who can help."),
        _("See who can help"),
        state="soon",
        outside=_("A call for help waits for you in the product."),
    ),
    "call_asked": Kind(
        _("Somebody is short of %(material)s: can you help?"),
        pgettext_lazy("notice", "Answer"),
        state="soon",
        outside=_("A firm nearby is short of something: your answer is awaited."),
    ),
    "call_answered": Kind(
        _("A firm can help with %(material)s."),
        _("Look at the answer"),
        informs=True,
        state="soon",
        outside=_("Your call for help has an answer."),
    ),
    "call_accepted": Kind(
        _("Your help with %(material)s was accepted."),
        _("Send it off"),
        state="soon",
        outside=_("Your help was accepted."),
    ),
    "call_released": Kind(
        _("The secretary released more of your call for %(material)s, as you left it to her."),
        pgettext_lazy("notice", "Read"),
        informs=True,
    ),
    "call_widened": Kind(
        _("Your call for %(material)s goes to a wider circle."),
        pgettext_lazy("notice", "Read"),
        informs=True,
    ),
    "release_corridor": Kind(
        _("Nobody in the district has helped with %(material)s: may the corridor be asked?"),
        _("Decide on it"),
        state="soon",
        outside=_("A call for help of yours waits for your decision."),
    ),
    "part_on_the_way": Kind(
        _("A part of %(material)s is on its way."),
        _("Receive it"),
        state="soon",
        outside=_("A delivery for your call for help is on its way."),
    ),
    "part_received": Kind(
        _("Your delivery of %(material)s was received."),
        pgettext_lazy("notice", "Read"),
        informs=True,
    ),
    "part_returned": Kind(
        _("Something of your delivery of %(material)s comes back."),
        pgettext_lazy("notice", "Read"),
        informs=True,
        state="refused",
        outside=_("Something of a delivery of yours comes back."),
    ),
    "reservation_expired": Kind(
        _("A reservation of %(material)s has expired: what was not sent is open again."),
        pgettext_lazy("notice", "Read"),
        informs=True,
        state="soon",
        outside=_("A reservation of a call for help has expired."),
    ),
    "reservation_ended": Kind(
        _("A reservation of %(material)s was let go by the other side."),
        pgettext_lazy("notice", "Read"),
        informs=True,
        state="soon",
        outside=_("A reservation of a call for help was let go."),
    ),
    "call_over": Kind(
        _("The call for %(material)s has ended. Thank you for the offer."),
        pgettext_lazy("notice", "Read"),
        informs=True,
    ),
    "permit_asked": Kind(
        _("A pass or permit is asked for, to help with %(material)s."),
        _("Take it up"),
        state="soon",
        outside=_("A pass or permit is asked of you."),
    ),
    "permit_given": Kind(
        _("A pass or permit for %(material)s was given."),
        pgettext_lazy("notice", "Read"),
        informs=True,
        outside=_("A pass or permit for a call for help was given."),
    ),
    "permit_refused": Kind(
        _("A pass or permit for %(material)s was refused."),
        pgettext_lazy("notice", "Read"),
        informs=True,
        state="refused",
        outside=_("A pass or permit for a call for help was refused."),
    ),
    "lesson_due": Kind(
        _("Your call for %(material)s has ended: what was learnt?"), _("Write the lesson")
    ),
    "missing_links_found": Kind(
        _("%(count)s missing links have appeared in “%(world)s”."),
        _("See what is missing"),
        informs=True,
    ),
    "chain_item_old": Kind(
        _("“%(words)s” has stood open on a list of “%(cluster)s” since %(since)s."),
        _("Look at the list"),
        days=("since",),
        state="soon",
    ),
    "benefit_announced": Kind(
        _("Your firm gets “%(policy)s” without applying; you may object until %(until)s."),
        _("See why"),
        days=("until",),
        informs=True,
        outside=_("A benefit has been announced to your firm."),
    ),
    "benefit_moved": Kind(
        _("“%(policy)s”: something has been decided about your firm's benefit."),
        pgettext_lazy("notice", "Read"),
        informs=True,
    ),
    "benefit_objected": Kind(
        _("A firm objects to its benefit by “%(policy)s”."), _("Answer it"), state="soon"
    ),
    "return_late": Kind(
        _("The monthly return for %(period)s is past its due moment and has not been sent."),
        _("Enter the return"),
        state="soon",
        outside=_("A monthly return of your unit is late."),
    ),
    "return_sent_back": Kind(
        _("The monthly return for %(period)s came back: %(reason)s"),
        _("Mend the return"),
        state="refused",
        outside=_("A monthly return of your unit came back."),
    ),
    "report_waits": Kind(
        _("“%(title)s” for %(month)s waits for a signature."),
        _("Read and sign it off"),
        outside=_("A report waits for a signature."),
    ),
    "purchase_handed": Kind(_("“%(buyer)s” asks you to put “%(title)s” round."), _("Put it round")),
    "purchase_open": Kind(
        _("“%(buyer)s” asks for offers on “%(title)s” until %(day)s."),
        _("See what is needed"),
        days=("day",),
        informs=True,
    ),
    "purchase_compare": Kind(
        _("Offers on “%(title)s” close on %(day)s; compare and award them then."),
        _("See the purchase"),
        days=("day",),
    ),
    "purchase_decided": Kind(
        _("“%(buyer)s” has decided on “%(title)s”: see what became of your offer."),
        _("See your offer"),
        informs=True,
    ),
    "order_reported": Kind(
        _("The other side has reported order %(number)s (“%(title)s”): report it too."),
        _("Report the order"),
    ),
    "order_as_link": Kind(
        _("“%(supplier)s” and “%(buyer)s” agree that an order becomes a supply link."),
        _("Record the link"),
    ),
    "role_given": Kind(
        _("You now hold a role: %(role)s."),
        _("See what it opens"),
        roles=("role",),
        informs=True,
    ),
}
