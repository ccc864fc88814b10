"""Reconciliation: certified statements beside the ledger, and the reconciling items."""
