"""Reading uploads and their problems, starting from who is looking."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.base.errors import Refusal
from jilian.intake.models import HeadingMeaning, Upload, UploadProblem
from jilian.intake.rules import UploadState
from jilian.places.models import World


def uploads_seen(person: Person, world: World) -> QuerySet[Upload]:
    """Return the uploads of the world that the person may see, the latest first."""
    return Upload.objects.visible_to(person, world).select_related("source")


def earlier_upload(world: World, kind: str, fingerprint: str, sheet: str = "") -> Upload | None:
    """Return the upload of the same content that was not refused or undone, if there is one."""
    same = Upload.objects.filter(world=world, kind=kind, fingerprint=fingerprint, sheet=sheet)
    return (
        same.exclude(state__in=(UploadState.REFUSED, UploadState.UNDONE))
        .defer("content", "journal")
        .first()
    )


def open_for_work(upload_id: int) -> Upload:
    """Return an upload with its content and world, for checking or applying it."""
    return Upload.objects.select_related("world").defer("journal").get(pk=upload_id)


def locked_upload(upload_id: int) -> Upload:
    """Return an upload without its content, locked until the transaction ends."""
    uploads = Upload.objects.select_for_update(of=("self",)).select_related("world")
    return uploads.defer("content", "journal").get(pk=upload_id)


def name_of_sender(upload: Upload) -> str:
    """Return the office that an upload comes from, or the name of whoever uploaded it."""
    if upload.sender:
        return upload.sender
    return names_of((upload.received_by,)).get(upload.received_by, upload.received_by)


def content_of(upload: Upload) -> bytes:
    """Return the file as it was received; empty once the table was set aside."""
    return bytes(Upload.objects.filter(pk=upload.pk).values_list("content", flat=True).get())


def problem_rows(upload: Upload, code: str = "") -> QuerySet[UploadProblem]:
    """Return the problems of an upload, in the order of its rows; of one code if one is named."""
    problems = upload.problems.all()
    return problems.filter(code=code) if code else problems


def kept_meanings(world: World, kind: str, sender: str) -> dict[str, str]:
    """Return what headings mean in the tables of a sender, by the base of the heading."""
    kept = HeadingMeaning.objects.filter(world=world, kind=kind, sender=sender)
    return dict(kept.values_list("base", "field"))


def meanings_seen(person: Person, world: World) -> QuerySet[HeadingMeaning]:
    """Return all kept meanings of headings of a world, for whoever may upload there."""
    if not reach(person, world.code).may(Permission.UPLOAD):
        return HeadingMeaning.objects.none()
    return HeadingMeaning.objects.filter(world=world).select_related("world")


def uploaders_of(person: Person, world: World) -> list[str]:
    """Return who uploaded tables of a world, for a filter."""
    seen = Upload.objects.visible_to(person, world).order_by("received_by")
    return list(seen.values_list("received_by", flat=True).distinct())


def senders_of(person: Person, world: World) -> list[str]:
    """Return the offices from which tables came, for a filter and for typing them again."""
    seen = Upload.objects.visible_to(person, world).exclude(sender="").order_by("sender")
    return list(seen.values_list("sender", flat=True).distinct())


def names_of(usernames: Iterable[str]) -> dict[str, str]:
    """Return the names of people by the names with which they sign in."""
    wanted = {username for username in usernames if username}
    return dict(Person.objects.filter(username__in=wanted).values_list("username", "name"))


def applied_upload(world: World, word: str) -> Upload:
    """Return the applied upload with this number, or that of the very file with this path."""
    applied = Upload.objects.filter(world=world, state=UploadState.APPLIED)
    applied = applied.defer("content", "journal").order_by("-applied_at")
    file = Path(word)
    if word.isdecimal():
        found = applied.filter(pk=int(word)).first()
    elif file.is_file():
        found = applied.filter(fingerprint=sha256(file.read_bytes()).hexdigest()).first()
    else:
        found = None
    if found is None:
        raise Refusal(
            "upload_not_applied", _("“%(word)s” is no upload that was applied.") % {"word": word}
        )
    return found
