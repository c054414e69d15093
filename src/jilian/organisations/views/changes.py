"""Changing one organisation: what is asked, which dates it moves, and then it happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.firms.models import Firm
from jilian.organisations import operations, queries
from jilian.organisations.forms import (
    ChangeForm,
    CountsForm,
    CoverForm,
    EndForm,
    NameForm,
    SuperiorForm,
    TypeForm,
    plain,
)
from jilian.organisations.models import Organisation
from jilian.organisations.queries.planning import (
    Planned,
    plan_end,
    plan_name,
    plan_superior,
    plan_type,
)


@dataclass(frozen=True)
class Kind:
    """One kind of change: its form, what it would do, and what does it."""

    form: type[ChangeForm]
    title: Any
    verb: Any
    operation: Callable[..., object]
    plan: Callable[..., Planned] | None = None
    initial: Callable[[Organisation], dict[str, Any]] = lambda organisation: {}
    danger: bool = False

    @property
    def is_shown_first(self) -> bool:
        """Whether what would happen is shown before it happens."""
        return self.plan is not None


KINDS = {
    "type": Kind(
        TypeForm, gettext_lazy("Which type does it become?"), gettext_lazy("Set the type"),
        operations.set_type, plan_type,
    ),
    "superior": Kind(
        SuperiorForm, gettext_lazy("Under whom does it stand?"),
        gettext_lazy("Change the superior"), operations.change_superior, plan_superior,
    ),
    "name": Kind(
        NameForm, gettext_lazy("What is it called?"), gettext_lazy("Change the name"),
        operations.rename, plan_name,
    ),
    "end": Kind(
        EndForm, gettext_lazy("When does it end?"), gettext_lazy("End it"),
        operations.end_organisation, danger=True,
        plan=lambda organisation, last_day, document: plan_end(organisation, last_day),
    ),
    "counts": Kind(
        CountsForm, gettext_lazy("How many are counted?"), gettext_lazy("Record the counts"),
        operations.record_counts,
    ),
}  # fmt: skip


@needs(Permission.CHANGE_ORGANISATIONS)
def change(request: Request, pk: int, kind: str) -> HttpResponse:
    """Ask for a change, show which dates it moves, and make it once it is confirmed."""
    if kind not in KINDS:
        raise Http404
    wanted, organisation = KINDS[kind], _changeable(request, pk)
    form = wanted.form(request.POST or None, organisation=organisation)
    page: dict[str, Any] = {"organisation": organisation, "kind": wanted, "form": form}
    page["back"] = reverse("organisations:detail", args=[request.world.code, pk])
    if request.method == "POST" and form.is_valid():
        try:
            if wanted.plan is None or "confirmed" in request.POST:
                wanted.operation(
                    by=request.person,
                    at=timezone.now(),
                    organisation=organisation,
                    **form.cleaned_data,
                )
                messages.success(request, _("Done: %s.") % wanted.verb)
                return redirect(page["back"])
            page["planned"] = wanted.plan(organisation, **form.cleaned_data)
            page["sees_counts"] = queries.sees_counts(request.person, request.world, organisation)
            page["hidden"] = {**plain(form), "confirmed": "1"}
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "organisations/change.html", page)


@needs(Permission.CHANGE_ORGANISATIONS)
def cover(request: Request, pk: int) -> HttpResponse:
    """Record which organisation covers a firm."""
    firm = get_object_or_404(Firm.objects.visible_to(request.person, request.world), pk=pk)
    among = Organisation.objects.visible_to(
        request.person, request.world, Permission.CHANGE_ORGANISATIONS
    ).select_related("division", "world")
    form = CoverForm(request.POST or None, among=among)
    if request.method == "POST" and form.is_valid():
        try:
            operations.cover_firm(
                by=request.person,
                at=timezone.now(),
                organisation=form.cleaned_data["organisation"],
                firm=firm,
                mode=form.cleaned_data["mode"] or None,
                from_day=form.cleaned_data["from_day"],
            )
            messages.success(request, _("Recorded."))
            return redirect("firms:detail", request.world.code, pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "organisations/cover.html", {"firm": firm, "form": form})


def _changeable(request: Request, pk: int) -> Organisation:
    return get_object_or_404(
        Organisation.objects.visible_to(
            request.person, request.world, Permission.CHANGE_ORGANISATIONS
        ).select_related("division", "world", "source"),
        pk=pk,
    )
