"""Approval: requests that one person prepares and another decides, and the money they reserve."""
