"""Reports as they are read: lists, one with all its acts, the paper that is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.places.models import World
from jilian.reports.models import Note, PrintedFile, Report, Signature
from jilian.reports.queries.drafting import LOCALES
from jilian.ui.values import day_text


@dataclass(frozen=True)
class SignedLine:
    """Who signed, for which office, when; as the report's language writes the day."""

    name: str
    office: str
    day: str


@dataclass(frozen=True)
class NoteLine:
    """A note of correction as it is printed."""

    number: int
    day: str
    words: str
    name: str
    about: str


@dataclass(frozen=True)
class ReportPage:
    """A report with who signed it, its notes and the files that are kept."""

    report: Report
    signatures: Sequence[Signature]
    notes: Sequence[Note]
    files: Sequence[PrintedFile]
    newest: int
    compiler: str


def reports_seen(person: Person, world: World) -> QuerySet[Report]:
    """The reports that somebody may read, counted, without what they say."""
    return Report.objects.visible_to(person, world).counted().defer("content")


def report_seen(person: Person, world: World) -> QuerySet[Report]:
    """The same with what they say."""
    return Report.objects.visible_to(person, world).counted().select_related("world")


def latest_of(report: Report) -> int:
    """The latest revision of the same month, template, audience and language."""
    same = Report.objects.filter(
        world=report.world_id, month=report.month, template_key=report.template_key,
        audience=report.audience, language=report.language,
    )  # fmt: skip
    return int(same.order_by("-revision").values_list("revision", flat=True)[0])


def report_page(report: Report) -> ReportPage:
    """All that stands beside a report: five queries whatever it says."""
    return ReportPage(
        report,
        list(report.signatures.all()),
        list(report.notes.all()),
        list(report.printed_files.defer("content")),
        latest_of(report),
        name_of(report.compiled_by),
    )


def signatures_of(report: Report) -> list[SignedLine]:
    """Who signed, as the report prints it."""
    with translation.override(LOCALES[report.language]):
        return [
            SignedLine(one.name, one.office, day_text(timezone.localdate(one.at)))
            for one in report.signatures.all()
        ]


def notes_of(report: Report, most: int | None = None) -> list[NoteLine]:
    """The notes of correction as they are printed, the first so many of them."""
    figures = {one["number"]: one for one in report.values["figures"]}
    with translation.override(LOCALES[report.language]):
        return [
            NoteLine(
                one.number, day_text(timezone.localdate(one.at)), one.words, one.name,
                _about(figures.get(one.figure_number)),
            )
            for one in report.notes.all()[:most]
        ]  # fmt: skip


def _about(figure: dict[str, object] | None) -> str:
    if figure is None:
        return ""
    return _("about %(name)s, printed as %(words)s") % {
        "name": figure["name"], "words": figure["words"]
    }  # fmt: skip


def file_name(report: Report, kind: str, notes: int) -> str:
    """What the file is called: template, world, month, revision, and notes where it has some."""
    more = f"-notes{notes}" if notes else ""
    audience = "" if report.audience == "public" else "-inside"
    return (
        f"{report.template_key}-{report.world.code}-{report.month:%Y-%m}-{report.language}"
        f"{audience}-r{report.revision}{more}.{kind}"
    )


def waiting_for(person: Person, world: World) -> list[Report]:
    """The reports that wait for this person's signature, the latest month first."""
    if not reach(person, world.code).may(Permission.SIGN_REPORTS):
        return []
    rows = Report.objects.visible_to(person, world).waiting_for(person.username)
    return list(rows.defer("content"))


def name_of(username: str) -> str:
    """Somebody by office and name, as signatures have it; the name of the account without one."""
    found = Person.objects.filter(username=username).values_list("office", "name").first()
    return " ".join(part for part in found or () if part) or username
