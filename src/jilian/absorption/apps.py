"""The Django application of this area."""

from django.apps import AppConfig


class AbsorptionConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.absorption"
