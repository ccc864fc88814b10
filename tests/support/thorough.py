"""How thorough the tests of random histories are."""

import os

TIMES = int(os.environ.get("RANDOM_HISTORIES", "1"))
"""How many times as many histories as usual (docs/settings.md)."""
