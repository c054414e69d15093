"""The Django application of this area."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.sources"
