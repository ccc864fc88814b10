"""How a message leaves: by an SMTP server, or as a file in a folder."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from tracker.mail_settings import STARTTLS, TLS, MailSettings

TIMEOUT = 20.0
"""Seconds for which a server may be silent."""
FOR_GOOD = 500
"""The least number of an answer by which a server refuses for good."""
STATUS = re.compile(r"^(\d\.\d{1,3}\.\d{1,3})\b")


class Undelivered(Exception):
    """A message did not leave: `fault` says why by a number, `for_good` that it never will."""

    def __init__(self, fault: str, *, for_good: bool = False) -> None:
        super().__init__(fault)
        self.fault = fault
        self.for_good = for_good


class Delivery(Protocol):
    """A way by which messages leave."""

    def deliver(self, message: EmailMessage, sender: str, recipient: str) -> None:
        """Hand a message over; raises Undelivered."""
        ...


def delivery_of(settings: MailSettings) -> Delivery | None:
    """Return the way of the settings; None where none is set, so that letters wait."""
    if settings.host:
        return SmtpDelivery(settings)
    return FolderDelivery(settings.folder) if settings.folder else None


@dataclass(frozen=True, slots=True)
class FolderDelivery:
    """Writes each message into a file of its own, for development."""

    folder: Path

    def deliver(self, message: EmailMessage, sender: str, recipient: str) -> None:
        """Write the message under its number; one that is sent again replaces the file."""
        del sender, recipient
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = re.sub(r"[^\w.-]", "", str(message["Message-ID"]).partition("@")[0])
        path = self.folder / f"{name}.eml"
        path.touch(mode=0o600)
        path.write_bytes(message.as_bytes())


@dataclass(frozen=True, slots=True)
class SmtpDelivery:
    """Hands messages to an SMTP server, each on a connection of its own."""

    settings: MailSettings
    timeout: float = TIMEOUT

    def deliver(self, message: EmailMessage, sender: str, recipient: str) -> None:
        """Hand a message over. A server that goes away after it said yes has taken it."""
        try:
            with self._connected() as server:
                server.send_message(message, sender, [recipient])
        except smtplib.SMTPRecipientsRefused as refusal:
            [(code, said)] = refusal.recipients.values()
            raise _refused(code, said, for_good=code >= FOR_GOOD) from None
        except smtplib.SMTPDataError as refusal:
            code = refusal.smtp_code
            raise _refused(code, refusal.smtp_error, for_good=code >= FOR_GOOD) from None
        except smtplib.SMTPResponseException as refusal:  # the site is at fault, not the letter
            raise _refused(refusal.smtp_code, refusal.smtp_error, for_good=False) from None
        except smtplib.SMTPNotSupportedError:
            raise Undelivered("SMTPNotSupportedError", for_good=True) from None
        except (OSError, smtplib.SMTPException) as fault:
            raise Undelivered(type(fault).__name__) from None

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        """Open a connection, under TLS unless the settings say otherwise, and sign in."""
        chosen = self.settings
        if chosen.security == TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                chosen.host, chosen.port, timeout=self.timeout, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(chosen.host, chosen.port, timeout=self.timeout)
        try:
            if chosen.security == STARTTLS:
                server.starttls(context=ssl.create_default_context())
            if chosen.user:
                server.login(chosen.user, chosen.password)
            yield server
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
        finally:
            server.close()


def _refused(code: int, said: bytes | str, *, for_good: bool) -> Undelivered:
    """Return the refusal of a server by its numbers: its words may repeat an address."""
    text = said.decode("ascii", "replace") if isinstance(said, bytes) else said
    status = STATUS.match(text)
    return Undelivered(f"{code} {status[1]}" if status else str(code), for_good=for_good)
