"""Bringing the organisations of upstream and downstream firms under that of the cluster."""
