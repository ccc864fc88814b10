"""A small provider of OpenID Connect over HTTP, with keys of its own, which may also err."""

import base64
import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "tracker", "a secret of the tests, between two servers"


@dataclass
class Provider:
    """A provider: what it says of a person, over what it would say rightly, and its codes."""

    issuer: str = ""
    says: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256", "kid": "one"})
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    signing_key: Any = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def token(self, nonce: str) -> str:
        """Return what is signed about a person."""
        now = int(time.time())
        right = {
            "iss": self.issuer,
            "sub": "248289761001",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            "email_verified": True,
        }
        told = {name: value for name, value in (right | self.says).items() if value is not None}
        algorithms = [str(self.header["alg"])]
        return jwt.encode(self.header, told, self.signing_key or self.key, algorithms=algorithms)


@contextmanager
def served_provider() -> Iterator[Provider]:
    """Serve a provider on a free port of this machine."""
    told = Provider()
    server = make_server("127.0.0.1", 0, _app(told), threaded=True)
    told.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()


def _app(told: Provider) -> Flask:
    """Return the provider's application."""
    app = Flask("provider")

    @app.get("/.well-known/openid-configuration")
    def metadata() -> Response:
        pages = ("authorize", "token", "end_session")
        found = {f"{page.replace('authorize', 'authorization')}_endpoint": page for page in pages}
        found = {name: f"{told.issuer}/{page}" for name, page in found.items()}
        return jsonify(issuer=told.issuer, jwks_uri=f"{told.issuer}/keys", **found)

    @app.get("/keys")
    def keys() -> Response:
        return jsonify(KeySet([told.key]).as_dict(private=False))

    @app.get("/authorize")
    def authorize() -> Any:  # noqa: ANN401 - a redirect
        asked = request.args.to_dict()
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(told.codes)}"
        told.codes[code] = asked
        back = {"code": code, "state": asked["state"]}
        return redirect(f"{asked['redirect_uri']}?{urlencode(back)}")

    @app.post("/token")
    def token() -> Any:  # noqa: ANN401 - JSON, perhaps with a status
        sent = request.authorization
        asked = told.codes.pop(request.form["code"], None)
        proof = hashlib.sha256(request.form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        known = sent is not None and (sent.username, sent.password) == (CLIENT, SECRET)
        if asked is None or not known or challenge != asked["code_challenge"]:
            return jsonify(error="invalid_grant"), 400
        return jsonify(access_token="a", token_type="Bearer", id_token=told.token(asked["nonce"]))

    return app
