"""The sentences of charts: what each shows, in the reader's language."""
