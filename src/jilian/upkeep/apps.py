"""The Django application of this area."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.upkeep"
