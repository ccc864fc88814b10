"""Mail: the outbox, letters in the reader's language, and how they are sent."""
