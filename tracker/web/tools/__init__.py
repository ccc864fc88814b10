"""The pages of tools: the list, one tool, its form."""
