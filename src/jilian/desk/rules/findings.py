"""What a verification found, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from jilian.audit.rules import Finding, FindingKind, action_words

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SEALS: Mapping[str, StrPromise] = {
    "digest": gettext_lazy("The chain differs from the digest sealed up to trace %(first)s."),
    "signature": gettext_lazy("The signature of the digest sealed up to trace %(first)s is wrong."),
    "start": gettext_lazy("The chain begins after trace %(first)s, which no sealed digest names."),
}


def finding_words(found: Finding) -> str:
    """Name the trace and what happened to it, in one sentence."""
    words = {"first": found.first, "last": found.last, "at": found.stands_at}
    said = _sentence(found) % words
    about = " · ".join(filter(None, (found.action and action_words(found.action), found.about)))
    return f"{said} {about}".strip()


def _sentence(found: Finding) -> str:
    count = found.last - found.first + 1
    match found.kind:
        case FindingKind.CHANGED:
            return _("Trace %(first)s was changed.")
        case FindingKind.REMOVED:
            return ngettext(
                "Trace %(first)s was removed.", "Traces %(first)s to %(last)s were removed.", count
            )
        case FindingKind.CUT_OFF:
            return ngettext(
                "Trace %(first)s was cut off at the end.",
                "Traces %(first)s to %(last)s were cut off at the end.",
                count,
            )
        case FindingKind.INSERTED:
            return _("A row with the number %(at)s was inserted: it is no trace of the chain.")
        case FindingKind.MOVED:
            return _("Trace %(first)s was moved: it stands as %(at)s.")
        case FindingKind.HEAD:
            return _(
                "Trace %(first)s is not what the end of the chain says: one of them was changed."
            )
        case FindingKind.SEAL:
            return str(SEALS[found.stands_at])


def finding_from(plain: Mapping[str, Any]) -> Finding:
    """Return a finding from the plain values in which it was kept."""
    return Finding(**{**plain, "kind": FindingKind(plain["kind"])})
