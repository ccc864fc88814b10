"""Accounts of any size for the scenarios: a second, columnar writer of the ledger, and files."""
