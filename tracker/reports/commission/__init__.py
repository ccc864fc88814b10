"""The sections of the progress report to the Commission (operative paragraph 11)."""
