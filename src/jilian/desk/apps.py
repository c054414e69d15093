"""The Django application of this area."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.desk"

    def ready(self) -> None:
        """Put the daily work into the timetable; say how old traces are deleted."""
        from django.conf import settings

        from jilian.audit.operations import forget_looks
        from jilian.base.retention import deletes
        from jilian.desk import operations
        from jilian.jobs.timetable import daily

        deletes("traces", settings.TRACE_DAYS, operations.forget_traces)
        deletes("looks", settings.TRACE_DAYS, forget_looks)
        daily(operations.seal_chain, hour=0, minute=5)
        daily(operations.verify_daily, hour=1)
        daily(operations.measure_every_world, hour=2)
        daily(operations.remind_of_agreements, hour=6)
