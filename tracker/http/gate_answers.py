"""Answers of the gates that stand before the application, and have none of its pages."""

from http import HTTPStatus
from wsgiref.types import StartResponse

PLAIN = "text/plain; charset=utf-8"


def refuse(
    start_response: StartResponse, status: HTTPStatus, text: bytes, kind: str = PLAIN
) -> list[bytes]:
    """Refuse a request with a text of the kind, which nobody stores."""
    headers = [
        ("Content-Type", kind),
        ("Content-Length", str(len(text))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    start_response(f"{status.value} {status.phrase}", headers)
    return [text]
