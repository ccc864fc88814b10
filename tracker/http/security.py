"""Security headers: no foreign code, no guessing of types, frames for embedded figures alone."""

from collections.abc import Mapping

from flask import Flask, Response, request, session

from tracker.http.bearers import bearer_of
from tracker.http.context import is_for_programs
from tracker.http.embedding import may_be_framed

# The hashes are those of the styles that plotly.js 4.1.1 sets: its own (empty) style element and
# the style attributes of its container and of an empty value. A browser test keeps them right.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='",
    "style-src-attr": (
        "'unsafe-hashes' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
        " 'sha256-AR/cKIZjWPcPmBUPDA6oti9XBiTbJvz0Cro2J1VzzS8='"
    ),
    "img-src": "'self' data: blob:",
    "connect-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
EMBEDDED_POLICY = {**POLICY, "form-action": "'none'", "frame-ancestors": "*"}
"""The policy of what other sites may frame."""


def _written(policy: Mapping[str, str]) -> str:
    """Return a policy as the header spells it."""
    return "; ".join(f"{name} {sources}" for name, sources in policy.items())


CONTENT_SECURITY_POLICY = _written(POLICY)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
OF_PAGES_ALONE = ("X-Frame-Options", "Cross-Origin-Opener-Policy")
EMBEDDED_HEADERS = {
    **{name: value for name, value in HEADERS.items() if name not in OF_PAGES_ALONE},
    "Content-Security-Policy": _written(EMBEDDED_POLICY),
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""The headers of what other sites may frame."""
OPEN_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Language, ETag, Link, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""What answers of the JSON interface have that are everybody's: pages of other sites may read them.

They are sent to who has neither a session nor a token; no other site ever reads with a person's
rights.
"""
TRANSPORT = "max-age=63072000; includeSubDomains"


def set_up_headers(app: Flask, *, production: bool) -> None:
    """Send the headers with every answer; none that is a person's is stored by browser or proxy."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = EMBEDDED_HEADERS if may_be_framed(response) else HEADERS
        named = app.config["SESSION_COOKIE_NAME"] in request.cookies
        is_own = (
            bool(session)
            or named
            or bearer_of(request.headers.get("Authorization", "")) is not None
        )
        if is_for_programs() and not is_own:
            headers = {**headers, **OPEN_HEADERS}
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if production:
            response.headers.setdefault("Strict-Transport-Security", TRANSPORT)
        if is_own:
            response.headers["Cache-Control"] = "no-store"
        elif "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-cache"
        if is_for_programs():
            response.vary.add("Authorization")
        else:
            response.vary.update(("Accept-Language", "Cookie"))
        return response
