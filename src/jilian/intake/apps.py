"""The Django application of this area."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.intake"
