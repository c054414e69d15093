"""Clusters and members of clusters as the lines of a file, the head first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, pgettext

from jilian.clusters.rules import POSITIONS, DepartureKind
from jilian.clusters.rules.changes import why

if TYPE_CHECKING:
    from jilian.clusters.queries.changes import ClusterChange, FirmRow
    from jilian.clusters.queries.directory import Entry
    from jilian.clusters.queries.members import MemberOnDay
    from jilian.clusters.queries.runs import ProposedRowOnDay

Line = Sequence[object]


def member_lines(rows: Iterable[MemberOnDay]) -> list[Line]:
    """The head and one line a member of ``queries.member_rows``; what is not known stays empty."""
    head = (
        _("firm"), _("identified by"), _("identifier"), _("position"), _("role"), _("town"),
        _("industry code"), _("industry"), _("member from"), _("known by"), _("reason"),
        _("source"), _("row"),
    )  # fmt: skip
    return [head, *(_member(row) for row in rows)]


def _member(row: MemberOnDay) -> Line:
    return (
        row.firm.root.name, row.firm.root.get_scheme_display(), row.firm.root.identifier,
        row.get_position_display(), row.get_role_display(), row.town,
        row.industry_code, row.industry, row.valid_from, row.known_by, row.reason,
        row.source.title, row.source_row,
    )  # fmt: skip


def cluster_lines(entries: Iterable[Entry], *, with_outputs: bool) -> list[Line]:
    """The head and one line a cluster of ``queries.directory``; what is not known stays empty."""
    head: Line = (
        _("cluster"), _("English name"), _("trade"), _("host"), _("kind of host"), _("founded"),
        _("known by"), _("firms"), *(str(position.label) for position in POSITIONS),
        _("leading firms"), _("body"), _("type of the body"), _("founding paper"), _("places"),
    )  # fmt: skip
    if with_outputs:
        head = (
            *head, _("year of the output"), _("firms with known output"),
            _("firms at the end of the year"), _("output (yuan)"), _("bound of the output"),
            _("size class"),
        )  # fmt: skip
    return [head, *((*_cluster(one), *(_output(one) if with_outputs else ())) for one in entries)]


def _cluster(one: Entry) -> Line:
    listed, cluster, body = one.listed, one.listed.cluster, one.listed.body
    return (
        listed.called, cluster.name_en, one.trade, cluster.host or cluster.host_division,
        cluster.get_host_kind_display(), cluster.valid_from, cluster.known_by,
        listed.known_members, *(listed.positions.get(position, 0) if listed.members else None
                                for position in POSITIONS),
        "、".join(str(firm) for firm in listed.leaders) or None,
        body.name if body else None, body.type if body else None,
        body.document if body else None,
        "、".join(f"{spot} {count}" for spot, count in one.spots) or None,
    )  # fmt: skip


def _output(one: Entry) -> Line:
    held = one.output
    if held is None:
        return (None,) * 6
    bound = _("withheld") if held.withheld else _("at least") if held.is_at_least else _("exactly")
    return (
        held.year, held.known, held.members,
        None if held.yuan is None else int(held.yuan.to_integral_value()),
        None if held.total is None and not held.withheld else bound,
        held.size_class and str(held.size_class.label),
    )  # fmt: skip


def proposed_lines(rows: Iterable[ProposedRowOnDay]) -> list[Line]:
    """The head and one line a firm of ``queries.proposed_members``, with what is noted."""
    head = (
        _("firm"), _("identified by"), _("identifier"), _("position"), _("weight inside"),
        _("runs agree"), _("second best"), _("weight there"), _("town"), _("industry code"),
        _("industry"), _("boundary firm"), _("noted"), _("other position"), _("reason"),
    )  # fmt: skip
    return [head, *(_proposed(row) for row in rows)]


def _proposed(row: ProposedRowOnDay) -> Line:
    noted = DepartureKind(row.departure).label if row.departure else None
    return (
        row.firm.root.name, row.firm.root.get_scheme_display(), row.firm.root.identifier,
        row.get_position_display(), row.inside_share, row.stable_share, row.second_called,
        row.second_share, row.town, row.industry_code, row.industry,
        _("yes") if row.is_boundary else _("no"), noted, row.other_position or None,
        row.departure_reason,
    )  # fmt: skip


def change_lines(rows: Iterable[FirmRow]) -> list[Line]:
    """The head and one line a firm that a run would put elsewhere."""
    head = (
        _("firm"), _("identified by"), _("identifier"), _("would"), _("why"),
        pgettext("side of a change", "from"), pgettext("side of a change", "to"),
        _("number of the proposal"), _("joins the standing cluster"), _("position"),
        _("weight inside"), _("runs agree"),
    )  # fmt: skip
    return [head, *(_change(row) for row in rows)]


def _change(row: FirmRow) -> Line:
    placed = row.proposed
    return (
        row.firm.name, row.firm.get_scheme_display(), row.firm.identifier, row.kind.label,
        why(row.because), row.before.name if row.before else None,
        row.after.name if row.after else None, row.after.number if row.after else None,
        row.target.name if row.target else None, placed.position_word if placed else None,
        placed.inside_share if placed else None, placed.stable_share if placed else None,
    )  # fmt: skip


def fate_lines(rows: Iterable[ClusterChange]) -> list[Line]:
    """The head and one line a cluster of a comparison."""
    head = (
        _("cluster before"), _("firms before"), _("would"), _("cluster after"), _("firms after"),
        _("firms in both"), _("join"), _("leave"), _("with"),
    )  # fmt: skip
    return [head, *(_fate(row) for row in rows)]


def _fate(row: ClusterChange) -> Line:
    both = row.before is not None and row.after is not None
    return (
        row.before.name if row.before else None, row.before_size, row.fate_word,
        row.after.name if row.after else None, row.after_size, row.shared if both else None,
        row.joins, row.leaves, "；".join(end.name for end in row.others),
    )  # fmt: skip
