"""Exchange rates: what was given out, and which one holds on a day."""
