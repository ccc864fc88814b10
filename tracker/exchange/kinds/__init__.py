"""The kinds of sheets, each with its columns and the way in which its rows are applied."""
