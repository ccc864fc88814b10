"""Files about records: stored by digest, checked for what they hold, seen with permission."""
