"""Inviting people and letting them set a new password; each link is shown once."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jilian.accounts import operations
from jilian.accounts.forms import InviteForm
from jilian.accounts.gate import Request, needs
from jilian.accounts.models import Invitation, Person
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal

KEY_BYTES = 32


@never_cache
@needs(Permission.INVITE)
def invite(request: Request) -> HttpResponse:
    """Ask whom to invite to which role; then show the link, once."""
    form = InviteForm(request.POST or None)
    if not form.is_valid():
        return _form(request, form, 422 if form.is_bound else 200)
    token = secrets.token_urlsafe(KEY_BYTES)
    try:
        invitation = operations.invite(
            by=request.person, at=timezone.now(), token=token, **form.cleaned_data
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _form(request, form, 409)
    return _show_link(request, invitation, token)


@never_cache
@require_POST
@needs(Permission.INVITE)
def renew(request: Request, pk: int) -> HttpResponse:
    """Make a link by which a person sets password and second factor anew; show it once."""
    found = get_object_or_404(Person.objects.people(), pk=pk)
    token = secrets.token_urlsafe(KEY_BYTES)
    try:
        invitation = operations.renew_sign_in(
            by=request.person, at=timezone.now(), token=token, person=found
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:person", pk)
    return _show_link(request, invitation, token)


@require_POST
@needs(Permission.INVITE)
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Make an invitation worthless."""
    invitation = get_object_or_404(Invitation, pk=pk)
    try:
        operations.withdraw_invitation(by=request.person, at=timezone.now(), invitation=invitation)
        messages.success(request, _("The invitation has been withdrawn."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("accounts:people")


def _form(request: Request, form: InviteForm, status: int) -> HttpResponse:
    return render(request, "accounts/invite.html", {"form": form}, status=status)


def _show_link(request: Request, invitation: Invitation, token: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("accounts:join", args=(token,)))
    return render(request, "accounts/link.html", {"invitation": invitation, "link": link})
