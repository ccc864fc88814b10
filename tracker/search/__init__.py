"""Search over everything: an index of words that each transaction keeps."""
