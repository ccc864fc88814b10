"""The script and the style sheet of the charts, compressed, under addresses of their content."""

from pathlib import Path
from typing import Any

from whitenoise import WhiteNoise

from tracker.http.compressed_files import compressed, digest_of

FOLDER = Path(__file__).parent / "static"


def chart_asset(name: str) -> str:
    """Return the address of a file of this folder, such as "charts.js"."""
    return f"{_prefix()}{name}"


def set_up_static_files(app: Any) -> None:  # noqa: ANN401 - an APIFlask, untyped here
    """Serve the files before the application is asked, cached for good."""
    files = WhiteNoise(
        app.wsgi_app,
        root=str(compressed(FOLDER)),
        prefix=_prefix(),
        max_age=WhiteNoise.FOREVER,
        immutable_file_test=lambda _path, _url: True,
        allow_all_origins=False,
        add_headers_function=_add_headers,
    )
    app.wsgi_app = files
    app.jinja_env.globals["chart_asset"] = chart_asset


def _prefix() -> str:
    """Return the folder's address with a digest of its content."""
    return f"/static/dashboards/{digest_of(FOLDER)}/"


def _add_headers(headers: Any, _path: str, _url: str) -> None:  # noqa: ANN401 - of wsgiref
    """Add the headers of pages that a file needs too."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
