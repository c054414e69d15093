"""Undoing an applied upload: what would go, what stands in the way, why."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.intake import operations, queries
from jilian.intake.forms import UndoForm
from jilian.intake.queries.undoing import Brought, by_kind, kind_words
from jilian.intake.rules import UploadState
from jilian.ui.parts import Effect
from jilian.ui.values import number_text

MOST_SHOWN = 60


@needs(Permission.UPLOAD)
def undo(request: Request, pk: int) -> HttpResponse:
    """Say what undoing takes back and what stands in its way; do it once a reason is given."""
    seen = get_object_or_404(queries.uploads_seen(request.person, request.world), pk=pk)
    back = redirect("intake:detail", world=request.world.code, pk=pk)
    if seen.state != UploadState.APPLIED:
        return back
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            operations.undo_upload(
                upload_id=seen.pk, reason=reason, by=request.person, at=timezone.now()
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        messages.success(request, _("The upload is undone."))
        return back
    brought = Brought(seen)
    obstacles = brought.obstacles()
    page = {
        "upload": seen,
        "form": form,
        "effects": _effects(brought),
        "obstacle_count": len(obstacles),
        "obstacles": [
            (kind_words(kind), len(those), those[:MOST_SHOWN])
            for kind, those in by_kind(obstacles).items()
        ],
    }
    return render(request, "intake/undo.html", page, status=422 if form.errors else 200)


def _effects(brought: Brought) -> list[Effect]:
    """How many records of each kind go, and how many are set back."""
    found = []
    for kind, count in brought.sizes.items():
        words = ngettext("%(count)s record", "%(count)s records", count)
        shown = _(": ").join((kind_words(kind), words % {"count": number_text(count)}))
        found.append(Effect(shown, _("be taken out of the register")))
    for kind, records in brought.journal.before.items():
        if records:
            words = ngettext("%(count)s record", "%(count)s records", len(records))
            shown = _(": ").join((kind_words(kind), words % {"count": number_text(len(records))}))
            found.append(Effect(shown, _("be set back as before")))
    return found
