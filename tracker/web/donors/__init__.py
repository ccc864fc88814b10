"""The pages of donors: the registry, one donor, its parts, merges."""
