"""Totals: from the cube to frames that add up to the cent."""
