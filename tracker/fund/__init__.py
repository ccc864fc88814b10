"""The money: donors, contributions, exchange rates and the ledger."""
