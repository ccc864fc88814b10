"""A server of S3 over HTTP on this machine, which keeps buckets as folders (localbucket).

It is asked as any other is, and refuses whoever does not sign; signatures themselves are not
checked by it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from localbucket import S3Error, S3Handler  # type: ignore[import-untyped] # it has none

BUCKET = "files-of-tests"
ENCRYPTION = "x-amz-server-side-encryption"


class S3Server:
    """A running server: its address, its files, and the headers of what was written."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder
        self.written: list[dict[str, str]] = []
        self.is_open = False
        self.is_away = False

    def path(self, key: str) -> Path:
        """Return where an object lies."""
        return self.folder / BUCKET / key


@contextmanager
def s3_server(folder: Path) -> Iterator[S3Server]:
    """Serve one bucket until the block ends."""

    class Handler(S3Handler):  # type: ignore[misc] # localbucket has no types
        data_root = folder

        def log_message(self, *_said: Any) -> None:  # noqa: ANN401 - http.server's own
            """Say nothing."""

        def _dispatch(self, action: Any) -> None:  # noqa: ANN401 - localbucket's own
            """Answer who signs; note what is asked of the server where something is written."""
            if self.command in ("PUT", "POST"):
                found.written.append({name.lower(): text for name, text in self.headers.items()})
            if found.is_away:
                self._send_error(S3Error(HTTPStatus.FORBIDDEN, "AccessDenied", "not now"))
            elif "Authorization" in self.headers or found.is_open:
                super()._dispatch(action)
            else:
                self._send_error(S3Error(HTTPStatus.FORBIDDEN, "AccessDenied", "sign"))

    (folder / BUCKET).mkdir(parents=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found = S3Server(f"http://127.0.0.1:{server.server_port}", folder)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
