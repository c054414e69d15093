"""The Django application of this area."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.network"
