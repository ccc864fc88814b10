"""The pages of people: signing in, a person's home page, who can sign in."""
