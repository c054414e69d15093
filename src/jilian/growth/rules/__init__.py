"""Growth split into its parts, reports from plain values, and claims about shares."""

from __future__ import annotations
