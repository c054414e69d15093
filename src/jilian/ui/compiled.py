"""The templates of all pages, read and compiled before the first of them is asked for."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.template.loader import get_template
from django.urls import get_resolver

PACKAGE = "jilian."


def compile_templates() -> None:
    """Compile the product's own templates and read its addresses; Django keeps both."""
    for app in apps.get_app_configs():
        if app.name.startswith(PACKAGE):
            folder = Path(app.path) / "templates"
            for file in sorted(folder.rglob("*.html")):
                get_template(str(file.relative_to(folder)))
    get_resolver().url_patterns  # noqa: B018
