"""The pages of people: signing in, a user's home page, the list of users."""
