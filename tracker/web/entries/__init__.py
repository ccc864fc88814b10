"""The pages of the ledger's entries: the list, one entry, and the forms that record one."""
