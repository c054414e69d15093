"""What a system administrator types about a channel."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.rules import Role
from jilian.notices.models import ChannelKind
from jilian.places.models import World

NONE = pgettext_lazy("filter", "all")


class PlaceForm(forms.Form):
    """Where a channel leads: what is kept sealed is never shown again."""

    title = forms.CharField(
        label=_("title"), max_length=80, help_text=_("By which you know it again.")
    )
    target = forms.CharField(
        label=_("Address of the robot"), max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("As the service shows it, with https://. Kept sealed, not shown again."),
    )  # fmt: skip
    secret = forms.CharField(
        label=_("Signing secret"), max_length=200, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Where the robot asks for a signature. Kept sealed, not shown again."),
    )  # fmt: skip
    hosts = forms.CharField(
        label=_("Hosts that may be called"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One a line: host, host:port, or the network of a server inside the house. Nothing"
            " else is called."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, is_new: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not is_new:
            self.fields["target"].required = False
            self.fields["target"].help_text = _("Leave empty to keep the present one.")
            self.fields["secret"].help_text = _("Leave empty to keep the present one.")


class MailForm(PlaceForm):
    """A mail server: its address, who signs in, from whom the mail is."""

    sign_in = forms.CharField(label=_("signs in as"), max_length=200, required=False)
    sender = forms.EmailField(label=_("sender of the mail"))
    by_starttls = forms.BooleanField(
        label=_("by STARTTLS"), required=False, help_text=_("Usual on port 587; else TLS at once.")
    )

    field_order = ("title", "target", "by_starttls", "sign_in", "secret", "sender", "hosts")

    def __init__(self, *args: Any, is_new: bool, **more: Any) -> None:
        super().__init__(*args, is_new=is_new, **more)
        self.fields["target"].label = _("Mail server")
        self.fields["target"].widget = forms.TextInput(attrs={"placeholder": "smtp.example.cn:465"})
        self.fields["secret"].label = _("Password")
        if is_new:
            self.fields["target"].help_text = _("host:port")
            self.fields["secret"].help_text = _("Kept sealed, not shown again.")


def place_form_for(kind: str) -> type[PlaceForm]:
    """Return the form for a kind of channel."""
    return MailForm if kind == ChannelKind.MAIL else PlaceForm


class AimForm(forms.Form):
    """For whom a channel is, and how it speaks."""

    role = forms.ChoiceField(label=_("Role"), required=False)
    world_code = forms.ChoiceField(label=_("world"), required=False)
    scope_key = forms.CharField(
        label=_("scope"), max_length=80, required=False,
        help_text=_("Number of the firm or cluster, code of the town; as on the page of a person."),
    )  # fmt: skip
    link = forms.URLField(
        label=_("address of this installation"), required=False, assume_scheme="https",
        help_text=_("Stands below the sentence, so that one tap leads to the notices."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        role, world = self.fields["role"], self.fields["world_code"]
        assert isinstance(role, forms.ChoiceField)
        assert isinstance(world, forms.ChoiceField)
        role.choices = [("", NONE), *Role.choices]
        world.choices = [("", NONE), *((one.code, str(one)) for one in World.objects.all())]
