"""Ways in besides the sign-in page: joining by invitation, and the people of the demo."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from jilian.accounts import operations, queries
from jilian.accounts.forms import JoinForm
from jilian.accounts.gate import open_to_all
from jilian.accounts.models import Person
from jilian.base.errors import Refusal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@sensitive_post_parameters("password", "again")
@never_cache
@open_to_all
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a sign-in name and a password, and belong."""
    now = timezone.now()
    invitation = queries.invitation_with(token, now)
    if invitation is None:
        return render(request, "accounts/join_closed.html", status=404)
    form = JoinForm(request.POST or None, invitation=invitation)
    if form.is_valid():
        try:
            operations.join(
                at=now,
                invitation=invitation,
                username=form.cleaned_data["username"],
                password=form.cleaned_data["password"],
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done. Sign in with your name and the new password."))
            return redirect("account_login")
    held = queries.invited_to(invitation)
    return render(
        request,
        "accounts/join.html",
        {"form": form, "invitation": invitation, "held": held},
        status=422 if form.is_bound else 200,
    )


@require_POST
@open_to_all
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the people of the demo; outside the demo nothing is here."""
    if not settings.DEMO:
        raise Http404
    person = get_object_or_404(
        Person, username=request.POST.get("username", ""), is_demo=True, is_active=True
    )
    login(request, person, backend=BACKEND)
    return redirect(settings.LOGIN_REDIRECT_URL)
