"""The Django application of this area."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.organisations"

    def ready(self) -> None:
        """Tell the firms that what covers them can go to another firm in a split."""
        from django.utils.translation import gettext_lazy as _

        from jilian.accounts.permissions import Permission
        from jilian.firms.models import MOVABLE, Movable
        from jilian.organisations.models import Cover

        MOVABLE["covers"] = Movable(
            Cover,
            _("organisations that cover it"),
            lambda cover: f"{cover.organisation} {cover.get_mode_display()}",
            related=("organisation",),
            sees=Permission.SEE_ORGANISATIONS,
        )
