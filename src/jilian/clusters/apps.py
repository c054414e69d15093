"""The Django application of this area."""

from django.apps import AppConfig


class ClustersConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.clusters"

    def ready(self) -> None:
        """Tell the firms which of them belong to a cluster's scope."""
        from django.db.models import Q

        from jilian.accounts.rules import ScopeKind
        from jilian.clusters.models import Membership
        from jilian.firms.models import SCOPE_FILTERS

        SCOPE_FILTERS[ScopeKind.CLUSTER] = lambda keys: Q(
            pk__in=Membership.objects.filter(
                cluster__in=[int(key) for key in keys if key.isdecimal()], valid_to__isnull=True
            ).values("firm")
        )
