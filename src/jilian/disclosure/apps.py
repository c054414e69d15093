"""The Django application of this area."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.disclosure"
