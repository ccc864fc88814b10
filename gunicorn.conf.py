"""How gunicorn serves `wsgi:app`; what the command line or GUNICORN_CMD_ARGS says comes first.

PORT is given by platforms that send traffic from outside the machine or container, so all
interfaces are opened for them. Without it the server is reached from this machine alone, by
its user or by a reverse proxy. WEB_CONCURRENCY is the number of processes.
"""

import os

_port = os.environ.get("PORT", "")
bind = f"0.0.0.0:{_port}" if _port else "127.0.0.1:8000"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))

# Browsers open connections ahead of need and say nothing on them. Three such connections kept
# two sync workers from answering anyone; a worker with threads puts them aside. Behind a proxy
# that buffers requests sync workers do well: GUNICORN_CMD_ARGS="--worker-class sync --threads 1".
worker_class = "gthread"
threads = 8

# Each worker loads the application itself: no database connection or thread of the parent is
# shared over a fork, and a reload (SIGHUP) takes new code.
preload_app = False

timeout = 60  # seconds; the longest page, an import's dry run, takes a few
graceful_timeout = 30  # seconds that a worker may use to finish what it has begun
keepalive = 5  # seconds
max_requests = 20_000  # a worker is replaced now and then, so that memory cannot creep
max_requests_jitter = 2_000
control_socket_disable = True  # nobody steers the server by a socket

accesslog = "-"
access_log_format = '%(h)s "%(r)s" %(s)s %(b)s bytes %(M)s ms'
