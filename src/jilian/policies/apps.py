"""The Django application of this area."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """See the package's docstring."""

    name = "jilian.policies"
