"""Every field that may tell of a person: what it is for, or why it tells of none.

A test fails when a model gains such a field and nobody says here what it is for.
Source: 个人信息保护法 art. 5-6 and 13: a clear purpose, the least that serves it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Part of a field's name that makes it look like one about a person.
_WORDS = (
    "name", "phone", "telephone", "mobile", "mail", "email", "ip", "username", "person", "office",
    "contact", "address", "birth", "birthday", "gender", "photo", "user", "agent", "sender",
    "recipient", "by", "to", "secretary", "author", "uid", "wechat", "passport", "identity",
    "extra", "owner", "keeper", "reader", "signature",
)  # fmt: skip
_LOOKS = re.compile(rf"(^|_)({'|'.join(_WORDS)})($|_)")
_ACTED: StrOrPromise = _("Who acted, by sign-in name: answers for what was done.")

PERSONAL: Mapping[str, StrOrPromise] = {
    "accounts.Person.username": _("To sign in and to be named in traces."),
    "accounts.Person.name": _("To see on a page who acted."),
    "accounts.Person.office": _("To see for which office somebody acts."),
    "accounts.Person.email": _("To find the person in the office's directory."),
    "accounts.Appointment.person": _("Who holds a role."),
    "accounts.Appointment.given_by": _ACTED,
    "accounts.Appointment.ended_by": _ACTED,
    "accounts.Invitation.person": _("Who sets a new password."),
    "accounts.Invitation.username": _("The sign-in name of who is invited."),
    "accounts.Invitation.name": _("Who is invited."),
    "accounts.Invitation.office": _("For which office somebody will act."),
    "accounts.Invitation.email": _("To find the person in the office's directory."),
    "accounts.Invitation.invited_by": _ACTED,
    "accounts.Invitation.accepted_by": _ACTED,
    "account.EmailAddress.user": _("Not used: nobody is written to; the sign-in library's own."),
    "account.EmailAddress.email": _("Not used: nobody is written to; the sign-in library's own."),
    "account.EmailConfirmation.email_address": _(
        "Not used: nobody is written to; the sign-in library's own."
    ),
    "mfa.Authenticator.user": _("Whose second factor it is."),
    "usersessions.UserSession.user": _("Whose session it is."),
    "usersessions.UserSession.ip": _("To tell the own sessions from those of others."),
    "usersessions.UserSession.user_agent": _("To tell the own sessions from those of others."),
    "socialaccount.SocialAccount.user": _("Who signs in through the directory."),
    "socialaccount.SocialAccount.uid": _("The directory's own mark for the person."),
    "socialaccount.SocialAccount.extra_data": _("What the directory says when signing in."),
    "notices.Notice.to": _("Who is told."),
    "audit.Trace.by": _ACTED,
    "audit.Trace.recipient": _("Who got a file: an office, as it was typed."),
    "audit.DailyDigest.sealed_by": _ACTED,
    "audit.Pruning.pruned_by": _ACTED,
    "audit.Verification.asked_by": _ACTED,
    "audit.Look.person": _("Who looked, so that a firm may see it."),
    "sources.Source.recorded_by": _ACTED,
    "network.Snapshot.frozen_by": _ACTED,
    "clusters.FormationRun.started_by": _ACTED,
    "clusters.Adoption.adopted_by": _ACTED,
    "clusters.Adoption.undone_by": _ACTED,
    "clusters.Departure.noted_by": _ACTED,
    "intake.Upload.received_by": _ACTED,
    "intake.Upload.asked_by": _ACTED,
    "intake.Upload.applied_by": _ACTED,
    "intake.Upload.undone_by": _ACTED,
    "intake.Upload.sender": _("The office that a table comes from."),
    "intake.HeadingMeaning.sender": _("The office that a table comes from."),
    "intake.HeadingMeaning.kept_by": _ACTED,
    "claims.Claim.person": _("Who claims the record of the firm."),
    "claims.Claim.decided_by": _ACTED,
    "leaders.Selection.weights_by": _ACTED,
    "leaders.Selection.started_by": _ACTED,
    "leaders.Selection.decided_by": _ACTED,
    "leaders.ChainHeadTerm.entered_by": _ACTED,
    "leaders.HandOver.outgoing_word_by": _ACTED,
    "leaders.HandOver.incoming_word_by": _ACTED,
    "leaders.HandOverItem.noted_by": _ACTED,
    "claims.Correction.filed_by": _ACTED,
    "claims.Correction.decided_by": _ACTED,
    "firms.FirmMerge.merged_by": _ACTED,
    "firms.FirmMerge.undone_by": _ACTED,
    "firms.FirmSplit.split_by": _ACTED,
    "firms.FirmSplit.undone_by": _ACTED,
    "duplicates.Judgement.judged_by": _ACTED,
    "duplicates.Judgement.undone_by": _ACTED,
    "duplicates.NameJudgement.judged_by": _ACTED,
    "duplicates.DuplicateSearch.asked_by": _ACTED,
    "desk.DataAgreement.recorded_by": _ACTED,
    "absorption.Absorption.proposed_by": _ACTED,
    "absorption.Absorption.decided_by": _ACTED,
    "absorption.Absorption.ended_by": _ACTED,
    "absorption.Consent.answered_by": _ACTED,
    "absorption.Consent.office": _("To see which office gave its word."),
    "growth.MonthlyReport.compiled_by": _ACTED,
    "growth.DevelopedCount.entered_by": _ACTED,
    "organisations.Reorganisation.recorded_by": _ACTED,
    "organisations.Reorganisation.undone_by": _ACTED,
    "committees.Procedure.drafted_by": _ACTED,
    "committees.ProcedureStep.recorded_by": _ACTED,
    "committees.ProcedureStep.undone_by": _ACTED,
    "coverage.Campaign.made_by": _ACTED,
    "coverage.Campaign.frozen_by": _ACTED,
    "coverage.Campaign.closed_by": _ACTED,
    "coverage.Target.said_by": _ACTED,
    "coverage.Target.signed_by": _ACTED,
    "coverage.Move.said_by": _ACTED,
    "coverage.Move.signed_by": _ACTED,
    "coverage.Removal.said_by": _ACTED,
    "coverage.Removal.signed_by": _ACTED,
    "coverage.TargetCount.entered_by": _ACTED,
    "coverage.CoveragePlan.asked_by": _ACTED,
    "coverage.PlanLine.decided_by": _ACTED,
    "coverage.Draw.drawn_by": _ACTED,
    "coverage.Check.checked_by": _ACTED,
    "upkeep.LegalHold.ordered_by": _ACTED,
    "upkeep.LegalHold.lifted_by": _ACTED,
}

_OF_A_FIRM: StrOrPromise = _("names a firm, product, place or cluster")
_OF_A_FILE: StrOrPromise = _("names a file or a part of the software")
NOT_PERSONAL: Mapping[str, StrOrPromise] = {
    "firms.Firm.name": _OF_A_FIRM,
    "firms.Firm.name_en": _OF_A_FIRM,
    "firms.FirmProduct.name": _OF_A_FIRM,
    "firms.Carrier.name": _OF_A_FIRM,
    "firms.FirmMerge.kept_name": _OF_A_FIRM,
    "firms.FirmMerge.merged_name": _OF_A_FIRM,
    "firms.FirmSplit.firm_name": _OF_A_FIRM,
    "firms.FirmSplit.new_name": _OF_A_FIRM,
    "duplicates.DuplicatePair.left_name": _OF_A_FIRM,
    "duplicates.DuplicatePair.right_name": _OF_A_FIRM,
    "duplicates.NameJudgement.firm_name": _OF_A_FIRM,
    "firms.Site.address": _("place of business of a firm"),
    "leaders.HandOverItem.owner": _("an office or firm that does it, not a person"),
    "clusters.Cluster.name": _OF_A_FIRM,
    "clusters.Cluster.name_en": _OF_A_FIRM,
    "clusters.ProposedCluster.name": _OF_A_FIRM,
    "clusters.Adoption.cluster_name": _OF_A_FIRM,
    "clusters.ProposedCluster.name_en": _OF_A_FIRM,
    "organisations.Organisation.name": _("names an organisation"),
    "organisations.Attestation.name_as_written": _("names an organisation"),
    "committees.Procedure.name": _("names an organisation"),
    "coverage.Target.name": _OF_A_FIRM,
    "coverage.Target.advisor_office": _("an office, never a person"),
    "places.Division.name": _OF_A_FIRM,
    "places.Division.name_en": _OF_A_FIRM,
    "places.Industry.name": _OF_A_FIRM,
    "places.World.name": _OF_A_FIRM,
    "places.World.name_en": _OF_A_FIRM,
    "audit.Trace.about_name": _("names the record that was changed; of a person only an account"),
    "audit.DailyDigest.signature": _("a signature of the software, not a person's"),
    "intake.Upload.file_name": _OF_A_FILE,
    "network.SnapshotTable.name": _OF_A_FILE,
    "auth.Permission.name": _OF_A_FILE,
    "auth.Group.name": _OF_A_FILE,
    "socialaccount.SocialApp.name": _OF_A_FILE,
    "django_tasks_database.DBTaskResult.queue_name": _OF_A_FILE,
    "django_tasks_database.DBTaskResult.backend_name": _OF_A_FILE,
}


# Records and fields of libraries, which have no names in Chinese.
WORDS_OF_OTHERS: Mapping[str, StrOrPromise] = {
    "mfa.Authenticator": _("second factor"),
    "mfa.Authenticator.data": _("secret"),
    "usersessions.UserSession": _("session of a person"),
    "django_tasks_database.DBTaskResult": _("later work"),
}


def looks_personal(name: str) -> bool:
    """Say whether a field with this name may tell of a person."""
    return _LOOKS.search(name) is not None
