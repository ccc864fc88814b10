"""The data of charts, typed: totals arranged for a figure, a table and a sentence."""
