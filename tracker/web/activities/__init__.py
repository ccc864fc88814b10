"""The pages of activities: the list, one activity, its form."""
