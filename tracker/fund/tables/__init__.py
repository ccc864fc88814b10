"""Tables of the fund; the ledger's own are in `tracker/fund/ledger/tables.py`."""
