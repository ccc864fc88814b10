"""The parts of every form: fields, rows, reading, saving."""
