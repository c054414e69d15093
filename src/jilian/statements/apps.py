"""The Django application of this area."""

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.statements"
