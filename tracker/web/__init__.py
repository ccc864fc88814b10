"""The pages: looking at the record, and entering it by hand."""
