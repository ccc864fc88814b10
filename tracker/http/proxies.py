"""Who stands between the reader and the program: the proxy, its headers, the names of the site.

In production a request is taken only from the proxy, so that nobody on the machine or its network
goes past the proxy's limits, or makes an address up. The proxy is known by the Unix socket that it
alone may open, or by a secret in a header. What probes ask by the port itself tells nothing, or
takes a token. Requests that are refused here reach nothing of the application, not even its error
pages: whoever reads the answer runs the server.
"""

from collections.abc import Iterable
from hmac import compare_digest
from http import HTTPStatus
from socket import AF_UNIX
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.sansio.utils import host_is_trusted

from tracker.http.gate_answers import refuse
from tracker.http.request_log import FOR_MACHINES, note_refusal
from tracker.settings import Settings

SECRET_HEADER = "HTTP_X_PROXY_SECRET"  # noqa: S105 - the name of a header
PAST_THE_PROXY = (
    "This port is for the proxy alone, and the request did not come through it. Let the proxy "
    "use a Unix socket or send PROXY_SECRET, or set PROXY_REQUIRED=no: see docs/deployment.md.\n"
)
UNKNOWN_HOST = (
    "This site is not reached by that name. TRUSTED_HOSTS lists its names; where it is not set, "
    "the name is that of PUBLIC_URL.\n"
)


class ProxyGate:
    """A WSGI application before another, which takes requests from the proxy alone."""

    def __init__(self, inner: WSGIApplication, secret: str, *, required: bool) -> None:
        self._inner = inner
        self._secret = secret.encode()
        self._required = required

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass a request of the proxy on, without the secret; refuse any other."""
        secret = environ.pop(SECRET_HEADER, "").encode("latin-1")
        if not self._required or environ.get("PATH_INFO") in FOR_MACHINES:
            return self._inner(environ, start_response)
        known = self._secret and compare_digest(secret, self._secret)
        if known or _is_by_unix_socket(environ):
            return self._inner(environ, start_response)
        note_refusal("past the proxy")
        return refuse(start_response, HTTPStatus.FORBIDDEN, PAST_THE_PROXY.encode())


class HostGate:
    """A WSGI application before another, which takes requests for the site's own names."""

    def __init__(self, inner: WSGIApplication, hosts: tuple[str, ...]) -> None:
        self._inner = inner
        self._hosts = hosts

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass a request for one of the names on; refuse any other."""
        host = environ.get("HTTP_HOST", "")
        if environ.get("PATH_INFO") in FOR_MACHINES or host_is_trusted(host, self._hosts):
            return self._inner(environ, start_response)
        note_refusal("unknown host")
        return refuse(start_response, HTTPStatus.BAD_REQUEST, UNKNOWN_HOST.encode())


def set_up_proxies(app: Flask, settings: Settings) -> None:
    """Believe the headers of so many proxies, and let nothing past them, nor other names."""
    inner: WSGIApplication = app.wsgi_app
    if settings.trusted_hosts:
        inner = HostGate(inner, settings.trusted_hosts)
    if count := settings.trusted_proxies:
        inner = ProxyFix(inner, x_for=count, x_proto=count, x_host=count)
    gate = ProxyGate(inner, settings.proxy_secret, required=settings.proxy_required)
    app.wsgi_app = gate  # type: ignore[method-assign]


def _is_by_unix_socket(environ: WSGIEnvironment) -> bool:
    """Tell whether gunicorn took the request from a Unix socket."""
    return getattr(environ.get("gunicorn.socket"), "family", None) == AF_UNIX
