"""Firms, their names, sites, industries, yearly facts, products and titles."""
