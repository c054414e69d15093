"""Names of actions in the list of traces; an action without a name is shown as it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ACTIONS: Mapping[str, StrPromise] = {
    "account.closed": _("account closed"),
    "account.reopened": _("account opened again"),
    "carriers.saved": _("carriers saved"),
    "cluster.adopted": _("proposed cluster adopted"),
    "cluster.body_set": _("body of a cluster set"),
    "cluster.changed": _("cluster changed"),
    "cluster.exported": _("members of a cluster taken out as a file"),
    "cluster.members_saved": _("members of a cluster saved"),
    "cluster.named": _("name of a cluster set"),
    "cluster.placed": _("place of a cluster set"),
    "cluster.recorded": _("published cluster recorded"),
    "facts.exported": _("published figures taken out as a file"),
    "facts.saved": _("published figures saved"),
    "firms.exported": _("firms taken out as a file"),
    "firms.saved": _("firms saved"),
    "formation_run.completed": _("formation run completed"),
    "formation_run.failed": _("formation run failed"),
    "formation_run.started": _("formation run started"),
    "formation_run.taken_up": _("formation run taken up"),
    "inference.asked": _("inference of supply links asked for"),
    "invitation.accepted": _("invitation accepted"),
    "invitation.withdrawn": _("invitation withdrawn"),
    "links.exported": _("supply links taken out as a file"),
    "links.inferred": _("supply links inferred"),
    "links.saved": _("supply links saved"),
    "membership.ended": _("membership ended"),
    "notice.settled": _("notice settled"),
    "notice.told": _("notice sent"),
    "organisation.attested": _("organisation attested by a source"),
    "organisation.counted": _("organisation counted"),
    "organisation.ended": _("organisation ended"),
    "organisation.firm_covered": _("firm covered by an organisation"),
    "organisation.renamed": _("organisation renamed"),
    "organisation.superior_changed": _("superior of an organisation changed"),
    "organisation.type_set": _("type of an organisation set"),
    "organisations.exported": _("organisations taken out as a file"),
    "organisations.saved": _("organisations saved"),
    "person.added": _("person added"),
    "person.invited": _("person invited"),
    "person.sign_in_failed": _("sign-in failed"),
    "person.signed_in": _("signed in"),
    "person.signed_out": _("signed out"),
    "places.divisions_loaded": _("divisions loaded"),
    "places.industries_loaded": _("industries loaded"),
    "places.outlines_loaded": _("outlines loaded"),
    "role.ended": _("role ended"),
    "role.given": _("role given"),
    "sessions.ended": _("other sessions ended"),
    "sign_in.bound": _("sign-in bound to a person"),
    "sign_in.renewed": _("sign-in renewed"),
    "snapshot.exported": _("frozen network taken out as a file"),
    "snapshot.frozen": _("network frozen"),
    "source.recorded": _("source recorded"),
    "sources.exported": _("sources taken out as a file"),
    "titles.saved": _("titles saved"),
    "upload.applied": _("upload applied"),
    "upload.applying_asked": _("applying of an upload asked for"),
    "upload.applying_failed": _("applying of an upload failed"),
    "upload.check_stopped": _("check of an upload stopped"),
    "upload.checked": _("upload checked"),
    "upload.received": _("upload received"),
    "upload.refused": _("upload refused"),
    "world.set_up": _("world set up"),
}


def action_words(action: str) -> str:
    """Name an action; one that has no name stands as it is kept."""
    return str(ACTIONS.get(action, action))
