"""Purchases put round the cluster: requests, offers by line, awards, orders that count once."""
