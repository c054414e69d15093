"""Lists with sorting: the critical list, single sources, firms hit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from jilian.chain.models import FirmIndex
from jilian.ui.cells import FROM_WIDE, LEAD, NUMBER
from jilian.ui.values import unknown_text


class CriticalTable(tables.Table):
    """Firms by the share of all output that is lost if they stop."""

    firm = tables.TemplateColumn(
        template_name="chain/cells/firm.html", verbose_name=_("Firm"), attrs=LEAD,
        order_by=("firm__sort_key", "rank"),
    )  # fmt: skip
    index = tables.TemplateColumn(
        template_name="chain/cells/index.html", verbose_name=_("Output lost if it stops"),
        attrs=NUMBER, order_by=("index", "-rank"),
    )  # fmt: skip
    down = tables.TemplateColumn(
        "{% load jilian_ui %}{{ record.down|as_percent:1 }}",
        verbose_name=_("for want of its goods"), attrs=NUMBER,
    )  # fmt: skip
    up = tables.TemplateColumn(
        "{% load jilian_ui %}{{ record.up|as_percent:1 }}",
        verbose_name=_("for want of its orders"), attrs=NUMBER,
    )  # fmt: skip
    known_index = tables.TemplateColumn(
        template_name="chain/cells/known_index.html", verbose_name=_("on known links alone"),
        attrs=NUMBER,
    )  # fmt: skip
    known_links = tables.TemplateColumn(
        template_name="chain/cells/links.html", verbose_name=_("Links known + inferred"),
        attrs=NUMBER,
    )  # fmt: skip
    town = tables.Column(verbose_name=_("Town, class"), attrs=FROM_WIDE, empty_values=())

    class Meta:
        empty_text = _("No firm fits. Take a filter away.")

    def __init__(self, rows: Any, *, names: Mapping[str, str], **more: Any) -> None:
        super().__init__(rows, **more)
        self.names = names

    def render_town(self, record: FirmIndex) -> str:
        """The town and the class by their names."""
        words = (self.names.get(code, code) for code in (record.town, record.industry) if code)
        return " · ".join(words) or unknown_text()


class SingleTable(tables.Table):
    """Inputs with one supplier."""

    buyer = tables.TemplateColumn(
        template_name="chain/cells/buyer.html", verbose_name=_("Firm"), attrs=LEAD,
        order_by=("buyer__sort_key", "pk"),
    )  # fmt: skip
    what = tables.TemplateColumn(
        template_name="chain/cells/what.html", verbose_name=_("Input"), order_by=("what", "pk")
    )
    supplier = tables.TemplateColumn(
        template_name="chain/cells/supplier.html", verbose_name=_("Only supplier"),
        order_by=("supplier__sort_key", "pk"),
    )  # fmt: skip
    is_essential = tables.TemplateColumn(
        template_name="chain/cells/essential.html", verbose_name=_("Without it"),
        order_by=("-is_essential", "pk"),
    )  # fmt: skip
    effect = tables.TemplateColumn(
        template_name="chain/cells/effect.html", verbose_name=_("Lost downstream if it stops"),
        attrs=NUMBER, order_by=("effect", "pk"),
    )  # fmt: skip

    class Meta:
        empty_text = _("No single source fits.")


class HitTable(tables.Table):
    """Firms hit, in the order in which they fall."""

    firm = tables.TemplateColumn(
        template_name="chain/cells/hit.html", verbose_name=_("Firm"), attrs=LEAD, orderable=False
    )
    step = tables.TemplateColumn(
        template_name="chain/cells/step.html", verbose_name=_("Step"), attrs=NUMBER
    )
    lost = tables.TemplateColumn(
        "{% load jilian_ui %}{{ record.lost|as_percent:1 }}", verbose_name=_("Lost of its level"),
        attrs=NUMBER,
    )  # fmt: skip
    hours = tables.TemplateColumn(
        template_name="chain/cells/hours.html", verbose_name=_("After what time"), attrs=NUMBER
    )
    why = tables.TemplateColumn(
        template_name="chain/cells/why.html", verbose_name=_("By what"), orderable=False,
        empty_values=(),
    )  # fmt: skip

    class Meta:
        empty_text = _("No further firm is hit.")
