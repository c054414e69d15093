"""The Django application of this area."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.coverage"

    def ready(self) -> None:
        """Have closed campaigns re-checked on their day."""
        from jilian.coverage import operations
        from jilian.jobs.timetable import daily

        daily(operations.recheck_due, hour=4)
