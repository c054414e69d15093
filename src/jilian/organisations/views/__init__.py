"""Pages of organisations."""

from __future__ import annotations

from jilian.organisations.views.changes import change, cover
from jilian.organisations.views.files import export, export_coverage
from jilian.organisations.views.register import counts, coverage, detail, of_firm, tree

__all__ = [
    "change",
    "counts",
    "cover",
    "coverage",
    "detail",
    "export",
    "export_coverage",
    "of_firm",
    "tree",
]
