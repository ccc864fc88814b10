"""The pages of periods: the calendar, a year's balances, closing."""
