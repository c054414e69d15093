"""The kinds of notices of cases, and their words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.notices.rules.kind import Kind

READ = pgettext_lazy("notice", "Read")

OF_CASES: Mapping[str, Kind] = {
    "case_given": Kind(
        _("The case “%(case)s” is yours now."),
        _("See the case"),
        informs=True,
        outside=_("A case was given to you."),
    ),
    "case_unheld": Kind(
        _("The case “%(case)s” has no officer: nobody carries cases of its town."),
        _("Find an officer"),
        state="soon",
        outside=_("A case waits for an officer."),
    ),
    "branch_given": Kind(
        _("“%(what)s” of the case “%(case)s” is with you now."),
        _("Work on it"),
        outside=_("A branch of a case is with your office."),
    ),
    "branch_done": Kind(_("“%(what)s” of the case “%(case)s” is done."), READ, informs=True),
    "branch_returned": Kind(
        _("“%(what)s” of the case “%(case)s” came back to you: %(words)s"),
        pgettext_lazy("notice", "Answer"),
        state="soon",
        outside=_("Something of a case of yours came back: your answer is awaited."),
    ),
    "branch_returned_seen": Kind(
        _("“%(what)s” of the case “%(case)s” went back to the firm."), READ, informs=True
    ),
    "branch_answered": Kind(
        _("The firm has answered about “%(what)s” of the case “%(case)s”."), READ, informs=True
    ),
    "correction_wanted": Kind(
        _("“%(what)s” of the case “%(case)s” needs a correction, asked for once: %(words)s"),
        _("Give the correction"),
        state="soon",
        outside=_("A correction is asked for in a case of yours."),
    ),
    "matter_decided": Kind(
        _("“%(what)s” of the case “%(case)s” has been decided."),
        READ,
        informs=True,
        outside=_("A matter of a case of yours has been decided."),
    ),
    "matter_accepted_by_silence": Kind(
        _("“%(what)s” of the case “%(case)s” counts as accepted: nobody answered in time."),
        READ,
        informs=True,
        state="soon",
    ),
    "paper_promised": Kind(
        _("“%(paper)s” for the case “%(case)s” is promised by %(day)s."),
        _("Bring the paper"),
        days=("day",),
    ),
    "paper_due": Kind(
        _("“%(paper)s” for the case “%(case)s” was promised by %(day)s and is not there."),
        READ,
        days=("day",),
        informs=True,
        state="soon",
        outside=_("A promised paper is due."),
    ),
    "case_late": Kind(
        _("“%(what)s” of the case “%(case)s” is past its limit."),
        _("See with whom it lies"),
        informs=True,
        state="soon",
        outside=_("Something in a case of yours is late."),
    ),
    "case_late_up": Kind(
        _("“%(what)s” of the case “%(case)s” has been past its limit for a working day."),
        _("See with whom it lies"),
        informs=True,
        state="soon",
        outside=_("Something in a case is late."),
    ),
    "case_closed": Kind(
        _("The case “%(case)s” has been closed: is it solved?"),
        _("Say whether it is solved"),
        state="soon",
        outside=_("A case of yours was closed: say whether it is solved."),
    ),
    "case_not_solved": Kind(
        _("The firm says that the case “%(case)s” is closed but not solved."),
        _("Open it again"),
        state="refused",
        outside=_("A case of yours was closed but is not solved."),
    ),
    "case_reopened": Kind(
        _("The case “%(case)s” has been opened again."),
        _("See the case"),
        informs=True,
        state="soon",
    ),
}
