"""The Django application of this area."""

from django.apps import AppConfig


class LeadersConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.leaders"

    def ready(self) -> None:
        """Put the reminders into the timetable, and say what is open for a cluster."""
        from jilian.clusters.queries.open_matters import OPEN_MATTERS
        from jilian.jobs.timetable import daily
        from jilian.leaders import operations
        from jilian.leaders.queries.selections import open_selections

        OPEN_MATTERS.append(open_selections)
        daily(operations.remind_of_hand_overs, hour=6)
