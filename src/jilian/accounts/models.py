"""People, their roles, and invitations."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from jilian.accounts.rules import InvitationState, Role, ScopeKind, invitation_state


class PersonQuerySet(models.QuerySet["Person"]):
    """Filters of people."""

    def people(self) -> Self:
        """Leave out the named system people."""
        return self.filter(is_system=False)

    def holding(self, role: str, world_code: str | None = None) -> Self:
        """Keep those who may sign in and hold the role now, in one world if a code is given."""
        held = Appointment.objects.current().filter(role=role)
        if world_code is not None:
            held = held.filter(world_code=world_code)
        return self.people().filter(is_active=True, pk__in=held.values("person"))


class PersonManager(BaseUserManager["Person"]):
    """Finds people by their sign-in name."""

    def get_queryset(self) -> PersonQuerySet:
        """Return everybody, system people among them."""
        return PersonQuerySet(self.model, using=self._db)

    def people(self) -> PersonQuerySet:
        """Leave out the named system people."""
        return self.get_queryset().people()

    def holding(self, role: str, world_code: str | None = None) -> PersonQuerySet:
        """Keep those who may sign in and hold the role now."""
        return self.get_queryset().holding(role, world_code)

    def get_by_natural_key(self, username: str | None) -> Person:
        """Return the person who signs in with this name, whatever its case."""
        return self.get(username__iexact=username)


class Person(AbstractBaseUser):
    """Someone who uses the software: name, office, log of use, and nothing else about them."""

    username = models.CharField(_("sign-in name"), max_length=150, unique=True)
    name = models.CharField(_("name"), max_length=80)
    office = models.CharField(_("office"), max_length=120, blank=True)
    email = models.EmailField(_("work mail"), blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_system = models.BooleanField(
        _("system person"),
        default=False,
        help_text=_("Stands for the command line or the timetable; cannot sign in."),
    )
    is_demo = models.BooleanField(
        _("demo person"), default=False, help_text=_("Offered on the sign-in page of the demo.")
    )
    joined_at = models.DateTimeField(_("joined at"), null=True, blank=True)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ("username",)
        verbose_name = _("person")
        constraints = (
            models.UniqueConstraint(Lower("username"), name="sign_in_name_once_in_any_case"),
            models.CheckConstraint(
                name="system_person_cannot_sign_in",
                condition=Q(is_system=False) | Q(is_active=False),
            ),
        )

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name on pages; the sign-in name where none is known."""
        return self.name or self.username

    @cached_property
    def current_appointments(self) -> list[Appointment]:
        """The roles held now; read once and kept for the life of this object."""
        return list(self.appointments.filter(ended_at__isnull=True).order_by("pk"))

    @property
    def world_codes(self) -> frozenset[str]:
        """The worlds in which this person holds a role."""
        return frozenset(held.world_code for held in self.current_appointments)

    @property
    def roles(self) -> frozenset[str]:
        """The roles held now, in whichever world."""
        return frozenset(held.role for held in self.current_appointments)

    @property
    def role_names(self) -> list[str]:
        """The names of the roles held now, each once."""
        return [str(role.label) for role in Role if role in self.roles]


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Filters of appointments."""

    def current(self) -> Self:
        """Keep those that have not ended."""
        return self.filter(ended_at__isnull=True)


class Appointment(models.Model):
    """A role held by a person, within a scope of a world."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="appointments", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=40, choices=Role)
    world_code = models.SlugField(
        _("world"), blank=True, help_text=_("Empty for the administrators of the system.")
    )
    scope_kind = models.CharField(_("kind of scope"), max_length=12, choices=ScopeKind)
    scope_key = models.CharField(_("scope"), max_length=60, blank=True)
    given_at = models.DateTimeField(_("given at"))
    given_by = models.CharField(_("given by"), max_length=150)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=150, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("appointment")
        constraints = (
            models.UniqueConstraint(
                name="appointment_held_once",
                fields=("person", "role", "world_code", "scope_kind", "scope_key"),
                condition=Q(ended_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.get_role_display()


class Invitation(models.Model):
    """A link by which someone joins with a role, or a known person sets a new password.

    Only the fingerprint of its key is kept.
    """

    token_fingerprint = models.CharField(_("fingerprint of the key"), max_length=64, unique=True)
    person = models.ForeignKey(
        Person,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
        help_text=_("Who sets a new password; empty for somebody who joins."),
    )
    username = models.CharField(
        _("sign-in name"), max_length=150, blank=True, help_text=_("Empty: chosen on joining.")
    )
    name = models.CharField(_("name"), max_length=80)
    office = models.CharField(_("office"), max_length=120, blank=True)
    email = models.EmailField(_("work mail"), blank=True)
    role = models.CharField(_("role"), max_length=40, choices=Role, blank=True)
    world_code = models.SlugField(_("world"), blank=True)
    scope_kind = models.CharField(_("kind of scope"), max_length=12, choices=ScopeKind, blank=True)
    scope_key = models.CharField(_("scope"), max_length=60, blank=True)
    invited_at = models.DateTimeField(_("invited at"))
    invited_by = models.CharField(_("invited by"), max_length=150)
    expires_at = models.DateTimeField(_("expires at"))
    accepted_by = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        ordering = ("-invited_at",)
        verbose_name = _("invitation")
        constraints = (
            models.CheckConstraint(
                name="invitation_gives_a_role_or_renews_a_password",
                condition=Q(person__isnull=True, role__gt="") | Q(person__isnull=False, role=""),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def state(self, at: datetime) -> InvitationState:
        """Say what has become of it at a moment."""
        return invitation_state(
            at=at,
            expires_at=self.expires_at,
            accepted=self.accepted_at is not None,
            withdrawn=self.withdrawn_at is not None,
        )
