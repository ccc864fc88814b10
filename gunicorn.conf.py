"""How gunicorn serves `wsgi:app`; what the command line or GUNICORN_CMD_ARGS says comes first.

PORT is given by platforms that send traffic from outside the machine or container, so all
interfaces are opened for them. Without it the server is reached from this machine alone, by
its user or by a reverse proxy. WEB_CONCURRENCY is the number of processes.
"""

import os
import shutil
import sys
from itertools import count
from tempfile import mkdtemp
from typing import Any

from tracker.errors import SettingsError
from tracker.http.server_lines import json_logging
from tracker.http.start_warnings import start_warnings
from tracker.server_variables import COUNTS_FOLDER, WORKER_NUMBER
from tracker.setting_values import whole_number
from tracker.settings import read_settings

try:
    _settings = read_settings(os.environ)
    _port = whole_number(os.environ, "PORT", 0, least=1, most=65535)
    workers = whole_number(os.environ, "WEB_CONCURRENCY", 2, least=1, most=64)
except SettingsError as error:
    sys.exit(str(error))

# All workers keep their counts in one folder, which is of this start alone: /metrics adds them up.
# prometheus-client looks for it when it is imported, which no module above does. A reload
# (SIGHUP) reads this file again, and its workers go on counting where the others ended.
_prefix = f"tracker-metrics-{os.getpid()}-"
if _prefix not in os.environ.get(COUNTS_FOLDER, ""):
    os.environ[COUNTS_FOLDER] = mkdtemp(prefix=_prefix)

bind = f"0.0.0.0:{_port}" if _port else "127.0.0.1:8000"

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

# Each request has a line of the application, which bears no query; gunicorn's own would.
accesslog = None
if _settings.production:
    logconfig_dict = json_logging()
umask = 0o007  # a Unix socket is opened by the server's group too, to which the proxy belongs

# The headers of proxies are believed as far as TRUSTED_PROXIES goes, by the application alone.
forwarded_allow_ips = ""
forwarder_headers = ""


def on_starting(server: Any) -> None:  # noqa: ANN401 - gunicorn has no types
    """Say what the settings do not allow, before anybody finds out."""
    for sentence in start_warnings(_settings, server.cfg.address):
        server.log.warning(sentence)


def pre_fork(server: Any, worker: Any) -> None:  # noqa: ANN401 - gunicorn has no types
    """Give a worker the lowest number that no living worker has, for the files of its counts.

    A worker that replaces another goes on in its files; else each would leave some behind.
    """
    taken = {one.number for one in server.WORKERS.values()}
    worker.number = next(number for number in count(1) if number not in taken)


def post_fork(_server: object, worker: Any) -> None:  # noqa: ANN401 - gunicorn has no types
    """Let the worker know its number, before it loads the application."""
    os.environ[WORKER_NUMBER] = str(worker.number)


def on_exit(_server: object) -> None:
    """Remove the counts of this start."""
    shutil.rmtree(os.environ[COUNTS_FOLDER], ignore_errors=True)
