"""The Django application of this area."""

from django.apps import AppConfig


class FirmsConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.firms"

    def ready(self) -> None:
        """Tell the people's area how firms are named and found as scopes of roles."""
        from django.db.models import Q

        from jilian.accounts.queries import SCOPE_WORDS, ScopeWords
        from jilian.accounts.rules import ScopeKind
        from jilian.base.warm import WARM_UPS
        from jilian.firms.models import Firm
        from jilian.firms.queries import index_all_names

        def names(world_code: str, keys: frozenset[str]) -> dict[str, str]:
            kept = Firm.objects.filter(world__code=world_code, pk__in=filter(str.isdecimal, keys))
            return {str(firm.pk): str(firm) for firm in kept}

        def find(world_code: str, text: str) -> str | None:
            called = Q(identifier=text) | Q(name=text) | Q(name_en__iexact=text)
            firm = Firm.objects.filter(called, world__code=world_code).first()
            return str(firm.pk) if firm else None

        SCOPE_WORDS[ScopeKind.FIRM] = ScopeWords(names, find)
        WARM_UPS.append(lambda _day: index_all_names())
