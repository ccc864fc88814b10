"""Who may do what: users, roles, permissions, and the trail of what they changed."""
