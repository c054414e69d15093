"""Every dated change of a cluster, with its reason, its source and who may see it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language, gettext as _, ngettext

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.base.dated import Dated
from jilian.clusters.models import Cluster
from jilian.clusters.rules import MemberRole
from jilian.clusters.rules.life import Begin, ChangeKind, MemberSpell, leading, stays
from jilian.organisations.models import Superior, TypeSpell
from jilian.organisations.rules import Line
from jilian.sources.models import Source
from jilian.ui.drawings import LineEvent

NAMED_AT_MOST = 3


@dataclass(frozen=True)
class Change:
    """Something that happened on a day: one thing, or alike things grouped.

    ``names``: the first few it is about, by name and address; ``count`` says how many there are.
    """

    kind: ChangeKind
    begin: Begin
    words: str
    count: int = 1
    names: tuple[tuple[str, str], ...] = ()
    reasons: tuple[str, ...] = ()
    source_pks: frozenset[int] = frozenset()
    sources: tuple[Source, ...] = ()

    @property
    def day(self) -> date:
        """The day by which it stands in order."""
        return self.begin.day or self.begin.known_by

    @property
    def event(self) -> LineEvent:
        """The change as a mark on the line."""
        return LineEvent(
            day=self.begin.day,
            label=self.words,
            known_by=self.begin.known_by,
            not_before=self.begin.not_before,
        )

    @property
    def beyond(self) -> int:
        """How many it is about besides those named."""
        return self.count - len(self.names) if self.names else 0


@dataclass(frozen=True)
class Life:
    """The changes of a cluster in the order of their days, and how many there are of each kind."""

    changes: tuple[Change, ...]
    counts: dict[ChangeKind, int] = field(default_factory=dict)

    @property
    def events(self) -> list[LineEvent]:
        """Everything as marks on a line."""
        return [change.event for change in self.changes]

    @property
    def latest_first(self) -> list[Change]:
        """The changes, the latest first."""
        return list(reversed(self.changes))

    def until(self, day: date) -> list[Change]:
        """What had happened by a day, the latest first."""
        return [change for change in self.latest_first if change.day <= day]


@dataclass(frozen=True)
class _Draft:
    """A change before alike ones of a day are put together."""

    kind: ChangeKind
    begin: Begin
    name: str
    url: str
    reason: str
    source: int
    words: str = ""  # of its own; otherwise it is counted with its like


def life_of(person: Person, cluster: Cluster, kind: ChangeKind | None = None) -> Life:
    """Return the dated changes that the person may see; eight queries at most."""
    drafts = [*_of_cluster(cluster), *_of_members(cluster)]
    if reach(person, cluster.world.code).may_somewhere(Permission.SEE_ORGANISATIONS):
        drafts += _of_bodies(cluster)
    changes = sorted(_grouped(drafts), key=lambda one: (one.day, one.kind.value != "founded"))
    counts = Counter(change.kind for change in changes)
    kept = [change for change in changes if kind is None or change.kind is kind]
    return Life(tuple(_with_sources(kept)), {one: counts[one] for one in ChangeKind if counts[one]})


def _of_cluster(cluster: Cluster) -> list[_Draft]:
    words = _("founded") if cluster.valid_from else _("first known")
    found = [_own(ChangeKind.FOUNDED, cluster, words, cluster.source_id)]
    if cluster.valid_to:
        ended = Begin(cluster.valid_to, cluster.valid_to)
        found.append(_Draft(ChangeKind.FOUNDED, ended, "", "", "", cluster.source_id, _("ended")))
    for name in cluster.names.order_by("known_by", "pk"):
        words = _("called “%(name)s”") % {"name": name.text}
        found.append(_own(ChangeKind.NAMED, name, words, name.source_id))
    return found


def _own(kind: ChangeKind, row: Dated, words: str, source: int, reason: str = "") -> _Draft:
    return _Draft(kind, begin_of(row), "", "", reason, source, words)


def begin_of(row: Dated) -> Begin:
    """When a dated record began."""
    return Begin(row.valid_from, row.known_by, row.not_before)


def _of_members(cluster: Cluster) -> list[_Draft]:
    spells = _spells(cluster)
    found = []
    for stay in stays(spells):
        found.append(_of_firm(cluster, ChangeKind.JOINED, stay.first))
        if stay.ended:
            found.append(_of_firm(cluster, ChangeKind.LEFT, stay.last, stay.ended))
    for stay in leading(spells):
        found.append(_of_firm(cluster, ChangeKind.LED, stay.first))
        if stay.ended:
            words = _("%(firm)s no longer leads") % {"firm": stay.last.name}
            ended = _of_firm(cluster, ChangeKind.LED, stay.last, stay.ended)
            found.append(replace(ended, name="", url="", words=words))
    return found


def _spells(cluster: Cluster) -> list[MemberSpell]:
    rows = cluster.memberships.order_by("known_by", "firm__sort_key", "pk").values_list(
        Coalesce("firm__merged_into", "firm"),
        Coalesce("firm__merged_into__name", "firm__name"),
        Coalesce("firm__merged_into__name_en", "firm__name_en"),
        "valid_from", "known_by", "not_before", "valid_to", "role", "reason", "source",
        "end_reason",
    )  # fmt: skip
    english = get_language() == "en"
    return [
        MemberSpell(
            firm, name_en if english and name_en else name, Begin(*begin), valid_to,
            role == MemberRole.LEADER, reason, source, end_reason,
        )
        for firm, name, name_en, *begin, valid_to, role, reason, source, end_reason in rows
    ]  # fmt: skip


def _of_firm(
    cluster: Cluster, kind: ChangeKind, spell: MemberSpell, end: date | None = None
) -> _Draft:
    url = reverse("firms:detail", args=(cluster.world.code, spell.firm))
    begin = Begin(end, end) if end else spell.begin
    reason = spell.end_reason if end else spell.reason
    return _Draft(kind, begin, spell.name, url, reason, spell.source)


def _of_bodies(cluster: Cluster) -> list[_Draft]:
    bodies = list(cluster.bodies.select_related("organisation").order_by("known_by"))
    found = []
    for row in bodies:
        words = _("body: %(name)s") % {"name": row.organisation}
        found.append(_own(ChangeKind.BODY, row, words, row.source_id))
        if row.valid_to:
            begin = Begin(row.valid_to, row.valid_to)
            words = _("no longer its body: %(name)s") % {"name": row.organisation}
            found.append(_Draft(ChangeKind.BODY, begin, "", "", "", row.source_id, words))
    pks = [row.organisation_id for row in bodies]
    for spell in TypeSpell.objects.filter(organisation__in=pks).order_by("known_by"):
        words = str(spell.get_type_display())
        if spell.is_exception:
            words = _("%s, by exception") % words
        words = _("type: %(type)s") % {"type": words}
        found.append(_own(ChangeKind.TYPE, spell, words, spell.source_id, spell.document))
    rows = Superior.objects.filter(superior__in=pks, line=Line.CLUSTER)
    for one in rows.select_related("organisation").order_by("known_by", "pk"):
        found += _of_superior(cluster, one)
    return found


def _of_superior(cluster: Cluster, row: Superior) -> Iterable[_Draft]:
    organisation = row.organisation
    url = reverse("organisations:detail", args=(cluster.world.code, organisation.pk))
    begins = [begin_of(row)] + ([Begin(row.valid_to, row.valid_to)] if row.valid_to else [])
    for at, begin in enumerate(begins):
        words = _("%(name)s leaves its line") % {"name": organisation} if at else ""
        yield _Draft(
            ChangeKind.UNDER, begin, "" if at else str(organisation), "" if at else url,
            "" if at else row.document, row.source_id, words,
        )  # fmt: skip


def _counted(kind: ChangeKind, begin: Begin, names: Sequence[str]) -> str:
    """Alike things of one day in words; a single one by its name."""
    count = len(names)
    first = {"name": names[0], "n": count}
    one: dict[ChangeKind, Callable[[], str]] = {
        ChangeKind.LED: lambda: _("%(name)s leads") % first,
        ChangeKind.LEFT: lambda: _("%(name)s leaves") % first,
        ChangeKind.JOINED: lambda: (
            (_("%(name)s joins") if begin.day else _("%(name)s named as a member")) % first
        ),
        ChangeKind.UNDER: lambda: _("%(name)s comes into its line") % first,
    }
    many: dict[ChangeKind, Callable[[], str]] = {
        ChangeKind.LED: lambda: ngettext("%(n)s firm leads", "%(n)s firms lead", count) % first,
        ChangeKind.LEFT: lambda: ngettext("%(n)s firm leaves", "%(n)s firms leave", count) % first,
        ChangeKind.JOINED: lambda: (
            ngettext("%(n)s firm joins", "%(n)s firms join", count)
            if begin.day
            else ngettext("%(n)s firm named as a member", "%(n)s firms named as members", count)
        )
        % first,
        ChangeKind.UNDER: lambda: ngettext(
            "%(n)s organisation comes into its line",
            "%(n)s organisations come into its line", count,
        ) % first,
    }  # fmt: skip
    return (one if count == 1 else many)[kind]()


def _grouped(drafts: Iterable[_Draft]) -> Iterable[Change]:
    """Put alike things of one day together, in the order in which they came."""
    groups: defaultdict[tuple[ChangeKind, Begin, str], list[_Draft]] = defaultdict(list)
    for draft in drafts:
        groups[draft.kind, draft.begin, draft.words].append(draft)
    for (kind, begin, words), rows in groups.items():
        yield Change(
            kind=kind,
            begin=begin,
            words=words or _counted(kind, begin, [row.name for row in rows]),
            count=len(rows),
            names=tuple((row.name, row.url) for row in rows[:NAMED_AT_MOST] if row.name),
            reasons=tuple(dict.fromkeys(row.reason for row in rows if row.reason)),
            source_pks=frozenset(row.source for row in rows),
        )


def _with_sources(changes: Sequence[Change]) -> Iterable[Change]:
    """Give each change its sources; one query."""
    wanted = {pk for change in changes for pk in change.source_pks}
    found = Source.objects.in_bulk(wanted)
    for change in changes:
        sources = tuple(found[pk] for pk in sorted(change.source_pks))
        yield replace(change, sources=sources)
