"""The pages of asks for an allocation."""
