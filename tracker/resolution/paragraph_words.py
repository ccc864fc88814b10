"""The operative paragraphs and the reported periods in words, in the reader's language."""

from collections.abc import Sequence

from tracker.reference.sessions import BodySession, find_session, session_name
from tracker.resolution.paragraph_content import ReportedDays
from tracker.totals.formatter import Formatter
from tracker.words import say

SHORTEST, LONGEST = 120, 220
"""The length of a short quotation, in characters."""


def paragraph_title(number: int) -> str:
    """Return what a paragraph is about, in a few words."""
    return {
        1: say("Level of adherence"),
        2: say("Ratification, accession and full implementation"),
        3: say("Application of the Convention and cross-border cooperation"),
        4: say("Awareness, outreach and partnerships"),
        5: say("Legislative and technical assistance"),
        6: say("Dissemination of the technical assistance tools"),
        7: say("Voluntary contributions to the account"),
        8: say("Need for a review mechanism"),
        9: say("Elaboration of the review mechanism, and assistance to it"),
        10: say("Informal consultations on the review mechanism"),
        11: say("Progress report to the Commission"),
    }[number]


def paragraph_heading(number: int) -> str:
    """Return the heading of a paragraph: its number and its title."""
    return say(
        "Operative paragraph %(number)s: %(title)s", number=number, title=paragraph_title(number)
    )


def addressee(number: int) -> str:
    """Return whom a paragraph addresses."""
    return {
        1: say("The Commission"),
        2: say("Member States"),
        3: say("Member States"),
        4: say("United Nations Office on Drugs and Crime"),
        5: say("United Nations Office on Drugs and Crime"),
        6: say("United Nations Office on Drugs and Crime"),
        7: say("Member States and other donors"),
        8: say("The Commission"),
        9: say("Member States and the Secretariat"),
        10: say("Member States"),
        11: say("United Nations Office on Drugs and Crime"),
    }[number]


def short_quote(text: str) -> str:
    """Return the beginning of a text: up to its first comma or semicolon that is far enough."""
    if len(text) <= LONGEST:
        return text
    cut = next((place for place in range(SHORTEST, LONGEST) if text[place] in ",;"), None)
    end = text.rfind(" ", 0, LONGEST) if cut is None else cut
    return f"{text[:end]} …"


def days_in_words(days: ReportedDays, formatter: Formatter) -> str:
    """Return the days of a period: "27 April 2013 to 30 November 2026"."""
    last = formatter.day(days.last)
    if days.first is None:
        return say("up to %(last)s", last=last)
    return say("%(first)s to %(last)s", first=formatter.day(days.first), last=last)


def period_sentence(
    days: ReportedDays, sessions: Sequence[BodySession], formatter: Formatter
) -> str:
    """Say which period is reported on: since a session, up to one, or some days."""
    words = days_in_words(days, formatter)
    if days.since:
        name = session_name(find_session(sessions, days.since))
        return say("Since the session %(session)s: %(days)s.", session=name, days=words)
    if days.session:
        name = session_name(find_session(sessions, days.session))
        return say("Reported on to the session %(session)s: %(days)s.", session=name, days=words)
    return say("Period: %(days)s.", days=words)
