"""What every request passes before the application: log, headers, proxy, cookies, page cache."""

from flask import Flask

from tracker.http.embedding import set_up_embedding
from tracker.http.header_bytes import set_up_header_bytes
from tracker.http.page_cache import set_up_page_cache
from tracker.http.proxies import set_up_proxies
from tracker.http.request_log import set_up_request_log
from tracker.settings import Settings


def set_up_entrance(app: Flask, settings: Settings) -> None:
    """Put all of it before an application that is whole; the log stands outermost."""
    set_up_page_cache(app)
    set_up_embedding(app)
    set_up_proxies(app, settings)
    set_up_header_bytes(app)
    set_up_request_log(app)
