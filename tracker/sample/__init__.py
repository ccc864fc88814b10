"""The illustrative account: real States, instruments and tools, invented amounts and activities."""
