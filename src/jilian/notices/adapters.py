"""What happens on lower floors and is told to people: roles given, invitations accepted."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from jilian.accounts.models import Appointment, Invitation, Person
from jilian.accounts.operations.invitations import invitation_accepted
from jilian.accounts.operations.roles import role_given
from jilian.notices.operations import tell


def tell_inviter(sender: object, *, at: datetime, invitation: Invitation, **more: object) -> None:
    """Tell whoever invited that the person joined."""
    inviter = Person.objects.people().filter(username=invitation.invited_by).first()
    joined = invitation.accepted_by
    if inviter is None or joined is None or invitation.person_id is not None:
        return
    tell(
        by=joined,
        at=at,
        to=inviter,
        kind="invitation_accepted",
        key=f"invitation:{invitation.pk}",
        url=reverse("accounts:person", args=(joined.pk,)),
        details={"name": joined.display_name},
    )


def tell_appointed(
    sender: object, *, by: Person, at: datetime, appointment: Appointment, **more: object
) -> None:
    """Tell a person who is here already of a new role."""
    person = appointment.person
    if person.is_demo or person.joined_at is None or person.joined_at >= at:
        return
    tell(
        by=by,
        at=at,
        to=person,
        kind="role_given",
        key=f"appointment:{appointment.pk}",
        url=reverse("accounts:profile"),
        details={"role": appointment.role},
    )


def connect() -> None:
    """Listen; called when the applications start."""
    invitation_accepted.connect(tell_inviter, dispatch_uid="jilian.notices.tell_inviter")
    role_given.connect(tell_appointed, dispatch_uid="jilian.notices.tell_appointed")
