"""What an upload brought into the register, and what stands on it since.

Every record that an upload added carries its source; firms, which carry none, stand in its journal.
Records that it ended or set stand there as they were before.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from jilian.audit.models import Trace
from jilian.audit.rules import action_words
from jilian.base.dated import Dated
from jilian.base.journal import Journal, condition_of
from jilian.base.search import among
from jilian.firms.models import HISTORY_OF_FIRMS, Firm, FirmSplit
from jilian.intake.models import Upload
from jilian.sources.models import Source, Sourced

MOST_LISTED = 200
HARMLESS = ("exported", "looked_at")  # actions that change nothing of the record
Counts = dict[str, list[int]]  # model: records with the source, those of them that last


@dataclass(frozen=True)
class Obstacle:
    """One reason why an upload cannot be undone: what stands on it, since when, by whose act."""

    kind: str  # of record
    name: str
    key: str = ""
    action: str = ""
    at: datetime | None = None
    by: str = ""

    @property
    def words(self) -> str:
        """The act in words."""
        return action_words(self.action) if self.action else ""


class Brought:
    """What an upload added and changed."""

    def __init__(self, upload: Upload) -> None:
        assert upload.source is not None
        self.upload, self.source = upload, upload.source
        kept = bytes(upload.journal)
        size = int.from_bytes(kept[:8], "big")
        self.counts: Counts = json.loads(kept[8 : 8 + size]) if kept else {}
        self.journal = Journal.unpacked(kept[8 + size :])

    @cached_property
    def added(self) -> dict[type[models.Model], Q]:
        """The condition of added records, by model; only models that have some."""
        found = {
            model: Q(source=self.source) & ~Q(pk__in=among(self.journal.before[_label(model)]))
            for model in sourced_models()
            if self.counts.get(_label(model))
        }
        for label, spans in self.journal.added.items():
            found[apps.get_model(label)] = condition_of(spans)
        return found

    @cached_property
    def firms(self) -> Mapping[int, str]:
        """The firms whose records it added or changed, with their names."""
        touched = Q(pk__in=())
        for model, condition in self.added.items():
            if model is Firm:
                touched |= condition
            elif any(field.name == "firm" for field in model._meta.fields):
                touched |= Q(pk__in=model._default_manager.filter(condition).values("firm"))
        for label, records in self.journal.before.items():
            model = apps.get_model(label)
            if model is Firm:
                touched |= Q(pk__in=among(records))
            elif any(field.name == "firm" for field in model._meta.fields):
                rows = model._default_manager.filter(pk__in=among(records))
                touched |= Q(pk__in=rows.values("firm"))
        return dict(Firm.objects.filter(touched).order_by().values_list("pk", "name"))

    @property
    def sizes(self) -> dict[str, int]:
        """How many added records of each model would go."""
        return {
            _label(model): model._default_manager.filter(condition).count()
            for model, condition in self.added.items()
        }

    def obstacles(self) -> list[Obstacle]:
        """Whatever was changed, or built on it, after it was applied; the first ones of each.

        What was done and undone since stands in nobody's way.
        """
        changed = list(self._changed_records())
        told = list(self._later_acts()) if changed else []
        return [*told, *changed, *self._references(), *self._splits()]

    def _later_acts(self) -> Iterator[Obstacle]:
        """Traces about its firms that are later than its own: by whom the records were changed."""
        applied = Trace.objects.filter(
            about_kind=_label(Upload), about_key=str(self.upload.pk), action="upload.applied"
        )
        last = applied.values_list("number", flat=True).first()
        later = Trace.objects.filter(number__gt=last or 0, about_kind=_label(Firm))
        listed = 0
        for trace in later.order_by("number").iterator():
            if trace.action.endswith(HARMLESS) or int(trace.about_key) not in self.firms:
                continue
            yield Obstacle(
                _label(Firm), trace.about_name, trace.about_key, trace.action, trace.at, trace.by
            )
            listed += 1
            if listed == MOST_LISTED:
                return

    def _splits(self) -> Iterator[Obstacle]:
        """Splits in force that may have moved its records."""
        for split in FirmSplit.objects.in_force().filter(world=self.upload.world):
            if split.firm_id in self.firms:
                yield Obstacle(_label(FirmSplit), str(split), str(split.pk))

    def _references(self) -> Iterator[Obstacle]:
        """Records from elsewhere that point to what would be removed."""
        for model, condition in self.added.items():
            gone = model._default_manager.filter(condition).values("pk")
            for field in _pointing_at(model):
                there = field.model
                rows = there._default_manager.filter(**{f"{field.name}__in": gone})
                if there in self.added:
                    rows = rows.exclude(self.added[there])
                if model is Firm and there in HISTORY_OF_FIRMS:
                    rows = rows.exclude(HISTORY_OF_FIRMS[there])
                for row in rows[:MOST_LISTED]:
                    yield Obstacle(_label(there), str(row), str(row.pk))

    def _changed_records(self) -> Iterator[Obstacle]:
        """Kinds of records of which some were ended, or taken over by another source."""
        now = counts_of(self.source)
        for label, counts in self.counts.items():
            if now.get(label, [0, 0]) != counts:
                yield Obstacle(label, "")
        for label, records in self.journal.before.items():
            ended = [key for key, record in records.items() if "valid_to" in record]
            model = apps.get_model(label)
            if ended and issubclass(model, Dated):
                rows = model._default_manager.filter(pk__in=among(ended))
                if rows.filter(valid_to__isnull=True).exists() or rows.count() < len(ended):
                    yield Obstacle(label, "")


def kept_journal(journal: Journal, source: Source) -> bytes:
    """What is kept with an upload: how many records carry its source now, and its journal."""
    counts = json.dumps(counts_of(source)).encode()
    return len(counts).to_bytes(8, "big") + counts + journal.packed()


def counts_of(source: Source) -> Counts:
    """How many records of each model carry the source, and how many of them last."""
    found: Counts = {}
    for model in sourced_models():
        rows = model._default_manager.filter(source=source)
        if count := rows.count():
            lasting = rows.filter(valid_to__isnull=True) if issubclass(model, Dated) else rows
            found[_label(model)] = [count, lasting.count()]
    return found


def sourced_models() -> Sequence[type[models.Model]]:
    """Every model whose records carry a source."""
    return [model for model in apps.get_models() if issubclass(model, Sourced)]


def _pointing_at(model: type[models.Model]) -> Iterator[models.ForeignKey[Any, Any]]:
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and not relation.many_to_many:
            field = getattr(relation, "field", None)
            if isinstance(field, models.ForeignKey):
                yield field


def _label(model: type[models.Model]) -> str:
    return model._meta.label_lower


def by_kind(obstacles: Sequence[Obstacle]) -> Mapping[str, list[Obstacle]]:
    """Obstacles grouped by what stands in the way."""
    grouped: dict[str, list[Obstacle]] = defaultdict(list)
    for one in obstacles:
        grouped[one.kind].append(one)
    return grouped


def kind_words(kind: str) -> str:
    """A kind of record in words."""
    return str(apps.get_model(kind)._meta.verbose_name)


def obstacle_lines(obstacles: Sequence[Obstacle], *, as_json: bool = False) -> list[str]:
    """Obstacles as lines of text, or as one line of JSON."""
    if as_json:
        plain = [asdict(one) for one in obstacles]
        return [json.dumps(plain, cls=DjangoJSONEncoder, ensure_ascii=False)]
    return [
        "  ".join(
            word
            for word in (
                kind_words(one.kind),
                one.name,
                one.words,
                one.at.isoformat(" ", "minutes") if one.at else "",
                one.by,
            )
            if word
        )
        for one in obstacles
    ]
