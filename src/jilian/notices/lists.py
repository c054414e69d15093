"""The list of messages that left the house, with its filters."""

from __future__ import annotations

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.notices.models import Channel, Delivery, DeliveryState
from jilian.ui.cells import LEAD

ALL = pgettext_lazy("filter", "all")
CELLS = "notices/cells/"


class DeliveryTable(tables.Table):
    """Messages, the latest first."""

    made_at = tables.TemplateColumn(
        template_name=f"{CELLS}moment.html", verbose_name=_("made at"), attrs=LEAD
    )
    channel = tables.TemplateColumn(
        "{{ record.channel }}", verbose_name=_("channel"), order_by=("channel__title", "pk")
    )
    state = tables.TemplateColumn(template_name=f"{CELLS}state.html", verbose_name=_("State"))
    tries = tables.Column(verbose_name=_("tries"), attrs={"td": {"class": "num"}})
    tried_at = tables.TemplateColumn(
        template_name=f"{CELLS}moment.html", verbose_name=_("tried at")
    )
    act = tables.TemplateColumn(template_name=f"{CELLS}act.html", verbose_name="", orderable=False)

    class Meta:
        empty_text = _("No message has left the house.")


class DeliveryFilter(filters.FilterSet):
    """Narrows messages by channel and state."""

    channel = filters.ModelChoiceFilter(
        label=_("channel"), queryset=Channel.objects.all(), empty_label=ALL
    )
    state = filters.ChoiceFilter(label=_("State"), choices=DeliveryState.choices, empty_label=ALL)

    class Meta:
        model = Delivery
        fields = ()
