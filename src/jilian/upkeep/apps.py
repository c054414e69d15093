"""The Django application of this area."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.upkeep"

    def ready(self) -> None:
        """Register what is deleted and when, and put it into the timetable."""
        from jilian.jobs.timetable import daily
        from jilian.upkeep import operations

        operations.register()
        daily(operations.retain_daily, hour=2, minute=30)
