"""Taking back the founding or the end of an organisation, to the letter, while nothing rests on it.

For areas on higher floors that found and end organisations as steps of a procedure.
"""

from __future__ import annotations

from datetime import date, datetime

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.journal import Journal
from jilian.organisations.models import Organisation, Superior
from jilian.organisations.operations.changes import allow_change
from jilian.sources.models import Source

_OWN = ("names", "types", "superiors", "counts", "covers", "attestations")


@transaction.atomic
def take_back_founding(
    *, by: Person, at: datetime, organisation: Organisation, source: Source
) -> None:
    """Remove an organisation that this source alone brought; its key is free again.

    Refuses where anything else is recorded about it, or where others stand under it.
    """
    allow_change(by, organisation)
    kept = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    others = any(getattr(kept, relation).exclude(source=source).exists() for relation in _OWN)
    below = Superior.objects.filter(superior=kept).exists()
    if kept.source_id != source.pk or others or below:
        raise Refusal(
            "something_rests_on_it",
            _("More has been recorded about %(name)s since: that has to be taken back first.")
            % {"name": kept},
        )
    audit.record(
        "organisation.founding_taken_back",
        by=by,
        at=at,
        world=kept.world,
        about=kept,
        before={"key": kept.key, "name": kept.name, "valid_from": kept.valid_from},
        after=None,
    )
    Organisation.objects.filter(pk=kept.pk).delete()


@transaction.atomic
def take_back_end(
    *, by: Person, at: datetime, organisation: Organisation, ended_on: date, journal: Journal
) -> None:
    """Let an organisation stand on as the journal of its end has it; refuses where it changed."""
    allow_change(by, organisation)
    kept = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if kept.valid_to != ended_on:
        raise Refusal(
            "changed_since",
            _("%(name)s has been changed since: its end cannot be taken back.") % {"name": kept},
        )
    for label in journal.before:
        if label.startswith("organisations."):
            _put_back(apps.get_model(label), journal, label)
    audit.record(
        "organisation.end_taken_back",
        by=by,
        at=at,
        world=kept.world,
        about=kept,
        before={"valid_to": ended_on},
        after={"valid_to": None},
    )


def _put_back(model: type[Model], journal: Journal, label: str) -> None:
    for pk, values in journal.changes(label).items():
        model._default_manager.filter(pk=pk).update(**values)
