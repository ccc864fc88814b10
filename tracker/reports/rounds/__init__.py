"""Rounds: the statements of all donors for one period, made, cleared, issued and packed at once."""
