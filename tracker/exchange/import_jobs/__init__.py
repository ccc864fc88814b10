"""Imports from pages: the file, its preview, the decision, and their jobs."""
