"""Stylesheets, scripts and fonts: compressed, under an address that changes with their content."""

from collections.abc import Mapping
from pathlib import Path
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
    """Serve the tracker's own files."""
    own = {asset(folder): compressed(FOLDER / folder) for folder in OWN}
    serve_folders(app, {asset(VENDOR): FOLDER / VENDOR, **own})
    app.jinja_env.globals["asset"] = asset


def serve_folders(app: Flask, folders: Mapping[str, Path]) -> None:
    """Serve folders at their addresses before the application is asked, cached for good.

    Each address bears a digest of its folder's content.
    """
    files = WhiteNoise(
        app.wsgi_app,
        max_age=WhiteNoise.FOREVER,
        immutable_file_test=lambda _path, _url: True,
        allow_all_origins=False,
        add_headers_function=_add_headers,
    )
    for address, folder in folders.items():
        files.add_files(str(folder), address)
    app.wsgi_app = files  # type: ignore[method-assign]


def _add_headers(headers: Headers, _path: str, _url: str) -> None:
    """Add the headers of pages that a file needs too."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
