"""The Django application of this area."""

from django.apps import AppConfig


class ClustersConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.clusters"

    def ready(self) -> None:
        """Tell the firms which of them belong to a cluster, the people how clusters are named."""
        from django.db.models import Q
        from django.utils.translation import gettext_lazy as _

        from jilian.accounts.queries import SCOPE_WORDS, ScopeWords
        from jilian.accounts.rules import ScopeKind
        from jilian.clusters.models import Cluster, Membership
        from jilian.clusters.queries.together import clusters_of_both
        from jilian.firms.models import MERGE_EFFECTS, MOVABLE, SCOPE_FILTERS, Movable
        from jilian.organisations.models import SCOPE_FILTERS as BODIES_OF_SCOPE

        BODIES_OF_SCOPE[ScopeKind.CLUSTER] = lambda keys: Q(
            clusters__cluster_id__in=[int(key) for key in keys if key.isdecimal()],
            clusters__valid_to__isnull=True,
        )
        SCOPE_FILTERS[ScopeKind.CLUSTER] = lambda keys: Q(
            pk__in=Membership.objects.filter(
                cluster__in=[int(key) for key in keys if key.isdecimal()], valid_to__isnull=True
            ).values("firm")
        )

        def names(world_code: str, keys: frozenset[str]) -> dict[str, str]:
            kept = Cluster.objects.filter(
                world__code=world_code, pk__in=filter(str.isdecimal, keys)
            )
            return {str(cluster.pk): str(cluster) for cluster in kept}

        def find(world_code: str, text: str) -> str | None:
            called = Q(key=text) | Q(name=text) | Q(name_en__iexact=text)
            cluster = Cluster.objects.filter(called, world__code=world_code).first()
            return str(cluster.pk) if cluster else None

        SCOPE_WORDS[ScopeKind.CLUSTER] = ScopeWords(names, find)
        MOVABLE["memberships"] = Movable(
            Membership,
            _("memberships in clusters"),
            lambda row: f"{row.cluster} {row.get_role_display()}",
            related=("cluster",),
        )
        MERGE_EFFECTS.append(clusters_of_both)
