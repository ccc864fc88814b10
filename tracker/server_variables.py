"""Variables by which the server tells its processes of each other; no settings of the site."""

COUNTS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The folder in which the processes keep their counts; prometheus-client gives it its name."""
WORKER_NUMBER = "TRACKER_WORKER_NUMBER"
"""The number of a process; one that replaces another has its number."""
OF_THE_SERVER = frozenset({COUNTS_FOLDER, WORKER_NUMBER})
"""All of them; they end with the server."""
