"""The Django application of this area."""

from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.committees"

    def ready(self) -> None:
        """Let filed bodies stand on their day, and remind offices of terms, once a day."""
        from jilian.committees import operations
        from jilian.jobs.timetable import daily

        daily(operations.take_effect_due, hour=0, minute=10)
        daily(operations.remind_of_terms, hour=6, minute=10)
