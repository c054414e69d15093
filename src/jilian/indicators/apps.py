"""The Django application of this area."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.indicators"

    def ready(self) -> None:
        """Take the definitions over from the engine's catalogue."""
        from jilian.indicators.analysis.catalogue import definitions
        from jilian.indicators.rules.definitions import DEFINITIONS

        DEFINITIONS.update(definitions())
