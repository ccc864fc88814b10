"""The pages of programmes: the list, one programme, its form."""
