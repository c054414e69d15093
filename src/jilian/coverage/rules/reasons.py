"""What the planner's reasons and the register's findings are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

HELPED_BY = "body:"  # before the key of the leading firm's body, in what is kept
FINDINGS: Mapping[str, StrPromise] = {
    "organisation_ended": _("the organisation has ended"),
    "cover_ended": _("no organisation covers the firm any more"),
}
REASONS: Mapping[str, StrPromise] = {
    "own_body": _("three or more members: its own body"),
    "own_body_helped": _("three or more members: its own body, helped by the leading firm's"),
    "grouped": _("one or two members: a joint body with its group"),
    "no_members": _("no member is counted: an advisor"),
    "no_partners": _("no group within the limits: an advisor meanwhile"),
    "not_to_be_grouped": _("not to be grouped: an advisor meanwhile"),
    "members_unknown": _("members unknown: ask first"),
    "band_too_wide": _("the band leaves open whether it founds its own body: ask first"),
    "no_advisor": _("no advisor within reach"),
}


def words_of_reasons(reasons: Iterable[str]) -> str:
    """The reasons in words, without the body that helps."""
    return " · ".join(
        str(REASONS.get(one, one)) for one in reasons if not one.startswith(HELPED_BY)
    )


def helping_body(reasons: Iterable[str]) -> str:
    """The key of the body that helps; empty where none does."""
    return next((one.removeprefix(HELPED_BY) for one in reasons if one.startswith(HELPED_BY)), "")
