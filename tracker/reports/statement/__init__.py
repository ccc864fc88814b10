"""The statement of a donor: what came, what was done with it, what is left, to the cent."""
