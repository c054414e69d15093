"""Briefs with figures in place, what stands frozen, who may sign: decisions on plain values."""
