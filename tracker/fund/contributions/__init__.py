"""Contributions: their terms, how one is added and changed, and their list."""
