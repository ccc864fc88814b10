"""Tables of the fund, but for the ledger's own: those are in `tracker/fund/ledger/tables.py`."""
