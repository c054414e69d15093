"""The page about oneself."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jilian.accounts import operations, queries
from jilian.accounts.gate import Request, open_to_signed_in
from jilian.accounts.permissions import held_permissions


@open_to_signed_in
def profile(request: Request) -> HttpResponse:
    """Who am I here, what may I do, and where am I signed in?"""
    person = request.person
    key = request.session.session_key
    held = queries.held_in_words(person.current_appointments)
    return render(
        request,
        "accounts/profile.html",
        {
            "held": [(one, held_permissions(one.appointment.role)) for one in held],
            "sessions": queries.open_sessions(person, key, timezone.now()),
            "history": queries.sign_ins(person),
            "second_factor": queries.has_second_factor(person),
            "second_factor_needed": settings.REQUIRE_SECOND_FACTOR
            and queries.lacks_second_factor(person),
            "session_limit": settings.SESSION_LIMIT,
        },
    )


@require_POST
@open_to_signed_in
def sign_out_elsewhere(request: Request) -> HttpResponse:
    """End my sessions in all other browsers."""
    operations.end_other_sessions(
        by=request.person, at=timezone.now(), session_key=request.session.session_key or ""
    )
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("accounts:profile")
