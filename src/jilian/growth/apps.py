"""The Django application of this area."""

from django.apps import AppConfig


class GrowthConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.growth"
