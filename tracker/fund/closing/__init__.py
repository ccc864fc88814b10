"""Closing: months and years that a person closes, and the balances that open the next year."""
