"""Checks of the tables beside the ledger: approval requests, reservations, closed periods."""
