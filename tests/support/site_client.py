"""A person at a running server: signs in, asks for pages, sends forms, and times the answers."""

import time
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urljoin

import requests

from tests.support.pages import form_with, parse, prefilled
from tests.support.people import PASSWORD

PATIENCE = 180  # seconds, on a busy machine


class TimedAnswer(NamedTuple):
    """The answer to a request, and the seconds that it took."""

    response: requests.Response
    seconds: float

    @property
    def status(self) -> int:
        """The status of the answer."""
        return self.response.status_code

    @property
    def text(self) -> str:
        """The text of the answer."""
        return self.response.text


class SiteClient:
    """A reader with a cookie jar of their own, who follows no redirect."""

    def __init__(self, url: str, language: str = "en") -> None:
        self._url = url
        self._http = requests.Session()
        self._http.headers.update({"Accept-Language": language, "Connection": "close"})

    def get(self, path: str) -> TimedAnswer:
        """Ask for a page."""
        return self._timed("GET", path)

    def send(
        self,
        page: requests.Response,
        values: Mapping[str, str],
        file: tuple[str, bytes] | None = None,
    ) -> TimedAnswer:
        """Fill in the form of a page that was answered, with its hidden fields, and send it."""
        form = form_with(parse(page.text), {**values, **({"file": ""} if file else {})})
        data = {**prefilled(form), **values}
        return self._timed(
            "POST",
            form.get("action") or page.url,
            data=data,
            files={"file": file} if file else None,
        )

    def sign_in(self, email: str) -> None:
        """Sign in as a user with the password of all made-up users."""
        page = self.get("/sign-in").response
        answer = self.send(page, {"email": email, "password": PASSWORD})
        assert answer.status in {302, 303}, answer.text

    def _timed(self, method: str, path: str, **sent: object) -> TimedAnswer:
        """Send a request and say how long the answer took."""
        begun = time.monotonic()
        response = self._http.request(
            method,
            urljoin(self._url, path),
            timeout=PATIENCE,
            allow_redirects=False,
            **sent,  # type: ignore[arg-type] # the form's data and its file
        )
        return TimedAnswer(response, time.monotonic() - begun)
