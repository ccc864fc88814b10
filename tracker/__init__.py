"""The record: what was given, what was done with it, and who may say so."""
