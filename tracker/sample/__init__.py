"""The illustrative account, and the same at any size for benchmarks."""
