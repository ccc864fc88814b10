"""Asks for an allocation: what programme managers would like an activity to have."""
