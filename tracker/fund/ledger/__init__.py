"""The ledger: entries, lines and balances, and the rules by which money moves."""
