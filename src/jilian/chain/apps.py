"""The Django application of this area."""

from django.apps import AppConfig


class ChainConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.chain"

    def ready(self) -> None:
        """Have the critical lists follow the frozen networks every night."""
        from jilian.chain import operations
        from jilian.jobs.timetable import daily

        daily(operations.refresh_critical, hour=5)
