"""Changes of the record that take two persons: their kinds, and the list of all of them."""
