"""The pages of the sessions that figures are reported on to."""
