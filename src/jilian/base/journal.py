"""What a bulk write changed, kept so that it can be taken back to the letter.

Added records are found again by their keys, or by the source that they carry; of records that were
ended or set, the columns are kept as they stood before.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import local
from typing import Any, Self

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from jilian.base.encryption import as_stored
from jilian.base.search import among

Before = dict[str, dict[int, dict[str, Any]]]  # model, key, column: value
Span = tuple[int, int]  # first and last key, both included
_in_force = local()


@contextmanager
def journaling() -> Iterator[Journal]:
    """Keep a journal of what ``base.bulk`` changes in this thread until the end."""
    journal = _in_force.journal = Journal()
    try:
        yield journal
    finally:
        _in_force.journal = None


def keep_before(model: type[models.Model], keys: Iterable[int], columns: Sequence[str]) -> None:
    """Keep what these columns hold now, if a journal is in force; called before each change."""
    journal: Journal | None = getattr(_in_force, "journal", None)
    if journal is not None:
        journal.keep(model, keys, columns)


def note_added(model: type[models.Model], keys: Iterable[int]) -> None:
    """Note added records that carry no source, if a journal is in force."""
    journal: Journal | None = getattr(_in_force, "journal", None)
    if journal is not None:
        journal.add(model, keys)


class Journal:
    """Keys of added records, and columns of changed ones as they stood before."""

    def __init__(self) -> None:
        self.added: dict[str, list[Span]] = defaultdict(list)
        self.before: Before = defaultdict(dict)

    def add(self, model: type[models.Model], keys: Iterable[int]) -> None:
        """Note that records with these keys were added."""
        spans = self.added[model._meta.label_lower]
        for key in sorted(keys):
            if spans and key == spans[-1][1] + 1:
                spans[-1] = (spans[-1][0], key)
            else:
                spans.append((key, key))

    def keep(self, model: type[models.Model], keys: Iterable[int], columns: Sequence[str]) -> None:
        """Keep what these columns hold now; what was kept earlier stays."""
        kept = self.before[model._meta.label_lower]
        rows = model._default_manager.filter(pk__in=among(keys)).order_by()
        # What is sealed stays sealed here, and goes back as the same bytes.
        for key, *values in rows.values_list("pk", *(as_stored(model, one) for one in columns)):
            record = kept.setdefault(key, {})
            for column, value in zip(columns, values, strict=True):
                record.setdefault(column, value)

    def packed(self) -> bytes:
        """The journal as bytes, to be kept beside what it tells of."""
        plain = {"added": self.added, "before": self.before}
        return zlib.compress(json.dumps(plain, cls=DjangoJSONEncoder).encode())

    @classmethod
    def unpacked(cls, packed: bytes) -> Self:
        """The journal as it was before ``packed``, its values as JSON has them."""
        plain = json.loads(zlib.decompress(packed)) if packed else {"added": {}, "before": {}}
        journal = cls()
        for label, spans in plain["added"].items():
            journal.added[label] = [(first, last) for first, last in spans]
        for label, records in plain["before"].items():
            journal.before[label] = {int(key): record for key, record in records.items()}
        return journal

    def changes(self, label: str) -> dict[int, dict[str, Any]]:
        """The columns of one model as they stood before, as its fields have them, by key."""
        model = apps.get_model(label)
        return {key: _read(model, record) for key, record in self.before[label].items()}


def condition_of(spans: Sequence[Span]) -> models.Q:
    """The condition that a key lies in one of the spans."""
    single = [first for first, last in spans if first == last]
    found = models.Q(pk__in=among(single)) if single else models.Q(pk__in=())
    for first, last in spans:
        if first != last:
            found |= models.Q(pk__range=(first, last))
    return found


def _read(model: type[models.Model], record: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the model's fields have them."""
    read: dict[str, Callable[[Any], Any]] = {}
    for field in model._meta.concrete_fields:
        read[field.name] = read[field.attname] = field.to_python
    return {_attribute(model, name): read[name](value) for name, value in record.items()}


def _attribute(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field.attname
