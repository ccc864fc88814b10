"""Pages of files: adding one to a record, fetching it, withdrawing it."""
