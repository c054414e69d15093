"""Every read of this area worth a name."""

from __future__ import annotations

from jilian.firms.queries.register import compare_firms, firm_ids

__all__ = ["compare_firms", "firm_ids"]
