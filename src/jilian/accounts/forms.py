"""What may be typed about people, signing in and roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import (
    AuthenticateForm as EnterSecondFactorForm,
    ReauthenticateForm as ReenterSecondFactorForm,
)
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Invitation, Person
from jilian.accounts.queries import demo_people
from jilian.accounts.rules import PURPOSE_OF_ROLE, SCOPE_OF_ROLE, Role, ScopeKind
from jilian.places.models import World

PASSWORD_RULE = _("At least ten characters, not only digits, and no common password.")


def _without_placeholders(form: forms.Form) -> None:
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class SignInForm(LoginForm):
    """Sign-in name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Sign-in name")
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        _without_placeholders(self)

    @property
    def demo_people(self) -> list[tuple[Person, Any, Any]]:
        """The people of the demo, their role and what it is for; none outside the demo."""
        if not settings.DEMO:
            return []
        return [
            (person, Role(role).label, PURPOSE_OF_ROLE[Role(role)])
            for role, person in demo_people().items()
        ]


class NewPasswordForm(ChangePasswordForm):
    """The present password and a new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Present password")
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = PASSWORD_RULE
        self.fields["password2"].label = _("New password once more")
        _without_placeholders(self)


class ConfirmPasswordForm(ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        _without_placeholders(self)


def _asks_for_code(form: forms.Form) -> None:
    form.fields["code"].label = pgettext_lazy("second factor", "Code")
    form.fields["code"].widget.attrs.update(inputmode="numeric", size=12)
    _without_placeholders(form)


class SecondFactorForm(EnterSecondFactorForm):
    """The code of the authenticator application, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _asks_for_code(self)


class ConfirmSecondFactorForm(ReenterSecondFactorForm):
    """The code once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _asks_for_code(self)


class SetUpSecondFactorForm(ActivateTOTPForm):
    """The first code that the authenticator application shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _asks_for_code(self)


def _role_choices(roles: Iterable[Role]) -> list[tuple[str, Any]]:
    return [("", _("Choose a role")), *((role.value, role.label) for role in roles)]


class RoleForm(forms.Form):
    """A role and where it is held."""

    role = forms.ChoiceField(label=_("Role"))
    world_code = forms.ChoiceField(
        label=_("World"), required=False, help_text=_("Empty for the three administrators.")
    )
    scope = forms.CharField(
        label=_("Town, cluster, firm or department"),
        max_length=120,
        required=False,
        help_text=_("Name or code; only for a role that is held for one of them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = _role_choices(Role)  # type: ignore[attr-defined]
        worlds = [("", "—"), *((world.code, str(world)) for world in World.objects.all())]
        self.fields["world_code"].choices = worlds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen role needs."""
        asked = super().clean() or {}
        if asked.get("role"):
            kind = SCOPE_OF_ROLE[Role(asked["role"])]
            if kind is not ScopeKind.SYSTEM and not asked.get("world_code"):
                self.add_error("world_code", _("Say in which world this role is held."))
            if kind not in (ScopeKind.SYSTEM, ScopeKind.DISTRICT) and not asked.get("scope"):
                self.add_error("scope", _("Say for which one this role is held."))
        return asked


class InviteForm(RoleForm):
    """Who is invited, to which role."""

    name = forms.CharField(label=_("Name"), max_length=80)
    office = forms.CharField(label=_("Office"), max_length=120, required=False)
    field_order = ("name", "office", "role", "world_code", "scope")


class JoinForm(forms.Form):
    """A sign-in name of one's own and a password."""

    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=150,
        validators=(UnicodeUsernameValidator(),),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
        help_text=_("Letters, digits and @ . + - _"),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=PASSWORD_RULE,
    )
    again = forms.CharField(
        label=_("Password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        if invitation.username:
            self.fields["username"].initial = invitation.username
            self.fields["username"].disabled = True
            self.fields["username"].help_text = ""

    def clean(self) -> dict[str, Any]:
        """Compare the two passwords and ask the rules."""
        asked = super().clean() or {}
        password, again = asked.get("password"), asked.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords differ."))
        elif password:
            joining = Person(username=asked.get("username", ""), name=self.invitation.name)
            try:
                validate_password(password, joining)
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return asked


class TakeAlongForm(forms.Form):
    """What a file is for and who gets it: usual words are offered, own words are taken."""

    purpose = forms.CharField(
        label=_("What for"),
        min_length=2,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "usual-purposes", "autocomplete": "off"}),
    )
    recipient = forms.CharField(
        label=_("Who gets it"),
        min_length=2,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "usual-recipients", "autocomplete": "off"}),
    )

    @property
    def missing_words(self) -> StrOrPromise:
        """What a program that gave neither is told."""
        return _("Give “purpose” and “recipient”: what the file is for and who gets it.")
