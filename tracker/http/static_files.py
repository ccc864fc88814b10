"""Stylesheets, scripts and fonts: compressed, under an address that changes with their content."""

import atexit
import hashlib
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from tracker.settings import ROOT

FOLDER = ROOT / "tracker" / "static"
VENDOR = "vendor"  # made and compressed by the set-up
OWN = ("css", "img", "js")
PREFIX = "static"


def asset(name: str) -> str:
    """Return the address of a static file, such as "vendor/plotly.min.js", or of a folder."""
    folder, _, rest = name.partition("/")
    return f"/{PREFIX}/{version_of(folder)}/{folder}/{rest}"


@cache
def version_of(folder: str) -> str:
    """Return a short digest over the content of one of the folders."""
    digest = hashlib.sha256()
    for path in sorted((FOLDER / folder).rglob("*")):
        if path.is_file() and path.suffix not in (".br", ".gz"):
            digest.update(path.relative_to(FOLDER).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def set_up_static_files(app: Flask) -> None:
    """Serve the static files before the application is asked, to be kept for good."""
    files = WhiteNoise(
        app.wsgi_app,
        max_age=WhiteNoise.FOREVER,
        immutable_file_test=_always,
        allow_all_origins=False,
        add_headers_function=_add_headers,
    )
    files.add_files(str(FOLDER / VENDOR), asset(VENDOR))
    for folder in OWN:
        files.add_files(str(_compressed(folder)), asset(folder))
    app.wsgi_app = files  # type: ignore[method-assign]
    app.jinja_env.globals["asset"] = asset


@cache
def _compressed(folder: str) -> Path:
    """Copy our own files where they can be compressed; the copy goes when the process ends."""
    copy = _temporary() / folder
    shutil.copytree(FOLDER / folder, copy)
    compressor = Compressor(quiet=True)
    for path in [path for path in copy.rglob("*") if path.is_file()]:
        compressor.compress(str(path))
    return copy


@cache
def _temporary() -> Path:
    """Make the folder of this process."""
    folder = mkdtemp(prefix="tracker-static-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _always(path: str, url: str) -> bool:
    """Every address carries a digest of its content."""
    del path, url
    return True


def _add_headers(headers: Headers, path: str, url: str) -> None:
    """Send the headers that a file needs too."""
    del path, url
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
