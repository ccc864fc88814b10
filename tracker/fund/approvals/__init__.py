"""Approval: what one person prepares and another decides, and the money that waits for it."""
