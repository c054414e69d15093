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


class UploadState(models.TextChoices):
    """How far an upload has come.

    An upload that is being applied stays "checked" until every row is written, so that an
    interruption leaves nothing half done.
    """

    RECEIVED = "received", pgettext_lazy("upload", "received")
    CHECKING = "checking", pgettext_lazy("upload", "being checked")
    CHECKED = "checked", pgettext_lazy("upload", "checked")
    APPLIED = "applied", pgettext_lazy("upload", "applied")
    REFUSED = "refused", pgettext_lazy("upload", "refused")


S = UploadState
STEPS: Mapping[str, frozenset[str]] = {
    S.RECEIVED: frozenset({S.CHECKING, S.REFUSED}),
    S.CHECKING: frozenset({S.CHECKING, S.CHECKED, S.RECEIVED, S.REFUSED}),
    S.CHECKED: frozenset({S.CHECKING, S.APPLIED, S.REFUSED}),
    S.APPLIED: frozenset(),
    S.REFUSED: frozenset(),
}
_WHY_NOT = {
    S.APPLIED: ("upload_applied", _("This table has been applied already.")),
    S.REFUSED: ("upload_refused", _("This table was refused; upload it again.")),
}


def check_step(state: str, wanted: str) -> None:
    """Let an upload go from one state to another, or refuse it in words."""
    if wanted in STEPS[state]:
        return
    code, why = _WHY_NOT.get(
        S(state), ("upload_not_checked", _("This table has not been checked yet."))
    )
    raise Refusal(code, why)
