"""The head and the title of the report: what was typed, and the session that was chosen."""

from collections.abc import Sequence
from dataclasses import replace

from tracker.reference.sessions import BodySession, SessionBody, find_session
from tracker.reports.content.report import Masthead
from tracker.reports.content.texts import Day, PlainText, Text, Words, sentence
from tracker.reports.terms import ReportTerms


def masthead(terms: ReportTerms, sessions: Sequence[BodySession]) -> Masthead:
    """Return the typed head, with organ, session and dates of the chosen session where blank."""
    typed = terms.masthead
    if not terms.session:
        return typed
    session = find_session(sessions, terms.session)
    return replace(
        typed,
        organ=typed.organ or organ(session.body),
        session=typed.session or _number(session),
        place_and_dates=typed.place_and_dates or _place_and_dates(session),
    )


def title() -> Words:
    """Return the title: the report's, and that of the resolution."""
    return (
        sentence(
            "Progress report on the implementation of the resolution entitled \u201cRenewed "
            "efforts to ensure the effective implementation of the United Nations Convention "
            "against Transnational Organized Crime and the Protocols thereto on the tenth "
            "anniversary of the entry into force of the Convention\u201d"
        ),
    )


def organ(body: SessionBody) -> Text:
    """Return the name of a body."""
    return {
        SessionBody.COMMISSION: sentence("Commission on Crime Prevention and Criminal Justice"),
        SessionBody.CONFERENCE: sentence(
            "Conference of the Parties to the United Nations Convention against Transnational "
            "Organized Crime"
        ),
    }[body]


def _number(session: BodySession) -> Text:
    return sentence("Session %(number)s", number=PlainText(str(session.number)))


def _place_and_dates(session: BodySession) -> Words:
    days = {"first": Day(session.first), "last": Day(session.last)}
    if not session.place:
        return (sentence("%(first)s to %(last)s", **days),)
    place = PlainText(session.place)
    return (sentence("%(place)s, %(first)s to %(last)s", place=place, **days),)
