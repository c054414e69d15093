"""The Django application of this area."""

from typing import Any

from django.apps import AppConfig


class GapsConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.gaps"

    def ready(self) -> None:
        """Look for products that are short again with every new call, and once a day."""
        from django.db.models.signals import post_save

        from jilian.gaps import operations
        from jilian.jobs.timetable import daily
        from jilian.shortages.models import Call

        daily(operations.search_after_shortages, hour=5)
        daily(operations.tell_old_items, hour=6)
        post_save.connect(look_again, sender=Call, dispatch_uid="gaps.look_again")


def look_again(*, instance: Any, created: bool, raw: bool = False, **_more: Any) -> None:
    """A call was raised: later, see whether its product was short for the third time.

    Calls stand on a lower floor and know nothing of missing links, hence the signal.
    """
    if created and not raw:
        from jilian.gaps.operations import search_after_shortages
        from jilian.jobs.later import after_commit

        after_commit(search_after_shortages, world_id=instance.world_id)
