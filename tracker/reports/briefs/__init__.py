"""Briefs of a programme, an activity and a tool, on one page each."""
