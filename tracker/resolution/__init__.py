"""What was done on each operative paragraph of the resolution: one content for all who show it."""
