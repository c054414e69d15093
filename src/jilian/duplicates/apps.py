"""The Django application of this area."""

from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.duplicates"

    def ready(self) -> None:
        """Follow merges, let pairs outlive their firms, and search every night."""
        from django.db.models import Q

        from jilian.duplicates import operations
        from jilian.duplicates.models import DuplicatePair, NameJudgement
        from jilian.firms.models import HISTORY_OF_FIRMS, MERGE_FOLLOWERS
        from jilian.jobs.timetable import daily

        for model in (DuplicatePair, NameJudgement):
            HISTORY_OF_FIRMS[model] = Q(pk__isnull=False)
        MERGE_FOLLOWERS.append(operations.follow_merge)
        daily(operations.search_every_world, hour=3)
