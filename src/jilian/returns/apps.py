"""The Django application of this area."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.returns"

    def ready(self) -> None:
        """Once a day, after the hour at which returns are due, remind who is late."""
        from jilian.jobs.timetable import daily
        from jilian.returns import operations

        daily(operations.remind_late, hour=13)
