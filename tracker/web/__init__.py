"""The pages to look at the record and to enter it by hand."""
