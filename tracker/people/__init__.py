"""People: users, roles, permissions, and the trail of their changes."""
