"""Walks the pages as somebody does, opens each printed number, and adds up what stands behind."""
