"""What crosses the border: sheets of other people read into the record."""
