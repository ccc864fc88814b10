"""What every form is made of: fields, rows, reading, saving."""
