"""Probabilities of supply links where none are declared."""

from __future__ import annotations

from jilian_engine.links.infer import InferredLinks, infer_links

__all__ = ["InferredLinks", "infer_links"]
