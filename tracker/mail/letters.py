"""The letters: of each kind its subject and its text, in the language that is spoken when made."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import Session, select

from tracker.mail.keys import make_key, was_just_made
from tracker.mail.kinds import KeyPurpose, MailKind, SecurityEvent
from tracker.mail.letter import Letter
from tracker.mail.publication_letters import write_decided, write_submitted
from tracker.people.tables import User
from tracker.words import say

BY, EVENT, WHO = "by", "event", "who"
"""The names of what letters are about: handles, and an event."""


Writer = Callable[[Session, User, Mapping[str, Any]], Letter | None]
"""Writes a letter to a user about something; None where nothing is to be said any more."""


def _trial(_session: Session, _reader: User, _about: Mapping[str, Any]) -> Letter:
    """Write a letter that shows that letters arrive."""
    return Letter(
        say("A trial letter"),
        (say("This letter shows that mail of the Article 30 Tracker arrives."),),
        "/home",
    )


def _invitation(session: Session, reader: User, about: Mapping[str, Any]) -> Letter | None:
    """Write an invitation with its link; nothing to who has accepted one."""
    if reader.password_hash:
        return None
    key = make_key(session, reader, KeyPurpose.INVITATION, str(about.get(BY, "")))
    return Letter(
        say("Your account at the Article 30 Tracker"),
        (
            say(
                "You are invited to the Article 30 Tracker, the record of voluntary contributions "
                "under article 30, paragraph 2 (c), of the Organized Crime Convention."
            ),
            say("Choose a password on this page. The link serves once, within seven days."),
        ),
        f"/invitation?key={key}",
    )


def _password_reset(session: Session, reader: User, about: Mapping[str, Any]) -> Letter | None:
    """Write the link by which a password is replaced, unless one has just been sent."""
    if not reader.password_hash:
        return _invitation(session, reader, about)
    if was_just_made(session, reader, KeyPurpose.PASSWORD_RESET):
        return None
    key = make_key(session, reader, KeyPurpose.PASSWORD_RESET, str(about.get(BY, "")))
    return Letter(
        say("A new password for the Article 30 Tracker"),
        (
            say("Choose a new password on this page. The link serves once, within an hour."),
            say("If you did not ask for it, do nothing: your password stays as it is."),
        ),
        f"/forgotten-password/new?key={key}",
    )


def _security(session: Session, reader: User, about: Mapping[str, Any]) -> Letter | None:
    """Tell a user what happened to the account, or an administrator what happened to another's."""
    whose = session.exec(select(User).where(User.handle == about[WHO])).first()
    if whose is None:
        return None
    event, own = SecurityEvent(about[EVENT]), whose.handle == reader.handle
    if event in OF_PASSKEYS:
        return _of_passkeys(event)
    if event in OF_OWN_CHANGES:
        return _of_own_changes(event)
    said = _own_words(event) if own else _words_about(event, f"{whose.name} ({whose.handle})")
    return Letter(
        _subject(event),
        said,
        "/home" if own else f"/people/{whose.handle}",
    )


def _subject(event: SecurityEvent) -> str:
    """Return the subject of a notice."""
    if event is SecurityEvent.CONFIRMED:
        return say("A reset was confirmed")
    if event is SecurityEvent.RENAMED:
        return say("Name or address at the Article 30 Tracker was changed")
    if event in OF_FACTORS:
        return say("A second factor of the Article 30 Tracker was reset")
    return say("A password of the Article 30 Tracker was replaced")


def _of_passkeys(event: SecurityEvent) -> Letter:
    """Tell a user that a passkey was added or removed."""
    added = event is SecurityEvent.PASSKEY_ADDED
    return Letter(
        say("A passkey of the Article 30 Tracker was added")
        if added
        else say("A passkey of the Article 30 Tracker was removed"),
        (
            say("A passkey was added to your account. It signs you in without password and code.")
            if added
            else say("A passkey was removed from your account. It signs nobody in any more."),
            say("If that was not you, tell an administrator at once."),
        ),
        "/home/passkeys",
    )


def _of_own_changes(event: SecurityEvent) -> Letter:
    """Tell a user of a change that was made with the own password."""
    return Letter(
        say("Your account at the Article 30 Tracker was changed"),
        (_own_change(event), say("If that was not you, tell an administrator at once.")),
        OF_OWN_CHANGES[event],
    )


def _own_change(event: SecurityEvent) -> str:
    """Return such a change as a sentence."""
    if event is SecurityEvent.PASSWORD_CHANGED:
        return say("Your password was changed. Your other sessions were ended.")
    if event is SecurityEvent.FACTOR_SET:
        return say("An authenticator was set up for your account, with new recovery codes.")
    if event is SecurityEvent.FACTOR_REMOVED:
        return say("The authenticator of your account was removed.")
    if event is SecurityEvent.CODES_RENEWED:
        return say("New recovery codes were made for your account.")
    return say("An API token was made, by which a program acts for you.")


OF_OWN_CHANGES = {
    SecurityEvent.PASSWORD_CHANGED: "/home/sessions",
    SecurityEvent.FACTOR_SET: "/home/second-factor",
    SecurityEvent.FACTOR_REMOVED: "/home/second-factor",
    SecurityEvent.CODES_RENEWED: "/home/second-factor",
    SecurityEvent.TOKEN_MADE: "/home/tokens",
}
"""The page that the letter of each own change leads to."""
OF_PASSKEYS = (SecurityEvent.PASSKEY_ADDED, SecurityEvent.PASSKEY_REMOVED)
OF_FACTORS = (SecurityEvent.FACTOR_RESET, SecurityEvent.FACTOR_RESET_AND_BARRED)


def _own_words(event: SecurityEvent) -> tuple[str, ...]:
    """Return what a user is told about the own account."""
    if event is SecurityEvent.CONFIRMED:
        return (say("An administrator has confirmed the reset. You can work as before."),)
    if event is SecurityEvent.RENAMED:
        return (
            say("Your name, or the address with which you sign in, was changed on the server."),
            say("You sign in with the address of this letter."),
            say("If you did not ask for it, tell an administrator at once."),
        )
    said = [
        say(
            "Your second factor was reset. All your sessions were ended, and your API tokens were "
            "revoked."
        )
        if event in OF_FACTORS
        else say(
            "Your password was replaced. All your sessions were ended, and your API tokens were "
            "revoked."
        ),
        say("If that was not you, tell an administrator at once."),
    ]
    if event in (SecurityEvent.RESET_AND_BARRED, SecurityEvent.FACTOR_RESET_AND_BARRED):
        barred = say(
            "Until an administrator has confirmed it you can approve and record no money, and "
            "close no period."
        )
        said.insert(1, barred)
    return tuple(said)


def _words_about(event: SecurityEvent, name: str) -> tuple[str, ...]:
    """Return what an administrator is told about the account of another."""
    if event is SecurityEvent.CONFIRMED:
        return (say("The reset of the account of %(name)s was confirmed.", name=name),)
    if event is SecurityEvent.RENAMED:
        return (
            say(
                "The name of %(name)s, or the address with which that person signs in, was changed "
                "on the server.",
                name=name,
            ),
        )
    if event is SecurityEvent.FACTOR_RESET:
        return (say("The second factor of %(name)s was reset.", name=name),)
    if event is SecurityEvent.RESET:
        return (say("The password of %(name)s was replaced.", name=name),)
    return (
        say("The second factor of %(name)s, who may approve or record money, was reset.", name=name)
        if event in OF_FACTORS
        else say(
            "The password of %(name)s, who may approve or record money, was replaced.", name=name
        ),
        say(
            "Ask the person whether that was their own doing, by another way than mail, then "
            "confirm it on this page. Until then the person can approve and record no money."
        ),
    )


Writers = Mapping[MailKind, Writer]
WRITERS: Writers = {
    MailKind.TRIAL: _trial,
    MailKind.INVITATION: _invitation,
    MailKind.PASSWORD_RESET: _password_reset,
    MailKind.SECURITY: _security,
    MailKind.ACTIVITY_SUBMITTED: write_submitted,
    MailKind.ACTIVITY_DECIDED: write_decided,
}
"""Who writes the letters about accounts."""


def full_text(letter: Letter, reader: User, public_url: str) -> str:
    """Return the text of a letter, with its greeting, its link and where it comes from."""
    greeting = say("Dear %(name)s,", name=reader.name) if reader.name else say("Good day,")
    link = f"{public_url}{letter.path}" if letter.path else ""
    closing = say("Article 30 Tracker. Nobody reads answers to this letter.")
    lines = "\n".join(f"- {text}\n  {public_url}{path}" for text, path in letter.lines)
    parts = (greeting, *letter.paragraphs, lines, link, f"-- \n{closing}")
    return "\n\n".join(filter(None, parts)) + "\n"
