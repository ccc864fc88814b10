"""Imports that came through a page: the file, its preview, the decision, and the jobs of them."""
