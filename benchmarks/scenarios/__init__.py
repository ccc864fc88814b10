"""The scenarios, one module for each question."""
