"""The drawing of a report: by its terms, from the record as it was known at a moment.

A report is drawn for everybody who may read it, so it shows what its readers may see, whoever draws
it: that of the Commission what the public sees. What is never issued may be drawn for one `user`.
It is drawn in English; languages are a matter of renderings.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from tracker.assistance.texts import kept_text, recorded_titles
from tracker.assistance.title_book import KeptTitle
from tracker.errors import InvalidInput
from tracker.fund.ledger.tables import LedgerEntry
from tracker.people.former_values import former_values
from tracker.people.permissions import ANYONE, CurrentUser
from tracker.people.subjects import Subject
from tracker.periods import KnownAt, today
from tracker.reports.content.report import Facts, ReportKind, ReportTree
from tracker.reports.spelling.names import ORIGINAL
from tracker.reports.terms import ReportTerms
from tracker.resolution.reported_periods import reported_before
from tracker.totals.dimensions import Dimension
from tracker.totals.labels import Titles
from tracker.totals.members import Members
from tracker.totals.page_source import PageSource
from tracker.totals.query import Query
from tracker.totals.reader import TotalsReader
from tracker.totals.snapshot import Snapshot
from tracker.totals.totals import scope_of
from tracker.words import in_language, say

TITLED: Mapping[Dimension, tuple[Subject, str]] = {
    Dimension.ACTIVITY: (Subject.ACTIVITY, "title"),
    Dimension.PROGRAMME: (Subject.PROGRAMME, "title"),
    Dimension.TOOL: (Subject.TOOL, "title"),
    Dimension.DONOR: (Subject.DONOR, "name"),
}
"""The dimensions whose members have titles in the record, with the subject and field of each."""
WRITTEN_IN, TEXTS = "written_in", "texts"
LANGUAGES = frozenset({WRITTEN_IN, TEXTS})
"""The fields of a record that have the languages of its title."""

DrawKind = Callable[[PageSource, ReportTerms, Facts], ReportTree]
"""Makes the tree of a kind of report."""


def draw_report(
    session: Session,
    snapshot: Snapshot,
    terms: ReportTerms,
    kinds: Mapping[ReportKind, DrawKind],
    user: CurrentUser = ANYONE,
) -> ReportTree:
    """Draw a report; `snapshot` is held and up to date. Raises InvalidInput for an unknown kind."""
    if terms.kind not in kinds:
        raise InvalidInput(say("'%(code)s' is no kind of report", code=terms.kind))
    with in_language(ORIGINAL):
        facts = report_facts(session, snapshot, terms)
        return kinds[terms.kind](report_source(session, snapshot, terms, user), terms, facts)


def report_source(
    session: Session, snapshot: Snapshot, terms: ReportTerms, user: CurrentUser = ANYONE
) -> PageSource:
    """Return the source of a report's figures, where it compares with that of the period before."""
    query = Query(
        today(),
        terms.first,
        terms.last,
        as_at=terms.as_at,
        known_at=KnownAt.at(terms.known_at),
        session=terms.session,
    )
    compares = terms.kind is ReportKind.COMMISSION
    earlier = reported_before(query, snapshot.members.sessions) if compares else None
    before = None if earlier is None else query_source(session, snapshot, earlier, user)
    return query_source(session, snapshot, query, user, before)


def query_source(
    session: Session,
    snapshot: Snapshot,
    query: Query,
    user: CurrentUser = ANYONE,
    before: PageSource | None = None,
) -> PageSource:
    """Return the source of the figures of a query, in the language of drawing."""
    scope = scope_of(snapshot, query, ORIGINAL)
    titles = _former_titles(session, query.known_at, snapshot.members) if query.known_at else {}
    reader = TotalsReader(scope._replace(former_titles=titles))
    return PageSource(reader, session, query, user, before)


def _former_titles(session: Session, known_at: KnownAt, today: Members) -> Titles:
    """Return the titles and names that have changed since a moment, as they were then."""
    found: dict[Dimension, dict[str, str]] = {}
    for dimension, (subject, field) in TITLED.items():
        values = former_values(session, subject, known_at.moment)
        found[dimension] = {
            code: _former_title(own, field, _title_of(today, dimension, code))
            for code, own in values.items()
            if field in own or LANGUAGES & own.keys()
        }
    return found


def _title_of(today: Members, dimension: Dimension, code: str) -> KeptTitle:
    """Return the title that a record has today, in all its languages."""
    kept = today.translated.kept.get(dimension, {}).get(code)
    return kept or KeptTitle(today.titles[dimension].get(code, code), "", {})


def _former_title(former: Mapping[str, Any], field: str, today: KeptTitle) -> str:
    """Return a title as it was: what changed since as it was before, the rest as it is."""
    others = recorded_titles(former[TEXTS]) if TEXTS in former else today.others
    title = (former[field] or "") if field in former else today.title
    return kept_text(title, former.get(WRITTEN_IN, today.written_in), others)


def report_facts(session: Session, snapshot: Snapshot, terms: ReportTerms) -> Facts:
    """Return the facts that are printed in a report."""
    number, digest = chain_head_at(session, terms.known_at)
    return Facts(
        first=terms.first,
        last=terms.last,
        as_at=terms.as_at,
        known_at=terms.known_at,
        data_version=terms.data_version,
        chain_head=digest,
        chain_number=number,
        is_illustrative=snapshot.is_illustrative,
        source="Article 30 Tracker",
        licence=terms.licence,
    )


def chain_head_at(session: Session, moment: datetime) -> tuple[int, str]:
    """Return number and digest of the last entry known at a moment; 0 and "" for none."""
    last = session.exec(
        select(LedgerEntry.id, LedgerEntry.digest)
        .where(col(LedgerEntry.recorded_at) <= moment)
        .order_by(col(LedgerEntry.id).desc())
        .limit(1)
    ).first()
    return (0, "") if last is None else (last[0] or 0, last[1].hex())
