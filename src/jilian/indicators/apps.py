"""The Django application of this area."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.indicators"

    def ready(self) -> None:
        """Take definitions over from the engine; later, what units returned once it is released."""
        from jilian.indicators.analysis.catalogue import definitions
        from jilian.indicators.rules.definitions import DEFINITIONS

        DEFINITIONS.update(definitions())

        from jilian.indicators import operations
        from jilian.indicators.queries.standing import returns_wait
        from jilian.jobs.timetable import every

        every(operations.take_all_returns, minutes=2, due=returns_wait)
