"""The record: contributions, their use, and the users who may change it."""
