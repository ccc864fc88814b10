"""Seals: which columns of the record digests cover, and the digests of its rows."""
