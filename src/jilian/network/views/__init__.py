"""Pages of the supply network."""

from __future__ import annotations

from jilian.network.views.looking import detail, export, link_list, of_firm
from jilian.network.views.snapshots import download, freeze, infer, snapshots

__all__ = [
    "detail",
    "download",
    "export",
    "freeze",
    "infer",
    "link_list",
    "of_firm",
    "snapshots",
]
