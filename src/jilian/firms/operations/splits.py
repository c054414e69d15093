"""Parting a record that held two firms, and putting it together again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.text import sort_key
from jilian.firms.models import MOVABLE, Firm, FirmName, FirmSplit
from jilian.firms.operations.merges import one_at_a_time
from jilian.firms.operations.names_changed import note_names_changed
from jilian.firms.queries.splits import movable_rows, names_of, obstacles_of, values_of
from jilian.firms.rules import NameKind, Scheme, checked_identifier
from jilian.firms.rules.merges import checked_reason
from jilian.sources.models import Source
from jilian.sources.operations import record_source
from jilian_engine.names import normal_form

Chosen = Mapping[str, Collection[int]]
Moved = list[tuple[str, Any]]  # movable, row
LONGEST_NAME, LONGEST_IDENTIFIER = 200, 80


@transaction.atomic
def split_firm(
    *,
    by: Person,
    at: datetime,
    firm: Firm,
    name: str,
    reason: str,
    chosen: Chosen,
    scheme: str = "",
    identifier: str = "",
) -> FirmSplit:
    """Make a new firm of the chosen rows of a record: each row keeps its key, days and source.

    ``chosen``: keys of rows by movable (``firms.models.MOVABLE``). Without a scheme the new firm is
    known by its name alone. ``name`` may be empty where a registered name in force goes along.
    """
    allow(by, Permission.MERGE_FIRMS, world_code=firm.world.code)
    said = checked_reason(reason)
    one_at_a_time(firm.world)
    parted = Firm.objects.select_for_update(of=("self",)).get(pk=firm.pk)
    if parted.merged_into_id is not None:
        raise Refusal(
            "merged_already", _("This record is merged into another: undo the merge first.")
        )
    rows = _chosen_rows(parted, chosen)
    called = _name_of_new(rows, name)
    new = _new_firm(parted, called, scheme, identifier, rows)
    before = names_of(parted)
    _move(rows, new)
    _rename(parted)
    split = FirmSplit.objects.create(
        world=parted.world, firm=parted, new_firm=new, firm_name=before["name"], new_name=called,
        reason=said, split_at=at, split_by=by.username, made=[], before=before,
        moved=[(key, row.pk, values_of(row)) for key, row in rows],
        after={
            "firm": names_of(parted),
            "new_firm": {**names_of(new), "key": [new.scheme, new.identifier]},
        },
    )  # fmt: skip
    split.made = _made_names(split, new, rows, by=by, at=at)
    split.save(update_fields=("made",))
    _traced("firm.split", split, by=by, at=at, reason=said)
    note_names_changed(parted.world, [parted.pk, new.pk])
    return split


def _chosen_rows(firm: Firm, chosen: Chosen) -> Moved:
    if odd := set(chosen) - set(MOVABLE):
        raise Refusal("kind_unknown", _("There are no rows called %s.") % ", ".join(sorted(odd)))
    rows: Moved = []
    for key, movable in MOVABLE.items():
        wanted = sorted(chosen.get(key, ()))
        held = movable_rows(movable, firm.pk).order_by("pk")
        kept = list(held.select_for_update(of=("self",)).filter(pk__in=wanted)) if wanted else []
        if len(kept) != len(set(wanted)):
            raise Refusal("row_not_of_firm", _("A chosen row does not belong to this record."))
        rows += [(key, row) for row in kept]
    if not rows:
        raise Refusal("nothing_chosen", _("Choose at least one row that goes to the new firm."))
    going = {row.pk for key, row in rows if key == "names"}
    if going and not firm.names.exclude(pk__in=going).exists():
        raise Refusal("no_name_left", _("A name must stay with the record."))
    return rows


def _name_of_new(rows: Moved, name: str) -> str:
    """The name of the new firm: the registered one that goes along, or the one given."""
    going = [
        row.text
        for key, row in rows
        if key == "names" and row.kind == NameKind.REGISTERED and row.valid_to is None
    ]
    given = name.strip()
    if not given and not going:
        raise Refusal(
            "name_missing", _("Name the new firm, or choose a registered name that goes along.")
        )
    if given and going and normal_form(given) not in {normal_form(text) for text in going}:
        raise Refusal(
            "name_differs",
            _("The registered name that goes along is another one: leave the name empty."),
        )
    found: str = going[0] if going else given
    if len(found) > LONGEST_NAME:
        raise Refusal("name_too_long", _("The name is too long."))
    return found


def _new_firm(firm: Firm, name: str, scheme: str, identifier: str, rows: Moved) -> Firm:
    if scheme and scheme not in Scheme.values:
        raise Refusal("scheme_unknown", _("There is no such way to identify a firm."))
    by_name = not scheme and not identifier.strip()
    kept_scheme = Scheme.NAMED_IN_DOCUMENT if by_name else Scheme(scheme or Scheme.USCC)
    wanted = checked_identifier(kept_scheme, name if by_name else identifier)
    if len(wanted) > LONGEST_IDENTIFIER:
        raise Refusal("identifier_too_long", _("The identifier is too long."))
    held = Firm.objects.filter(world=firm.world, scheme=kept_scheme, identifier=wanted)
    if held.exists():
        raise Refusal(
            "identifier_taken",
            _("Another record has the identifier %(code)s.") % {"code": wanted},
        )
    english = [row.text for key, row in rows if key == "names" and row.kind == NameKind.ENGLISH]
    return Firm.objects.create(
        world=firm.world, scheme=kept_scheme, identifier=wanted, name=name,
        name_en=english[0] if english else "", sort_key=sort_key(name),
    )  # fmt: skip


def _move(rows: Moved, to: Firm) -> None:
    by_key: dict[str, list[int]] = {}
    for key, row in rows:
        by_key.setdefault(key, []).append(row.pk)
    for key, pks in by_key.items():
        movable = MOVABLE[key]
        movable.model._default_manager.filter(pk__in=pks).update(**{movable.field: to})


def _rename(firm: Firm) -> None:
    """Let the record stand in lists under the latest of the names that it has left."""
    names = list(firm.names.order_by("known_by", "pk"))
    registered = [one for one in names if one.kind == NameKind.REGISTERED]
    current = [one.text for one in registered if one.valid_to is None]
    left = current or [one.text for one in registered] or [one.text for one in names]
    english = [one.text for one in names if one.kind == NameKind.ENGLISH]
    if left and firm.name not in {one.text for one in names}:
        firm.name, firm.sort_key = left[-1], sort_key(left[-1])
    if firm.name_en and firm.name_en not in english:
        firm.name_en = english[-1] if english else ""
    firm.save(update_fields=("name", "name_en", "sort_key"))


def _made_names(split: FirmSplit, new: Firm, rows: Moved, *, by: Person, at: datetime) -> list[int]:
    """Add the name of the new firm where no moved row says it."""
    if any(key == "names" and row.kind == NameKind.REGISTERED and row.valid_to is None
           for key, row in rows):  # fmt: skip
        return []
    name = FirmName.objects.create(
        firm=new, kind=NameKind.REGISTERED, text=new.name, normal_form=normal_form(new.name),
        known_by=timezone.localtime(at).date(), source=_source_of(split, by=by, at=at),
    )  # fmt: skip
    return [name.pk]


def _source_of(split: FirmSplit, *, by: Person, at: datetime) -> Source:
    with translation.override(settings.LANGUAGE_CODE):
        title = gettext("Split of %(firm)s into two firms") % {"firm": split.firm_name}
    return record_source(
        by=by, at=at, key=f"split:{split.pk}", kind=Source.Kind.PERSON, title=title,
        issued_on=timezone.localtime(at).date(), note=split.reason,
    )  # fmt: skip


@transaction.atomic
def undo_split(*, by: Person, at: datetime, split: FirmSplit, reason: str) -> FirmSplit:
    """Move every row of a split back and remove the firm that it made.

    Refuses where anything of it was changed or attached since (``queries.obstacles_of``).
    """
    allow(by, Permission.MERGE_FIRMS, world_code=split.world.code)
    said = checked_reason(reason)
    one_at_a_time(split.world)
    undone = FirmSplit.objects.select_for_update(of=("self",)).get(pk=split.pk)
    if undone.undone_at is not None:
        raise Refusal("undone_already", _("This split has been undone already."))
    if found := obstacles_of(undone):
        first = ", ".join(f"{one.what}: {one.why}" for one in found[:3])
        raise Refusal(
            "split_overtaken",
            _("The split cannot be undone: %(count)d things stand in the way (%(first)s).")
            % {"count": len(found), "first": first},
        )
    firm, new = undone.firm, undone.new_firm
    assert firm is not None and new is not None
    undone.undone_at, undone.undone_by, undone.undo_reason = at, by.username, said
    undone.save(update_fields=("undone_at", "undone_by", "undo_reason"))
    _traced("firm.split_undone", undone, by=by, at=at, reason=said)
    _move_back(undone, firm)
    FirmName.objects.filter(pk__in=undone.made).delete()
    if names_of(firm) == undone.after["firm"]:
        Firm.objects.filter(pk=firm.pk).update(**undone.before)
    note_names_changed(undone.world, [firm.pk, new.pk])
    new.delete()
    undone.new_firm = None
    return undone


def _move_back(split: FirmSplit, firm: Firm) -> None:
    by_key: dict[str, list[int]] = {}
    for key, pk, _values in split.moved:
        by_key.setdefault(key, []).append(pk)
    try:
        with transaction.atomic():
            for key, pks in by_key.items():
                movable = MOVABLE[key]
                movable.model._default_manager.filter(pk__in=pks).update(**{movable.field: firm})
    except IntegrityError:
        raise Refusal(
            "split_overtaken",
            _("The split cannot be undone: the record has meanwhile been given what would come"
              " back, for example another main site."),
        ) from None  # fmt: skip


def _traced(action: str, split: FirmSplit, *, by: Person, at: datetime, reason: str) -> None:
    """One trace for each of the two firms."""
    moved: dict[str, list[int]] = {}
    for key, pk, _values in split.moved:
        moved.setdefault(key, []).append(pk)
    after = {
        "split": split.pk,
        "firm": split.firm_id,
        "new_firm": split.new_firm_id,
        "names": [split.firm_name, split.new_name],
        "moved": moved,
        "reason": reason,
    }
    for firm in (split.firm, split.new_firm):
        audit.record(
            action, by=by, at=at, about=firm, world=split.world, before=split.before, after=after
        )
