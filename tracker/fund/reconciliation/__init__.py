"""Tie-out: the certified statement beside the ledger, and what explains each difference."""
