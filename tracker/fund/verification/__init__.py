"""Checks of what stands beside the ledger: requests and what they reserve, closed periods."""
