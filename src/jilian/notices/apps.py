"""The Django application of this area."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.notices"
