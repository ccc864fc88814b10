"""Contributions: their terms, how one is added and changed, and how lists show them."""
