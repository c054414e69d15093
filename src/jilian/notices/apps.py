"""The Django application of this area."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.notices"

    def ready(self) -> None:
        """Listen to what happens to people, whose area is on a lower floor."""
        from jilian.jobs.timetable import whenever
        from jilian.notices.adapters import connect
        from jilian.notices.operations import send_due
        from jilian.notices.queries import is_something_due

        connect()
        whenever(send_due, is_something_due)
