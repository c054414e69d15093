"""How the classes of data that no other area deletes by itself are deleted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from jilian.accounts.models import Invitation
from jilian.base.retention import deletes
from jilian.intake.models import Upload
from jilian.intake.rules import UploadState
from jilian.jobs.operations import forget_ended
from jilian.notices.models import Notice

OPEN_UPLOADS = (
    UploadState.RECEIVED, UploadState.CHECKING, UploadState.CHECKED, UploadState.UNCLEAR
)  # fmt: skip


def register() -> None:
    """Register the classes; called when the applications start."""
    deletes("invitations", settings.INVITATION_DAYS, _invitations)
    deletes("later_work", settings.WORK_DAYS, forget_ended)
    deletes("notices", settings.NOTICE_DAYS, _notices)
    deletes("sessions", settings.SESSION_DAYS, _sessions)
    deletes("uploaded_files", settings.UPLOAD_DAYS, _uploaded_files)


def _gone(rows: QuerySet[Any], dry_run: bool) -> int:
    if dry_run:
        return rows.count()
    return rows.delete()[0]


def _sessions(before: datetime, dry_run: bool) -> int:
    ended = Session.objects.filter(expire_date__lt=before)
    known = UserSession.objects.filter(last_seen_at__lt=before).exclude(
        session_key__in=Session.objects.filter(expire_date__gte=before).values("session_key")
    )
    return _gone(known, dry_run) + _gone(ended, dry_run)


def _invitations(before: datetime, dry_run: bool) -> int:
    done = Q(accepted_at__lt=before) | Q(withdrawn_at__lt=before) | Q(expires_at__lt=before)
    return _gone(Invitation.objects.filter(done), dry_run)


def _notices(before: datetime, dry_run: bool) -> int:
    return _gone(Notice.objects.filter(done_at__lt=before), dry_run)


def _uploaded_files(before: datetime, dry_run: bool) -> int:
    """Empty the files of uploads that are done with, and forget the cells that were wrong."""
    done = Upload.objects.exclude(state__in=OPEN_UPLOADS).filter(received_at__lt=before)
    rows = done.exclude(content=b"")
    if dry_run:
        return rows.count()
    keys = list(rows.values_list("pk", flat=True))
    Upload.objects.filter(pk__in=keys).update(content=b"")
    for one in Upload.objects.filter(pk__in=keys).defer("content"):
        one.problems.update(value="")
    return len(keys)
