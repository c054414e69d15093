"""Deciding about an upload: check it again, apply it, set it aside."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.intake import operations, queries
from jilian.intake.models import Upload
from jilian.ui.parts import Effect
from jilian.ui.values import number_text


@needs(Permission.UPLOAD)
@require_POST
def check(request: Request, pk: int) -> HttpResponse:
    """Check a table once more, against the register as it is now."""
    seen = get_object_or_404(queries.uploads_seen(request.person, request.world), pk=pk)
    operations.ask_to_check(upload_id=seen.pk, by=request.person, at=timezone.now())
    return redirect("intake:detail", world=request.world.code, pk=pk)


@needs(Permission.UPLOAD)
def apply(request: Request, pk: int) -> HttpResponse:
    """Say what applying will do; do it once that is confirmed."""
    seen = get_object_or_404(queries.uploads_seen(request.person, request.world), pk=pk)
    if request.method != "POST":
        only_good = bool(seen.bad_rows)
        hidden = {"rows": "good" if only_good else "all"}
        page = {
            "upload": seen,
            "effects": _effects(seen),
            "left_alone": _left_alone(seen),
            "only_good": only_good,
            "hidden": hidden,
        }
        return render(request, "intake/apply.html", page)
    try:
        operations.ask_to_apply(
            upload_id=seen.pk,
            only_good=request.POST.get("rows") == "good",
            by=request.person,
            at=timezone.now(),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("intake:detail", world=request.world.code, pk=pk)


def _rows(count: int) -> str:
    shown = number_text(count)
    return ngettext("%(count)s row", "%(count)s rows", count) % {"count": shown}


def _effects(upload: Upload) -> list[Effect]:
    """What will happen to how many rows."""
    kinds = (
        ("new", _("be added to the register")),
        ("changed", _("bring the register up to date")),
    )
    counts = upload.counts
    return [Effect(_rows(counts[kind]), words) for kind, words in kinds if counts[kind]]


def _left_alone(upload: Upload) -> list[tuple[str, str]]:
    """What will not happen: how many rows, and why."""
    kinds = (
        ("bad_rows", _("left out because of problems")),
        ("conflicting", _("contradicting the register, which stays as it is")),
        ("same", _("as the register has it already")),
    )
    counts = upload.counts
    return [(_rows(counts[kind]), words) for kind, words in kinds if counts[kind]]


@needs(Permission.UPLOAD)
def set_aside(request: Request, pk: int) -> HttpResponse:
    """Say that the table's content will be deleted; do it once that is confirmed."""
    seen = get_object_or_404(queries.uploads_seen(request.person, request.world), pk=pk)
    if request.method != "POST":
        effects = [
            Effect(seen.file_name, _("not be applied; its content is deleted")),
            Effect(_("the same file"), _("be free to be uploaded again")),
        ]
        return render(request, "intake/set_aside.html", {"upload": seen, "effects": effects})
    try:
        operations.refuse_upload(upload_id=seen.pk, by=request.person, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("intake:detail", world=request.world.code, pk=pk)
