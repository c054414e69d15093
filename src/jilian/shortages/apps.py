"""The Django application of this area."""

from datetime import date

from django.apps import AppConfig


class ShortagesConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.shortages"

    def ready(self) -> None:
        """Have calls go to the next circle, reservations expire, and lessons be asked for."""
        from jilian.base.warm import WARM_UPS
        from jilian.jobs.timetable import daily, every, whenever
        from jilian.shortages import operations, queries

        every(operations.escalate_due, minutes=2, due=queries.may_escalate)
        whenever(operations.expire_due, queries.has_expired)
        daily(operations.remind_lessons, hour=9)

        def products(day: date) -> None:
            from jilian.shortages.analysis import index_all_products

            index_all_products(day)

        WARM_UPS.append(products)
