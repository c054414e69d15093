"""Who uses the software, with which roles, since when; giving and ending roles."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_POST

from jilian.accounts import operations, queries
from jilian.accounts.forms import RoleForm
from jilian.accounts.gate import Request, needs
from jilian.accounts.lists import PeopleFilter, PeopleTable
from jilian.accounts.models import Appointment, Person
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.paging import RequestConfig
from jilian.ui.parts import Effect

PAGE = 50


@needs(Permission.SEE_PEOPLE)
def people(request: Request) -> HttpResponse:
    """Who uses the software, and with which role?"""
    chosen = PeopleFilter(request.GET, queryset=queries.people())
    table = PeopleTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": PAGE}).configure(table)
    shown = [row.record for row in table.paginated_rows]
    words = queries.words_by_person(shown)
    for one in shown:
        one.held_words = words.get(one.pk, [])
    return render(
        request,
        "accounts/people.html",
        {
            "table": table,
            "filter": chosen,
            "counts": queries.account_counts(),
            "invitations": queries.open_invitations(timezone.now()),
            "may_invite": request.reach.may(Permission.INVITE),
        },
    )


@needs(Permission.SEE_PEOPLE)
def person(request: Request, pk: int) -> HttpResponse:
    """Who is this, and which roles since when?"""
    return _page(request, _found(pk), RoleForm())


@require_POST
@needs(Permission.GIVE_ROLES)
def give_role(request: Request, pk: int) -> HttpResponse:
    """Give a role, or say why not."""
    found, form = _found(pk), RoleForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        operations.give_role(
            by=request.person, at=timezone.now(), person=found, **form.cleaned_data
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, form, status=409)
    messages.success(request, _("The role has been given."))
    return redirect("accounts:person", pk)


@needs(Permission.GIVE_ROLES)
def end_role(request: Request, pk: int, appointment: int) -> HttpResponse:
    """Say what ending a role will do; then, confirmed, end it."""
    held = get_object_or_404(
        Appointment.objects.current().select_related("person"), pk=appointment, person=pk
    )
    if request.method == "POST":
        try:
            operations.end_role(by=request.person, at=timezone.now(), appointment=held)
            messages.success(request, _("The role has ended."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("accounts:person", pk)
    words = queries.held_in_words([held])[0].words
    effects = [Effect(words, _("ends; what it opened closes with the next page"))]
    return _confirm(request, held.person, "end_role", effects)


@needs(Permission.GIVE_ROLES)
def close(request: Request, pk: int) -> HttpResponse:
    """Say what closing an account will do; then, confirmed, close it."""
    found = get_object_or_404(Person.objects.people(), pk=pk, is_active=True)
    if request.method == "POST":
        try:
            operations.close_account(by=request.person, at=timezone.now(), person=found)
            messages.success(request, _("The account is closed."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("accounts:person", pk)
    held = queries.held_in_words(found.current_appointments)
    effects = [
        Effect(found.display_name, _("is signed out everywhere and cannot sign in again")),
        *(Effect(one.words, pgettext("role", "ends")) for one in held),
    ]
    return _confirm(request, found, "close", effects)


@require_POST
@needs(Permission.GIVE_ROLES)
def reopen(request: Request, pk: int) -> HttpResponse:
    """Let a person sign in again, without a role."""
    operations.reopen_account(by=request.person, at=timezone.now(), person=_found(pk))
    messages.success(request, _("The account is open again, without any role."))
    return redirect("accounts:person", pk)


def _found(pk: int) -> Person:
    return get_object_or_404(Person.objects.people(), pk=pk)


def _page(request: Request, found: Person, form: RoleForm, status: int = 200) -> HttpResponse:
    manages = request.reach.may(Permission.GIVE_ROLES) and found.pk != request.person.pk
    return render(
        request,
        "accounts/person.html",
        {
            "found": found,
            "held": queries.held_in_words(found.current_appointments),
            "events": queries.appointment_events(found),
            "second_factor": queries.has_second_factor(found),
            "form": form,
            "manages": manages,
        },
        status=status,
    )


def _confirm(request: Request, found: Person, what: str, effects: list[Effect]) -> HttpResponse:
    return render(
        request, "accounts/confirm.html", {"found": found, "what": what, "effects": effects}
    )
