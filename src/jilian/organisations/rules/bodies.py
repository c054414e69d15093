"""One organisation as the register knows it, and the words for what a table may contradict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from jilian.organisations.rules.spells import Line, Span
from jilian.organisations.rules.thresholds import Counts

FirmKey = tuple[str, str]

CONFLICTS = {
    "same_start": _("From the same day on the register holds another value."),
    "inside_history": _("On that day the register holds another value that has ended since."),
    "start_disagrees": _("The register knows a later first day."),
    "before_not_before": _("A source says that it did not hold so early."),
    "starts_later": _("Something about it begins only after that day."),
    "ended": _("The organisation had ended by then."),
    "ends_otherwise": _("The register knows another last day."),
    "counts_differ": _("The register holds other counts of that day."),
}
FIELDS = {
    "founding": _("founding"),
    "name": _("name"),
    "type": _("type"),
    "superior": _("superior, territory line"),
    "cluster_superior": _("superior, cluster line"),
    "division": _("division"),
    "cover": _("coverage of a firm"),
    "counts": _("counts"),
    "end": _("end of the organisation"),
    "is_cluster_body": _("body of a cluster"),
    "founding_note": _("note on the founding"),
}


@dataclass(frozen=True)
class Body:
    """One organisation as the register knows it, with its dated lines."""

    key: str
    span: Span
    pk: int | None = None
    division: str | None = None
    is_cluster_body: bool = False
    founding_note: str = ""
    names: Line = ()
    types: Line = ()
    territory: Line = ()
    cluster: Mapping[str, Line] = field(default_factory=dict)
    covers: Mapping[FirmKey, Line] = field(default_factory=dict)
    counts: Mapping[date, Counts] = field(default_factory=dict)
    row: int | None = None

    @property
    def name(self) -> str:
        """The latest name; empty where none is known."""
        return str(self.names[-1].value) if self.names else ""


@dataclass(frozen=True)
class Change:
    """One field before and after."""

    field: str
    before: object
    after: object


class Conflict(Exception):
    """A row contradicts the register: what, and why."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(field, code)
        self.field = field
        self.code = code
