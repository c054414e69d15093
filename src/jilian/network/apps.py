"""The Django application of this area."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.network"

    def ready(self) -> None:
        """Tell the firms that supply links can go to another firm in a split, at either end."""
        from django.utils.translation import gettext_lazy as _

        from jilian.accounts.permissions import Permission
        from jilian.firms.models import MERGE_EFFECTS, MOVABLE, Movable
        from jilian.network.models import SupplyLink
        from jilian.network.queries.together import links_repeated, links_within

        def says(link: SupplyLink) -> str:
            what = f" ({link.product})" if link.product else ""
            return f"{link}{what}"

        ends, sees = ("supplier", "buyer"), Permission.SEE_LINKS
        MOVABLE["sales"] = Movable(
            SupplyLink, _("links to buyers"), says, field="supplier", related=ends, sees=sees
        )
        MOVABLE["purchases"] = Movable(
            SupplyLink, _("links to suppliers"), says, field="buyer", related=ends, sees=sees
        )
        MERGE_EFFECTS.extend((links_within, links_repeated))
