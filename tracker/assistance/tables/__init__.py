"""Tables of assistance: activities with their parts, tools and requests of States."""
