"""SMTP servers for tests: one that takes letters, and some that do not, or not to the end."""

import asyncio
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tracker.mail_settings import NO_TLS, MailSettings

START_WITHIN = 60  # seconds, on a busy machine


class Taker:
    """Takes letters; `refuse_recipient` and `refuse_data` are answers in place of a yes.

    It says neither before `goes_on` is set.
    """

    def __init__(self, refuse_recipient: str = "", refuse_data: str = "") -> None:
        self.refuse_recipient = refuse_recipient
        self.refuse_data = refuse_data
        self.goes_on = Event()
        self.goes_on.set()
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.dies_before_data = False
        self.dies_after_data = False

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient, or refuse it."""
        del server, session, options
        if self.refuse_recipient:
            return self.refuse_recipient.format(address=address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a letter, or refuse it, or go away before or after it said yes."""
        del session
        self.goes_on.wait()  # the whole server hangs, as some do
        if self.dies_before_data:
            _go_away(server)
            return ""
        if self.refuse_data:
            return self.refuse_data
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        self.recipients += envelope.rcpt_tos
        return "250 OK"

    async def handle_QUIT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """End the talk, or go away without a word."""
        del session, envelope
        if self.dies_after_data:
            _go_away(server)
        return "221 Bye"


def _go_away(server: SMTP) -> None:
    """Close the connection without a word."""
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


class OnAnyPort(Controller):
    """A server on a port that the system gives, which is its own from the first moment."""

    async def _create_server(self) -> asyncio.Server:
        server = await super()._create_server()
        assert isinstance(server, asyncio.Server)
        self.port = server.sockets[0].getsockname()[1]
        return server


@contextmanager
def serving(taker: Taker, **more: Any) -> Iterator[MailSettings]:  # noqa: ANN401 - what aiosmtpd takes
    """Serve on a free port; yield the settings of who sends there."""
    controller = OnAnyPort(taker, hostname="127.0.0.1", port=0, ready_timeout=START_WITHIN, **more)
    controller.start()
    try:
        yield MailSettings(
            public_url="https://a30.example.org",
            host="127.0.0.1",
            port=controller.port,
            security=NO_TLS,
            sender="tracker@a30.example.org",
        )
    finally:
        taker.goes_on.set()
        controller.stop()


def knows(name: str, password: str) -> Callable[..., AuthResult]:
    """Return what lets in who shows this name and password alone."""

    def check(*told: object) -> AuthResult:
        shown = told[-1]
        assert isinstance(shown, LoginPassword)
        right = (shown.login, shown.password) == (name.encode(), password.encode())
        return AuthResult(success=right)

    return check


def self_signed(certificate: str, key: str) -> ssl.SSLContext:
    """Return the TLS of a server with a certificate of its own."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
