"""Tests of the statement check."""
