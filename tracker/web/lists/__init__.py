"""The parts of every list page."""
