"""Reminders of what comes due, a week before and on the day, and the weekly digest."""
