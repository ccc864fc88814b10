"""Closing: closed months and years, and the balances that open the next year."""
