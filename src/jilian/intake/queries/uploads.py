"""Reading uploads and their problems, starting from who is looking."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from jilian.accounts.models import Person
from jilian.intake.models import Upload, UploadProblem
from jilian.intake.rules import UploadState
from jilian.places.models import World


def uploads_seen(person: Person, world: World) -> QuerySet[Upload]:
    """Return the uploads of the world that the person may see, the latest first."""
    return Upload.objects.visible_to(person, world).select_related("source")


def earlier_upload(world: World, kind: str, fingerprint: str, sheet: str = "") -> Upload | None:
    """Return the upload of the same content that was not refused, if there is one."""
    same = Upload.objects.filter(world=world, kind=kind, fingerprint=fingerprint, sheet=sheet)
    return same.exclude(state=UploadState.REFUSED).defer("content").first()


def open_for_work(upload_id: int) -> Upload:
    """Return an upload with its content and world, for checking or applying it."""
    return Upload.objects.select_related("world").get(pk=upload_id)


def locked_upload(upload_id: int) -> Upload:
    """Return an upload without its content, locked until the transaction ends."""
    uploads = Upload.objects.select_for_update(of=("self",)).select_related("world")
    return uploads.defer("content").get(pk=upload_id)


def problem_rows(upload: Upload, code: str = "") -> QuerySet[UploadProblem]:
    """Return the problems of an upload, in the order of its rows; of one code if one is named."""
    problems = upload.problems.all()
    return problems.filter(code=code) if code else problems


def names_of(usernames: Iterable[str]) -> dict[str, str]:
    """Return the names of people by the names with which they sign in."""
    wanted = {username for username in usernames if username}
    return dict(Person.objects.filter(username__in=wanted).values_list("username", "name"))
