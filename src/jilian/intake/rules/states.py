"""Kinds of table and states of an upload."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.base.errors import Refusal


class TableKind(models.TextChoices):
    """What a table holds."""

    FIRMS = "firms", pgettext_lazy("kind of table", "firms")
    LINKS = "links", pgettext_lazy("kind of table", "supply links")
    ORGANISATIONS = "organisations", pgettext_lazy("kind of table", "organisations")
    TITLES = "titles", pgettext_lazy("kind of table", "titles")
    CARRIERS = "carriers", pgettext_lazy("kind of table", "carriers")


class UploadState(models.TextChoices):
    """How far an upload has come.

    An unclear one lacks a column by its known headings; a person says what the others mean.
    An upload that is being applied stays "checked" until every row is written, so that an
    interruption leaves nothing half done.
    """

    UNCLEAR = "unclear", pgettext_lazy("upload", "columns unclear")
    RECEIVED = "received", pgettext_lazy("upload", "received")
    CHECKING = "checking", pgettext_lazy("upload", "being checked")
    CHECKED = "checked", pgettext_lazy("upload", "checked")
    APPLIED = "applied", pgettext_lazy("upload", "applied")
    REFUSED = "refused", pgettext_lazy("upload", "refused")
    UNDONE = "undone", pgettext_lazy("upload", "undone")


S = UploadState
STEPS: Mapping[str, frozenset[str]] = {
    S.UNCLEAR: frozenset({S.RECEIVED, S.REFUSED}),
    S.RECEIVED: frozenset({S.RECEIVED, S.CHECKING, S.REFUSED}),
    S.CHECKING: frozenset({S.CHECKING, S.CHECKED, S.RECEIVED, S.REFUSED}),
    S.CHECKED: frozenset({S.RECEIVED, S.CHECKING, S.APPLIED, S.REFUSED}),
    S.APPLIED: frozenset({S.UNDONE}),
    S.REFUSED: frozenset(),
    S.UNDONE: frozenset(),
}
_WHY_NOT = {
    S.UNCLEAR: ("upload_unclear", _("Say first what the columns of this table mean.")),
    S.APPLIED: ("upload_applied", _("This table has been applied already.")),
    S.REFUSED: ("upload_refused", _("This table was refused; upload it again.")),
    S.UNDONE: ("upload_undone", _("This table was undone; upload it again.")),
}


def check_step(state: str, wanted: str) -> None:
    """Let an upload go from one state to another, or refuse it in words."""
    if wanted in STEPS[state]:
        return
    code, why = _WHY_NOT.get(
        S(state), ("upload_not_checked", _("This table has not been checked yet."))
    )
    raise Refusal(code, why)
