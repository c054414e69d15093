"""The pages of this area."""

from __future__ import annotations

from jilian.home.views.desk import system
from jilian.home.views.finding import search
from jilian.home.views.first import dots, home, outlines
from jilian.home.views.provenance import export_facts, export_sources, facts, source, sources
from jilian.home.views.starting import components, health, start

__all__ = [
    "components",
    "dots",
    "export_facts",
    "export_sources",
    "facts",
    "health",
    "home",
    "outlines",
    "search",
    "source",
    "sources",
    "start",
    "system",
]
