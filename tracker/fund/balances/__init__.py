"""Balances: reads of the ledger for pages and forms."""
