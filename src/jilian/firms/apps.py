"""The Django application of this area."""

from django.apps import AppConfig


class FirmsConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.firms"
