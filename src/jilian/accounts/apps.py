"""The Django application of this area."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.accounts"

    def ready(self) -> None:
        """Listen to sign-ins."""
        from jilian.accounts.adapters import connect

        connect()
