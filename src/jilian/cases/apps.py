"""The Django application of this area."""

from collections.abc import Mapping

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.cases"

    def ready(self) -> None:
        """Name the departments for the people's area; let late work go up and silence accept."""
        from django.db.models import Q

        from jilian.accounts.queries import SCOPE_WORDS, ScopeWords
        from jilian.accounts.rules import ScopeKind
        from jilian.cases import operations
        from jilian.cases.models import Department
        from jilian.cases.queries.waiting import something_is_late
        from jilian.jobs.timetable import daily, every

        def names(world_code: str, keys: frozenset[str]) -> Mapping[str, str]:
            kept = Department.objects.filter(world__code=world_code, key__in=keys)
            return {one.key: str(one) for one in kept}

        def find(world_code: str, text: str) -> str | None:
            called = Q(key=text) | Q(name=text) | Q(name_en__iexact=text)
            rows = Department.objects.filter(called, world__code=world_code)
            return rows.values_list("key", flat=True).first()

        SCOPE_WORDS[ScopeKind.DEPARTMENT] = ScopeWords(names, find)
        every(operations.escalate_due, minutes=10, due=something_is_late)
        daily(operations.accept_silent_due, hour=0, minute=20)
        daily(operations.remind_papers, hour=8, minute=30)
