"""The pages of the requests of States: the list, one of them, the forms."""
