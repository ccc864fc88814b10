"""What search finds beside the records of the index: States, pages, sessions and reports."""

from collections.abc import Iterable, Iterator

from flask import url_for
from flask_babel import gettext as _

from tracker.assistance.added_sessions import all_sessions
from tracker.fund.donors.donor_choices import donor_names
from tracker.http import context
from tracker.http.labels import donor, label, place
from tracker.http.navigation import navigation
from tracker.listing import ListQuery
from tracker.reference.name_search import places_named_like
from tracker.reference.sessions import session_name
from tracker.reference.states import states
from tracker.reports.register.report_list import find_reports
from tracker.search.tokens import asked_tokens, tokens_of
from tracker.web.search.shown_hits import ShownHit, plain

MOST = 8
"""How many of each kind stand above the records."""


def small_finds(asked: str) -> tuple[ShownHit, ...]:
    """Return States, pages, sessions and reports that words find; none for no word."""
    tokens = asked_tokens(asked)
    if not tokens:
        return ()
    finds = (_pages(tokens), _states(asked, tokens), _sessions(tokens), _reports(asked))
    return tuple(hit for some in finds for hit in list(some)[:MOST])


def _has(tokens: Iterable[str], *texts: str) -> bool:
    """Tell whether each word begins a word of some texts."""
    words = tokens_of(texts)
    return all(any(word.startswith(token) for word in words) for token in tokens)


def _pages(tokens: Iterable[str]) -> Iterator[ShownHit]:
    """Yield the pages of the navigation that the reader may see."""
    for entry in navigation():
        if _has(tokens, entry.label):
            yield ShownHit(_("Page"), "", entry.label, entry.path)


def _states(asked: str, tokens: Iterable[str]) -> Iterator[ShownHit]:
    """Yield States by a name in any of the six languages, or by their code."""
    like = [places_named_like(word) for word in tokens]
    for code in states():
        if code == asked.strip().upper() or (like and all(code in one for one in like)):
            address = url_for("activities.show_list", country=code)
            name = place(code)
            yield ShownHit(_("A State"), code, _("%(state)s: its activities", state=name), address)


def _sessions(tokens: Iterable[str]) -> Iterator[ShownHit]:
    """Yield sessions by their code, name and place."""
    for one in reversed(all_sessions(context.session())):
        name = session_name(one)
        if _has(tokens, one.code, name, one.place):
            address = url_for("body_sessions.show", code=one.code)
            yield ShownHit(_("Session"), one.code, name, address, plain(one.place))


def _reports(asked: str) -> Iterator[ShownHit]:
    """Yield the reports that the reader may see, by number or donor."""
    query = ListQuery(words=asked, order="-number", size=MOST)
    found = find_reports(context.session(), query, user=context.user()).rows
    names = donor_names(context.session()) if found else {}
    for one in found:
        whose = donor(one.subject, names.get(one.subject, one.subject)) if one.subject else ""
        title = " \N{MIDDLE DOT} ".join(part for part in (label(one.kind), whose) if part)
        address = url_for("reports.show", number=one.number)
        yield ShownHit(_("Report"), str(one.number), title, address)
