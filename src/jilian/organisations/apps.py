"""The Django application of this area."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.organisations"
