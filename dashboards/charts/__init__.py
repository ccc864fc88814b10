"""Charts: each asks for totals, and answers with figure, table and a sentence on both."""
