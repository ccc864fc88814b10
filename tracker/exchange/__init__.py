"""Imports: sheets of other systems, read, checked against the record and applied."""
