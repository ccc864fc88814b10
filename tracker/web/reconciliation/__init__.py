"""The pages of the reconciliation with certified statements."""
