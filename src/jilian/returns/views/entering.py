"""What is due from a unit; entering it step by step, checking and sending it."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.returns import operations, queries
from jilian.returns.forms import EntryForm, NothingForm, ReasonForm, field_name
from jilian.returns.models import MonthlyReturn
from jilian.returns.operations import Conflict, Difference
from jilian.returns.queries.asking import month_or_404
from jilian.returns.queries.listing import UnitRow
from jilian.returns.rules.forms import Form, version_of
from jilian.returns.rules.words import Column
from jilian.returns.views.shared import duty_or_404, own_or_404
from jilian.ui.parts import Effect
from jilian.ui.values import moment_text, number_text

P = Permission


@needs(P.ENTER_RETURNS)
def due(request: Request) -> HttpResponse:
    """What is due from me?"""
    rows = queries.due_rows(request.person, request.world, timezone.now())
    page = {
        "rows": rows,
        "open": sum(one.is_open for one in rows),
        "late": sum(one.is_late for one in rows),
        "groups": _by_urgency(rows),
    }
    return render(request, "returns/due.html", page)


def _by_urgency(rows: list[UnitRow]) -> list[tuple[str, list[UnitRow]]]:
    """What is past due, what is still to do, what is done; each part with the name of its place."""
    return [
        ("late", [one for one in rows if one.is_open and one.is_late]),
        ("waiting", [one for one in rows if one.is_open and not one.is_late]),
        ("done", [one for one in rows if not one.is_open]),
    ]


@needs(P.ENTER_RETURNS)
@require_POST
def begin(request: Request, pk: int, month: str) -> HttpResponse:
    """Begin a return, or go on with it."""
    duty = duty_or_404(request, pk)
    try:
        row = operations.begin_return(
            by=request.person, at=timezone.now(), duty=duty, month=month_or_404(month)
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("returns:due", request.world.code)
    first = version_of(row.form, row.form_version).steps[0]
    return redirect("returns:enter", request.world.code, row.pk, first)


@needs(P.ENTER_RETURNS)
def enter(request: Request, pk: int, step: int) -> HttpResponse:
    """What are the values? A page of the form, kept as a draft when it is saved."""
    row = own_or_404(request, pk)
    form = version_of(row.form, row.form_version)
    if step not in form.steps:
        raise Http404
    if not row.is_open:
        return _not_open(request, row)
    found = queries.return_seen(row)
    rows = [one for one in found.rows if one.item.step == step]
    typed = EntryForm(request.POST or None, rows=rows)
    page = {"row": row, "form": form, "step": step, "typed": typed, "seen": row.saves,
            "once": request.POST.get("once") or uuid4().hex,
            "back": reverse("returns:detail", args=(request.world.code, row.pk))}  # fmt: skip
    if request.method != "POST":
        return render(request, "returns/enter.html", page)
    if not typed.is_valid():
        return _refused(request, page, [str(one) for ones in typed.errors.values() for one in ones])
    try:
        operations.save_values(
            by=request.person, at=timezone.now(), monthly_return=row, values=typed.values,
            notes=typed.notes, seen=_seen(request),
        )  # fmt: skip
    except Conflict as conflict:
        return _conflict(request, page, form, conflict)
    except Refusal as refusal:
        typed.add_error(None, str(refusal))
        return _refused(request, page, [str(refusal)])
    url = next_page(request, row, form, step)
    return JsonResponse({"url": url}) if _is_apart(request) else redirect(url)


def next_page(request: Request, row: MonthlyReturn, form: Form, step: int) -> str:
    """The next page of the form, or the checks after the last."""
    later = [one for one in form.steps if one > step]
    if later:
        return reverse("returns:enter", args=(request.world.code, row.pk, later[0]))
    return reverse("returns:check", args=(request.world.code, row.pk))


def _seen(request: Request) -> int:
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() else 0


def _is_apart(request: Request) -> bool:
    """Whether a script sends the form, perhaps long after it was filled in."""
    return "X-Unsent" in request.headers


def _not_open(request: Request, row: MonthlyReturn) -> HttpResponse:
    sentence = _("This return has been sent; it can be changed when it is sent back or corrected.")
    if _is_apart(request):
        return JsonResponse({"errors": [sentence], "sentence": sentence}, status=422)
    messages.warning(request, sentence)
    return redirect("returns:detail", request.world.code, row.pk)


def _refused(request: Request, page: dict[str, object], errors: list[str]) -> HttpResponse:
    if _is_apart(request):
        return JsonResponse({"errors": errors, "sentence": " ".join(errors)}, status=422)
    return render(request, "returns/enter.html", page, status=422)


def _conflict(
    request: Request, page: dict[str, object], form: Form, conflict: Conflict
) -> HttpResponse:
    """Both values side by side, to choose from; nothing was written."""
    sides = [_side(form, one) for one in conflict.differences]
    if _is_apart(request):
        words = _("%(what)s: yours %(yours)s, saved meanwhile %(theirs)s (%(by)s, %(at)s)")
        told = [words % {key: side[key] for key in ("what", "yours", "theirs", "by", "at")}
                for side in sides]  # fmt: skip
        return JsonResponse(
            {"happened": told, "seen": str(conflict.saves), "sentence": str(conflict)}, status=409
        )
    chosen = {side["name"] for side in sides} | {"csrfmiddlewaretoken", "seen", "once"}
    kept = [(name, value) for name, value in request.POST.items() if name not in chosen]
    page |= {"sides": sides, "kept": kept, "seen": conflict.saves}
    return render(request, "returns/conflict.html", page, status=409)


def _side(form: Form, one: Difference) -> dict[str, str]:
    item = form.item(one.item)
    is_note = isinstance(one.yours, str)
    column = _("Note") if is_note else str(Column(one.column).label)
    return {
        "name": field_name(one.item, "note" if is_note else one.column),
        "what": f"{item} · {column}",
        "yours": _shown(one.yours, item.places),
        "theirs": _shown(one.theirs, item.places),
        "yours_value": _plain(one.yours),
        "theirs_value": _plain(one.theirs),
        "by": one.by,
        "at": moment_text(one.at),
    }


def _shown(value: object, places: int) -> str:
    return value if isinstance(value, str) else number_text(value, places)  # type: ignore[arg-type]


def _plain(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value or "")


@needs(P.ENTER_RETURNS)
def check(request: Request, pk: int) -> HttpResponse:
    """Is it right, and may it be sent?"""
    row = own_or_404(request, pk)
    found = queries.return_seen(row)
    page = {"row": row, "found": found, "form": found.form, "refusal": None}
    if request.method == "POST":
        try:
            operations.send_return(by=request.person, at=timezone.now(), monthly_return=row)
        except Refusal as refusal:
            page["refusal"] = refusal
            return render(request, "returns/check.html", page, status=422)
        messages.success(request, _("The return has been sent; it can be followed here."))
        return redirect("returns:detail", request.world.code, row.pk)
    if not row.is_open:
        return redirect("returns:detail", request.world.code, row.pk)
    return render(request, "returns/check.html", page)


@needs(P.ENTER_RETURNS)
def correct(request: Request, pk: int) -> HttpResponse:
    """Why is it corrected? What was released stays on record."""
    row = own_or_404(request, pk)
    typed = ReasonForm(request.POST or None)
    if request.method == "POST" and typed.is_valid():
        try:
            made = operations.begin_correction(
                by=request.person, at=timezone.now(), monthly_return=row, **typed.cleaned_data
            )
        except Refusal as refusal:
            typed.add_error(None, str(refusal))
        else:
            first = version_of(made.form, made.form_version).steps[0]
            return redirect("returns:enter", request.world.code, made.pk, first)
    return render(request, "returns/correct.html", {"row": row, "typed": typed})


@needs(P.ENTER_RETURNS)
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a correction back that was not sent."""
    row = own_or_404(request, pk)
    if request.method == "POST":
        try:
            operations.withdraw_correction(by=request.person, at=timezone.now(), monthly_return=row)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("returns:detail", request.world.code, row.pk)
        messages.success(request, _("The correction was taken back; what was released stands."))
        return redirect("returns:due", request.world.code)
    effect = Effect(str(row), _("the correction goes; what was released stands as before"))
    page = {
        "question": _("Take this correction back?"), "effects": [effect], "verb": _("Take it back"),
        "typed": NothingForm(), "danger": True,
        "back": reverse("returns:detail", args=(request.world.code, row.pk)),
    }  # fmt: skip
    return render(request, "returns/confirm.html", page)
