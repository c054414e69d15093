"""The Django application of this area."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.home"
