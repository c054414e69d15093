"""Attacks on the product: whoever may not see something must not learn it by any road."""
