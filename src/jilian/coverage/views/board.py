"""The board of a campaign: how far it is, where, what moved, and every target."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, Taking, export_links, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.paging import BoundedPaginator, RequestConfig
from jilian.base.sheets import CONTENT_TYPES
from jilian.clusters.models import Cluster
from jilian.coverage import formats, operations, queries
from jilian.coverage.lists import TargetFilter, TargetTable
from jilian.coverage.models import Campaign, Target
from jilian.coverage.rules.bars import draw_weeks
from jilian.coverage.views.shared import ROWS_A_PAGE, campaign_of, listed_campaign, may_run


@needs(Permission.SEE_CAMPAIGNS)
def board(request: Request, pk: int) -> HttpResponse:
    """How far is it, what moved this week, and who is next?"""
    campaign = campaign_of(request, pk)
    if not queries.sees_list(request.person, campaign):
        own = Target.objects.visible_to(request.person, request.world).filter(campaign=campaign)
        return redirect("coverage:target", request.world.code, get_object_or_404(own[:1]).pk)
    figures = queries.figures_of(request.person, campaign)
    chosen = narrowed(request, campaign, [(one.key, str(one.label)) for one in figures.by_town])
    table = TargetTable(chosen.qs, order_by="name")
    table.may_move = queries.may_move(request.person, campaign)
    if not table.may_move:
        table.exclude = ("pick",)
    pages = {"per_page": ROWS_A_PAGE, "paginator_class": BoundedPaginator}
    RequestConfig(request, paginate=pages).configure(table)
    table.towns = {one.key: one.label for one in figures.by_town}
    table.exports = export_links(request, "coverage:export", campaign.pk)
    weeks = queries.weeks_of(request.person, campaign, request.today)
    page = {
        "campaign": campaign,
        "figures": figures,
        "table": table,
        "filter": chosen,
        "map_config": queries.map_of(campaign, figures.by_town),
        "weeks": weeks[-12:],
        "drawing": draw_weeks(weeks[-26:]),
        "may_run": may_run(request),
        "late": queries.overdue(chosen.queryset, request.today).exists(),
    }
    return render(request, "coverage/board.html", page)


def narrowed(request: Request, campaign: Campaign, towns: list[tuple[str, str]]) -> TargetFilter:
    """The targets as the filters of the address narrow them."""
    return TargetFilter(
        request.GET,
        queryset=queries.target_rows(request.person, campaign, request.today),
        today=request.today,
        towns=[(code, name) for code, name in towns if code],
        fields=queries.fields_of(campaign),
        offices=queries.advisor_offices(request.person, campaign),
    )


@needs(Permission.EXPORT)
@says_purpose
def export(request: Request, taking: Taking, pk: int, kind: str) -> HttpResponse:
    """The targets as the board lists them, as a file; no count of members is in it."""
    if kind not in CONTENT_TYPES or not request.reach.may_somewhere(Permission.SEE_CAMPAIGNS):
        raise Http404
    campaign = listed_campaign(request, pk)
    towns = [(one.key, "") for one in queries.figures_of(request.person, campaign).by_town]
    lines = formats.target_lines(narrowed(request, campaign, towns).qs.order_by("number"))
    operations.note_export(
        by=request.person, at=timezone.now(), campaign=campaign, what="targets",
        rows=len(lines) - 1, kind=kind, purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"targets-{campaign.pk}-{request.today.isoformat()}"
    return file_answer(lines, kind, _("Targets"), name)


@needs(Permission.SEE_CAMPAIGNS)
def of_cluster(request: Request, pk: int) -> HttpResponse:
    """The part of a cluster's page: its firms in open campaigns and in the register."""
    clusters = Cluster.objects.visible_to(request.person, request.world)
    cluster = get_object_or_404(clusters.select_related("world"), pk=pk)
    found = queries.of_cluster(request.person, cluster, request.as_of)
    return render(request, "coverage/of_cluster.html", {"cluster": cluster, "found": found})
