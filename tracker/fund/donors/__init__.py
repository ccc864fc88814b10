"""The registry of donors: who gives, under which names, and what was decided about them."""
