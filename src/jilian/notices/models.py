"""Messages to people, shown on their first page."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.rules import Role
from jilian.base.encryption import SealedTextField
from jilian.places.models import World


class ChannelKind(models.TextChoices):
    """A way by which notices leave the house."""

    MAIL = "mail", _("mail")
    WECOM = "wecom", _("WeCom robot")
    DINGTALK = "dingtalk", _("DingTalk robot")
    FEISHU = "feishu", _("Feishu robot")


class DeliveryState(models.TextChoices):
    """What became of a message."""

    WAITING = "waiting", pgettext_lazy("delivery", "waits")
    SENDING = "sending", pgettext_lazy("delivery", "is being sent")
    SENT = "sent", pgettext_lazy("delivery", "sent")
    FAILED = "failed", pgettext_lazy("delivery", "failed")
    DROPPED = "dropped", pgettext_lazy("delivery", "not sent any more")


PROBLEMS = {
    "no_answer": _("No answer came from the host."),
    "certificate": _("The host's certificate is not valid."),
    "status": _("The host answered with an error."),
    "odd_answer": _("The host's answer was not understood."),
    "refused": _("The service refused the message."),
    "no_such_recipient": _("The mail server does not know the recipient."),
    "host_not_listed": _("The host is not in the list."),
    "host_private": _("The host leads to a private address that is not in the list."),
    "defect": _("The message could not be made."),
}


class Notice(models.Model):
    """One sentence for one person, with the page it is about."""

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="notices",
        verbose_name=pgettext_lazy("notice", "to"),
    )
    world = models.ForeignKey(
        World, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("world")
    )
    key = models.CharField(
        pgettext_lazy("notice", "key"),
        max_length=120,
        help_text=_("The same matter is told to a person once."),
    )
    kind = models.CharField(
        pgettext_lazy("notice", "kind"),
        max_length=40,
        help_text=_("Chooses sentence and verb in the reader's language."),
    )
    details = models.JSONField(
        pgettext_lazy("notice", "details"), default=dict, help_text=_("What the sentence names.")
    )
    url = models.CharField(pgettext_lazy("notice", "address"), max_length=300)
    sent_at = models.DateTimeField(_("sent at"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        ordering = ("-sent_at",)
        verbose_name = _("notice")
        constraints = (
            models.UniqueConstraint(name="notice_tells_a_matter_once", fields=("to", "key")),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Channel(models.Model):
    """One way out: where to, by which secret, which hosts may be called, and for whom."""

    kind = models.CharField(
        pgettext_lazy("channel", "kind"), max_length=10, choices=ChannelKind.choices
    )
    title = models.CharField(_("title"), max_length=80)
    is_on = models.BooleanField(_("switched on"), default=False)
    hosts = models.TextField(_("hosts that may be called"), max_length=2000)
    target = SealedTextField(_("what is called"))
    secret = SealedTextField(_("secret"), blank=True, default="")
    sign_in = models.CharField(_("signs in as"), max_length=200, blank=True)
    sender = models.EmailField(_("sender of the mail"), blank=True)
    by_starttls = models.BooleanField(_("by STARTTLS"), default=False)
    role = models.CharField(_("role"), max_length=30, choices=Role.choices, blank=True)
    world_code = models.CharField(_("world"), max_length=40, blank=True)
    scope_key = models.CharField(_("scope"), max_length=80, blank=True)
    link = models.CharField(_("address of this installation"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, default=settings.LANGUAGE_CODE)
    set_at = models.DateTimeField(_("set at"))
    set_by = models.CharField(_("set by"), max_length=150)

    class Meta:
        ordering = ("kind", "pk")
        verbose_name = _("channel")

    def __str__(self) -> str:
        return self.title

    @property
    def is_robot(self) -> bool:
        """Say whether it speaks to a group, not to one person."""
        return self.kind != ChannelKind.MAIL


class Delivery(models.Model):
    """One message by one channel: when it was tried, and what became of it."""

    channel = models.ForeignKey(
        Channel, models.CASCADE, related_name="deliveries", verbose_name=_("channel")
    )
    notice = models.ForeignKey(
        Notice, models.CASCADE, null=True, blank=True, related_name="deliveries",
        verbose_name=_("notice"),
    )  # fmt: skip
    matter = models.CharField(
        _("matter"), max_length=160, help_text=_("Goes out by a channel once.")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    made_at = models.DateTimeField(_("made at"))
    next_try_at = models.DateTimeField(_("next try at"), null=True, blank=True)
    tried_at = models.DateTimeField(_("tried at"), null=True, blank=True)
    asked_by = models.CharField(_("test asked for by"), max_length=150, blank=True)
    problem = models.CharField(_("what went wrong"), max_length=40, blank=True)
    number = models.IntegerField(_("number that the service gave"), null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name = _("message sent out")
        constraints = (
            models.UniqueConstraint(name="matter_leaves_once", fields=("channel", "matter")),
        )
        indexes = (models.Index(name="deliveries_due", fields=("state", "next_try_at")),)

    def __str__(self) -> str:
        return f"{self.channel_id} {self.matter}"

    @property
    def mark(self) -> str:
        """How a page marks its state."""
        marks = {DeliveryState.FAILED: "broken", DeliveryState.SENT: "confirmed",
                 DeliveryState.DROPPED: "closed"}  # fmt: skip
        return marks.get(DeliveryState(self.state), "waiting")

    @property
    def problem_words(self) -> str:
        """What went wrong, in words, with the number that the service gave."""
        words = str(PROBLEMS.get(self.problem, self.problem))
        return f"{words} ({self.number})" if words and self.number is not None else words
