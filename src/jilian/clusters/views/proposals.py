"""What a run proposes: who, what a person would do otherwise, and its adoption."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, Taking, export_links, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.paging import RequestConfig
from jilian.clusters import formats, operations, queries
from jilian.clusters.forms import FOLLOW, AdoptionForm, NoteForm
from jilian.clusters.forms.lists import ProposedMemberFilter, ProposedMemberTable
from jilian.clusters.models import ProposedCluster, ProposedMember
from jilian.clusters.queries.standing import standing_choices
from jilian.clusters.rules import POSITIONS
from jilian.firms.queries import search_firms

FIRMS_A_PAGE = 25
FOUND_AT_MOST = 8


@needs(Permission.SEE_PROPOSALS)
def proposal(request: Request, pk: int) -> HttpResponse:
    """Who is proposed as a cluster, how firmly does each firm belong, and shall it be adopted?"""
    found = find_proposal(request, pk)
    return proposal_answer(request, found)


@require_POST
@needs(Permission.ADOPT_CLUSTERS)
def note(request: Request, pk: int) -> HttpResponse:
    """Note what is done otherwise than proposed with the ticked firms, and why."""
    found = find_proposal(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return proposal_answer(request, found, note=form, status=422)
    typed = form.cleaned_data
    said: dict[str, Any] = {"by": request.person, "at": timezone.now(), "proposal": found}
    try:
        if typed["act"] == FOLLOW:
            count = operations.drop_departures(**said, firms=typed["pick"])
        else:
            count = operations.note_departures(
                **said, firms=typed["pick"], kind=typed["act"], reason=typed["reason"],
                position=typed["position"],
            )  # fmt: skip
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return proposal_answer(request, found, note=form, status=422)
    noted = ngettext("Noted for %(n)s firm.", "Noted for %(n)s firms.", count) % {"n": count}
    messages.success(request, noted)
    asked = request.GET.copy()
    asked.pop("find", None)
    query = f"?{asked.urlencode()}" if asked else ""
    return redirect(reverse("clusters:proposal", args=(request.world.code, pk)) + query + "#rows")


@needs(Permission.EXPORT)
@says_purpose
def proposal_export(request: Request, taking: Taking, pk: int, kind: str) -> HttpResponse:
    """Who is proposed, as the page lists it, as a file."""
    found = find_proposal(request, pk)
    lines = formats.proposed_lines(_narrowed(request, found).qs)
    operations.note_run_export(
        by=request.person, at=timezone.now(), run=found.run, what=f"proposal {found.number}",
        kind=kind, rows=len(lines) - 1, purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    return file_answer(lines, kind, _("Members"), f"run-{found.run_id}-{found.number}")


def find_proposal(request: Request, pk: int) -> ProposedCluster:
    """The proposal, if the person may see it; else it does not exist."""
    rows = ProposedCluster.objects.visible_to(request.person, request.world)
    kept = rows.select_related("run__snapshot", "run__world", "adopted_as")
    return get_object_or_404(kept.defer("run__given", "run__reproduction"), pk=pk)


def proposal_answer(
    request: Request,
    found: ProposedCluster,
    *,
    adoption: AdoptionForm | None = None,
    note: NoteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a proposal, with what was typed wrongly."""
    may_adopt = request.reach.may(Permission.ADOPT_CLUSTERS) and found.adopted_as_id is None
    narrowed = _narrowed(request, found)
    table = ProposedMemberTable(narrowed.qs, may_note=may_adopt)
    RequestConfig(request, paginate={"per_page": FIRMS_A_PAGE}).configure(table)
    table.exports = export_links(request, "clusters:proposal_export", found.pk)
    context: dict[str, Any] = {
        "proposal": found,
        "filter": narrowed,
        "table": table,
        "noted": queries.noted_counts(found),
        "added": queries.added_firms(found),
        "may_adopt": may_adopt,
        "may_undo": request.reach.may(Permission.ADOPT_CLUSTERS),
        "adoptions": found.adoptions.all(),
        "form": adoption,
    }
    if may_adopt:
        context |= _for_adopting(request, found, adoption, note)
    return render(request, "clusters/proposal.html", context, status=status)


def _for_adopting(
    request: Request,
    found: ProposedCluster,
    adoption: AdoptionForm | None,
    note: NoteForm | None,
) -> dict[str, Any]:
    text = request.GET.get("find", "").strip()
    if adoption is None:
        clusters = standing_choices(request.world, request.today)
        asked = request.GET.get("into", "")
        into = int(asked[:18]) if asked.isdecimal() else None
        adoption = AdoptionForm.proposed(found, request.today, clusters, into)
    day = found.run.snapshot.as_of
    return {
        "form": adoption,
        "note": note,
        "positions": POSITIONS,
        "find": text,
        "hits": search_firms(request.person, request.world, text, day, FOUND_AT_MOST)
        if text
        else None,
    }


def _narrowed(request: Request, found: ProposedCluster) -> ProposedMemberFilter:
    rows: QuerySet[ProposedMember] = queries.proposed_members(found, found.run.snapshot.as_of)
    return ProposedMemberFilter(request.GET, queryset=rows)
