"""The pages of reports: the list, one report, its texts and decisions, and verification."""
