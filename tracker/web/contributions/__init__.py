"""The pages of contributions: the list, one contribution, its form and its states."""
