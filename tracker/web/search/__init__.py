"""Search over everything, as a page."""
