"""The Django application of this area."""

from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.duplicates"
