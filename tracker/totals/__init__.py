"""Totals: from the lines of the ledger to frames that add up to the cent."""
