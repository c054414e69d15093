"""The Django application of this area."""

from django.apps import AppConfig


class PurchasesConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.purchases"
