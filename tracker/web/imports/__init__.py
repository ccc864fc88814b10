"""The pages of imports: starting one, its progress, its rows and faults, its files."""
