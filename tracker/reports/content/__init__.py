"""The content of a report as plain values: texts, blocks, the whole; JSON, digest, numbers."""
