"""What stands where: reads of the ledger for pages and forms."""
