"""The registry of donors: their names and spellings, and the decisions about them."""
