"""The Django application of this area."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Worlds, divisions, industries, outlines."""

    name = "jilian.places"
