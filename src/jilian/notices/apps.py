"""The Django application of this area."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.notices"

    def ready(self) -> None:
        """Listen to what happens to people, whose area is on a lower floor."""
        from jilian.notices.adapters import connect

        connect()
