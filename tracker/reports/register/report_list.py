"""A page of the list of reports that a user may see: searched, filtered, the newest first."""

from datetime import date

from sqlmodel import Session

from tracker.folding import fold
from tracker.listing import ListQuery, Slice
from tracker.people.permissions import CurrentUser
from tracker.reference.name_search import givers_named_like
from tracker.reports.register.register import ReportItem, list_reports


def find_reports(session: Session, query: ListQuery, *, user: CurrentUser) -> Slice[ReportItem]:
    """Return a page of the reports that a user may see.

    The filters are `kind`, `state`, `donor`, and `from` and `to` for the days that they report on.
    """
    kinds, states = query.codes("kind"), query.codes("state")
    donors = query.codes("donor")
    since, until = _day(query, "from"), _day(query, "to")
    words = fold(query.words).split()
    kept = [
        one
        for one in list_reports(session, user)
        if (not kinds or one.kind in kinds)
        and (not states or one.state in states)
        and (not donors or one.subject in donors)
        and (since is None or one.last >= since)
        and (until is None or (one.first or one.last) <= until)
        and all(_is_found(one, word) for word in words)
    ]
    if not query.order.startswith("-"):
        kept.reverse()
    first = (query.page - 1) * query.size
    return Slice(tuple(kept[first : first + query.size]), len(kept), query)


def _day(query: ListQuery, name: str) -> date | None:
    """Return the day of a filter; None for what is no day."""
    try:
        return date.fromisoformat("".join(query.codes(name)[:1]))
    except ValueError:
        return None


def _is_found(one: ReportItem, word: str) -> bool:
    """Tell whether a folded word is the number of a report, or names the donor of a statement."""
    return (
        word == str(one.number)
        or word in fold(one.subject)
        or one.subject in givers_named_like(word)
    )
