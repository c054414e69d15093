"""The Django application of this area."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.claims"
