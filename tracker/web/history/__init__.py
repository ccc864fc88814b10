"""The pages of changes: those of one record, and the trail of all."""
