"""What crosses the border: sheets of other people read, checked against the record, taken up."""
