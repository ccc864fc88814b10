"""Stylesheets, scripts and fonts: compressed, under an address that changes with their content."""

from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from tracker.http.compressed_files import compressed, digest_of
from tracker.settings import ROOT

FOLDER = ROOT / "tracker" / "static"
VENDOR = "vendor"  # made by the set-up, compressed files beside the plain ones
OWN = ("css", "img", "js")  # compressed by the set-up in copies
PREFIX = "static"


def asset(name: str) -> str:
    """Return the address of a static file, such as "vendor/plotly.min.js", or of a folder."""
    folder, _, rest = name.partition("/")
    return f"/{PREFIX}/{digest_of(FOLDER / folder)}/{folder}/{rest}"


def set_up_static_files(app: Flask) -> None:
    """Serve the static files before the application is asked, cached for good."""
    files = WhiteNoise(
        app.wsgi_app,
        max_age=WhiteNoise.FOREVER,
        immutable_file_test=_always,
        allow_all_origins=False,
        add_headers_function=_add_headers,
    )
    files.add_files(str(FOLDER / VENDOR), asset(VENDOR))
    for folder in OWN:
        files.add_files(str(compressed(FOLDER / folder)), asset(folder))
    app.wsgi_app = files  # type: ignore[method-assign]
    app.jinja_env.globals["asset"] = asset


def _always(path: str, url: str) -> bool:
    """Every address carries a digest of its content."""
    del path, url
    return True


def _add_headers(headers: Headers, path: str, url: str) -> None:
    """Add the headers of pages that a file needs too."""
    del path, url
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
