"""Frozen snapshots, and inferring links where none are known."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, Taking, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.network import analysis, formats, operations, queries
from jilian.network.forms import FreezeForm, InferForm
from jilian.ui.parts import Effect
from jilian.ui.values import number_text, percent_text

SNAPSHOTS_A_PAGE = 25


@needs(Permission.SEE_LINKS)
def snapshots(request: Request) -> HttpResponse:
    """Which days of the network have been frozen?"""
    return _page(request)


def _page(
    request: Request,
    freeze_form: FreezeForm | None = None,
    infer_form: InferForm | None = None,
    status: int = 200,
) -> HttpResponse:
    person, world = request.person, request.world
    seen = Paginator(queries.snapshots_seen(person, world), SNAPSHOTS_A_PAGE)
    rows = seen.get_page(request.GET.get("page"))
    inferences = list(queries.inferences(world)) if request.reach.may(Permission.SEE_LINKS) else []
    people = {row.frozen_by for row in rows} | {source.recorded_by for source in inferences}
    names = queries.names_of(people)
    context: dict[str, Any] = {
        "snapshots": [
            (row, queries.counts_of(person, row), names.get(row.frozen_by, row.frozen_by))
            for row in rows
        ],
        "pages": rows,
        "inferences": [
            (source, names.get(source.recorded_by, source.recorded_by)) for source in inferences
        ],
        "may_take_out": request.reach.may(Permission.EXPORT),
    }
    day = {"as_of": request.as_of}
    if request.reach.may(Permission.FREEZE):
        context["freeze_form"] = freeze_form or FreezeForm(initial=day, auto_id="freeze_%s")
    if request.reach.may(Permission.CHANGE_LINKS):
        context["infer_form"] = infer_form or InferForm(initial=day, auto_id="infer_%s")
    return render(request, "network/snapshots.html", context, status=status)


@require_POST
@needs(Permission.FREEZE)
def freeze(request: Request) -> HttpResponse:
    """Freeze the network of a day."""
    form = FreezeForm(request.POST, auto_id="freeze_%s")
    if not form.is_valid():
        return _page(request, freeze_form=form, status=422)
    try:
        snapshot = operations.freeze_snapshot(
            by=request.person, at=timezone.now(), world=request.world, **form.cleaned_data
        )
    except Refusal as refusal:
        form.add_error("as_of", str(refusal))
        return _page(request, freeze_form=form, status=422)
    messages.success(request, _("Frozen: %s.") % snapshot.fingerprint[:12])
    return redirect("network:snapshots", request.world.code)


@require_POST
@needs(Permission.CHANGE_LINKS)
def infer(request: Request) -> HttpResponse:
    """Say what an inference will end and begin; do it once that is confirmed."""
    form = InferForm(request.POST, auto_id="infer_%s")
    if not form.is_valid():
        return _page(request, infer_form=form, status=422)
    asked = form.cleaned_data
    try:
        if "confirmed" not in request.POST:
            foreseen = analysis.foresee(request.world, today=request.today, **asked)
            page = {"form": form, "effects": _effects(foreseen, asked)}
            return render(request, "network/infer.html", page)
        done = operations.ask_for_inference(
            by=request.person, at=timezone.now(), world=request.world, **asked
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, infer_form=form, status=422)
    messages.success(request, _done_words(done.new if done else None))
    return redirect("network:snapshots", request.world.code)


def _effects(foreseen: analysis.Foreseen, asked: dict[str, Any]) -> list[Effect]:
    effects = []
    if foreseen.ends:
        effects.append(
            Effect(_links(foreseen.ends), _("end; earlier days keep them"), asked["as_of"])
        )
    least = percent_text(asked["least_probability"], 1, 0)
    if foreseen.begins is None:
        begun = _("Links with a probability of at least %s") % least
    else:
        begun = _links(foreseen.begins)
    effects.append(
        Effect(begun, _("begin, marked as inferred and with their probability"), asked["as_of"])
    )
    return effects


def _links(count: int) -> str:
    words = ngettext("%(count)s inferred link", "%(count)s inferred links", count)
    return words % {"count": number_text(count)}


def _done_words(new: int | None) -> str:
    if new is None:
        return _("The inference is under way; you are told when it is done.")
    words = ngettext("%(count)s link was inferred.", "%(count)s links were inferred.", new)
    return words % {"count": number_text(new)}


@needs(Permission.EXPORT)
@says_purpose
def download(request: Request, taking: Taking, pk: int) -> HttpResponse:
    """A snapshot as a file: Parquet and its manifest; values only for who may see them all."""
    snapshot = get_object_or_404(queries.snapshots_seen(request.person, request.world), pk=pk)
    with_amounts = request.reach.may(Permission.SEE_AMOUNTS)
    operations.note_snapshot_taken(
        by=request.person, at=timezone.now(), snapshot=snapshot, with_amounts=with_amounts,
        purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    files, manifest, origin = analysis.taken_out(snapshot, with_amounts=with_amounts)
    day, mark = snapshot.as_of.isoformat(), snapshot.fingerprint[:12]
    name = f"snapshot-{request.world.code}-{day}-{mark}.zip"
    return HttpResponse(
        formats.snapshot_zip(files, manifest, origin),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
