"""The letters: of each kind its subject and its text, in the language that is spoken when made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from tracker.mail.kinds import MailKind
from tracker.people.tables import User
from tracker.words import say


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: its subject, its paragraphs, and the path of the page that it leads to."""

    subject: str
    paragraphs: tuple[str, ...]
    path: str = ""


Writer = Callable[[Session, User, Mapping[str, Any]], Letter | None]
"""Writes a letter to a user about something; None where nothing is to be said any more."""


def _trial(_session: Session, _reader: User, _about: Mapping[str, Any]) -> Letter:
    """Write a letter that shows that letters arrive."""
    return Letter(
        say("A trial letter"),
        (say("This letter shows that mail of the Article 30 Tracker arrives."),),
        "/home",
    )


WRITERS: Mapping[MailKind, Writer] = {MailKind.TRIAL: _trial}
"""Who writes the letters of each kind."""


def full_text(letter: Letter, reader: User, public_url: str) -> str:
    """Return the text of a letter, with its greeting, its link and where it comes from."""
    greeting = say("Dear %(name)s,", name=reader.name) if reader.name else say("Good day,")
    link = f"{public_url}{letter.path}" if letter.path else ""
    closing = say("Article 30 Tracker. Nobody reads answers to this letter.")
    return "\n\n".join(filter(None, (greeting, *letter.paragraphs, link, f"-- \n{closing}"))) + "\n"
