"""The application ``ui``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Page frame and components."""

    name = "jilian.ui"
    label = "ui"
    verbose_name = _("Pages")

    def ready(self) -> None:
        """Have every web process read the templates at its start."""
        from jilian.base.warm import WARM_UPS
        from jilian.ui.compiled import compile_templates

        WARM_UPS.append(lambda _day: compile_templates())
