"""Sends what waits in the outbox, one letter after the other."""

import logging
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from sqlmodel import Session, select

from tracker.db import transaction
from tracker.mail.delivery import Delivery, Undelivered, delivery_of
from tracker.mail.keys import drop_unsent_key
from tracker.mail.kinds import MailState
from tracker.mail.letters import WRITERS, Writers, full_text
from tracker.mail.outbox import Taken, note_dropped, note_failed, note_sent, take_next
from tracker.mail.switches import switched_off
from tracker.people.tables import User
from tracker.periods import utc_now
from tracker.settings import Settings
from tracker.words import in_language

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PostOffice:
    """How letters leave: by whom, with the site's address and language, and who writes them."""

    delivery: Delivery
    sender: str
    public_url: str
    locale: str
    writers: Writers = field(default_factory=lambda: WRITERS)


def post_office(settings: Settings, writers: Writers = WRITERS) -> PostOffice | None:
    """Return the post office of the settings; None where letters wait for one to be set."""
    delivery, mail = delivery_of(settings.mail), settings.mail
    if delivery is None:
        return None
    return PostOffice(delivery, mail.sender, mail.public_url, settings.default_locale, writers)


def send_due(session: Session, office: PostOffice) -> dict[MailState, int]:
    """Send what is due; return how many letters came to which state.

    No transaction is open while a server is talked to.
    """
    counted = dict.fromkeys(MailState, 0)
    while True:
        with transaction(session):
            taken = take_next(session, utc_now())
        if taken is None:
            return counted
        counted[_send(session, office, taken)] += 1


def _send(session: Session, office: PostOffice, taken: Taken) -> MailState:
    """Send one letter, record what came of it, and return its state."""
    try:
        with transaction(session):
            message = _message(session, office, taken)
            if message is None:
                note_dropped(session, taken)
                return MailState.DROPPED
        recipient = message["To"].addresses[0].addr_spec
        office.delivery.deliver(message, office.sender, recipient)
    except Undelivered as refusal:
        fault, for_good = refusal.fault, refusal.for_good
        with transaction(session):
            drop_unsent_key(session, taken.kind, taken.handle)
    except Exception as error:
        log.exception("a letter could not be written")
        fault, for_good = type(error).__name__, False
    else:
        with transaction(session):
            note_sent(session, taken)
        return MailState.SENT
    with transaction(session):
        return note_failed(session, taken, fault, for_good=for_good)


def _message(session: Session, office: PostOffice, taken: Taken) -> EmailMessage | None:
    """Write the letter in its reader's language; None where nobody is to have it any more."""
    reader = session.exec(select(User).where(User.handle == taken.handle)).first()
    if reader is None or not reader.active or taken.kind in switched_off(session, reader):
        return None
    locale = reader.locale or office.locale
    with in_language(locale):
        letter = office.writers[taken.kind](session, reader, taken.about)
        if letter is None:
            return None
        text = full_text(letter, reader, office.public_url)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address("Article 30 Tracker", *_halves(office.sender))
    message["To"] = Address(" ".join(reader.name.split()), *_halves(reader.email))
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(utc_now())
    message["Message-ID"] = f"<mail-{taken.number}-{taken.put_at:%Y%m%d%H%M%S}@{_host(office)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="base64")
    message["Content-Language"] = locale
    return message


def _halves(address: str) -> tuple[str, str]:
    """Return what stands before the sign @ of an address, and what stands after it."""
    before, _, after = address.rpartition("@")
    return before, after


def _host(office: PostOffice) -> str:
    """Return the host by which letters are numbered."""
    return _halves(office.sender)[1]
