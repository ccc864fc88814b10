"""The entries of a contribution or an activity: dates, amounts, rate and lines."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Select, String, and_, select, type_coerce
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col

from tracker.assistance.tables.activities import Activity
from tracker.assistance.unpublished import withheld_codes
from tracker.errors import NotFound
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.consents import consent_of
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.measures import BY_CODE, SIGNS, Measure
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerEntryWords, LedgerLine
from tracker.fund.tables.contributions import Contribution
from tracker.listing import ListQuery, Slice, Source, fetch
from tracker.words import say

ORDERS = ("effective_on", "recorded_at", "reference", "kind", "amount")
NEWEST_FIRST = "-effective_on"
TOLD_BY = (
    Measure.PLEDGED, Measure.RECEIVED, Measure.REFUNDED,
    Measure.ALLOCATED, Measure.COMMITTED, Measure.SPENT, Measure.DUE,
    Measure.PLEDGE_WRITTEN_OFF, Measure.INTEREST, Measure.BANK_CHARGES, Measure.TRANSFERRED,
    Measure.WRITTEN_OFF, Measure.REFUND_DIFFERENCE,
)  # fmt: skip
"""The measures by which an entry's amount is summed; each entry has lines in just one of them, but
a refund may have a difference beside its worth."""

_REVERSED, _REVERSAL = aliased(LedgerEntry), aliased(LedgerEntry)


class EntryLine(NamedTuple):
    """A change of one account, in US cents; `attributed` when the rule split it, without a name."""

    account: AccountKind
    contribution: str
    activity: str
    minor: int
    measure: Measure | None
    attributed: bool


class EntryTerms(NamedTuple):
    """The terms of an entry, which the public does not see.

    `letter` and `consent_on` are the donor's consent, read from the basis where the entry was
    recorded before they had fields.
    """

    recorded_by: str
    note: str
    rate_source: str
    approved_by: str
    correction: str
    basis: str
    letter: str
    consent_on: date | None


@dataclass(frozen=True, slots=True)
class EntryItem:
    """An entry in a list; `usd_minor` in US cents, `original_minor` in minor units of `currency`.

    `share_minor` is the sum of the shown lines in US cents: less than the entry when it was split
    over several contributions. `contribution` is empty unless the entry names one; `terms` is
    None for a reader who may not see them.
    """

    id: int
    reference: str
    kind: EntryKind
    effective_on: date
    recorded_at: datetime
    contribution: str
    activity: str
    usd_minor: int
    currency: str
    original_minor: int | None
    rate: Decimal | None
    rate_on: date | None
    reverses: str
    reversed_by: str
    terms: EntryTerms | None
    share_minor: int = 0
    lines: tuple[EntryLine, ...] = ()


def entries_of_contribution(
    session: Session,
    contribution_id: int,
    query: ListQuery,
    *,
    terms: bool,
    withheld: Collection[str] | None = None,
) -> Slice[EntryItem]:
    """Return a page of the entries with lines on a contribution, and those lines alone.

    Instalments that fell due, and their reversals, are terms: without `terms` they are left out.
    Activities of the `withheld` codes are not named; without a word those not published.
    """
    own = col(LedgerAccount.contribution_id) == contribution_id
    entry, due = col(LedgerEntry.id), col(LedgerAccount.kind) == AccountKind.DUE
    which: ColumnElement[bool] = entry.in_(_touching(own))
    if not terms:
        which = and_(which, entry.not_in(_touching(and_(own, due))))
    page = with_lines(session, fetch(session, _source(which), query), own)
    if withheld is None:
        withheld = withheld_codes(session, unpublished=False)
    return replace(page, rows=tuple(_without(item, withheld) for item in page.rows))


def _without(item: EntryItem, hidden: Collection[str]) -> EntryItem:
    """Return an entry that names no hidden activity."""
    lines = tuple(
        line._replace(activity="") if line.activity in hidden else line for line in item.lines
    )
    activity = "" if item.activity in hidden else item.activity
    return replace(item, activity=activity, lines=lines)


def _touching(which: ColumnElement[bool]) -> Select[int]:
    """Select the numbers of the entries with lines on accounts."""
    accounts = col(LedgerAccount.id) == col(LedgerLine.account_id)
    return select(col(LedgerLine.entry_id)).join(LedgerAccount, accounts).where(which)


def entry_of_contribution(session: Session, contribution_id: int, number: int) -> EntryItem:
    """Return one of the entries with lines on a contribution; raises NotFound."""
    own = col(LedgerAccount.contribution_id) == contribution_id
    touched = _touching(and_(own, col(LedgerLine.entry_id) == number))
    row = session.execute(select_entries().where(col(LedgerEntry.id).in_(touched))).first()
    if row is None:
        raise NotFound(say("there is no ledger entry %(number)s", number=number))
    lines = tuple(lines_of(session, [number], own)[number])
    return replace(entry_item(*row), lines=lines, share_minor=moved(lines))


def entries_of_activity(session: Session, activity_id: int, query: ListQuery) -> Slice[EntryItem]:
    """Return a page of an activity's entries, with all their lines."""
    page = fetch(session, _source(col(LedgerEntry.activity_id) == activity_id), query)
    return with_lines(session, page)


def entries_between(session: Session, first: int, last: int, query: ListQuery) -> Slice[EntryItem]:
    """Return a page of the entries from one number to another, with all their lines."""
    page = fetch(session, _source(col(LedgerEntry.id).between(first, last)), query)
    return with_lines(session, page)


def _source(which: ColumnElement[bool]) -> Source[EntryItem]:
    """Describe the list's source: statement, search, filters, orders."""
    return Source(
        statement=select_entries().where(which),
        make=entry_item,
        tie=col(LedgerEntry.id).desc(),
        searched=[col(LedgerEntry.reference)],
        finders=[words_like],
        filters={"kind": lambda codes: type_coerce(col(LedgerEntry.kind), String).in_(codes)},
        orders={
            "effective_on": col(LedgerEntry.effective_on),
            "recorded_at": col(LedgerEntry.recorded_at),
            "reference": col(LedgerEntry.reference),
            "kind": col(LedgerEntry.kind),
            "amount": col(LedgerEntry.usd_minor),
        },
    )


def words_like(word: str) -> ColumnElement[bool]:
    """Return the condition that the texts of an entry beyond ASCII hold a folded word."""
    held = select(col(LedgerEntryWords.entry_id)).where(
        col(LedgerEntryWords.folded).contains(word, autoescape=True)
    )
    return col(LedgerEntry.id).in_(held)


def select_entries() -> Select[Any]:
    """Select the columns of `entry_item`; the caller adds conditions."""
    entry = LedgerEntry
    columns: list[Any] = [
        col(entry.id), col(entry.reference), col(entry.kind),
        col(entry.effective_on), col(entry.recorded_at),
        col(Contribution.reference), col(Activity.code),
        col(entry.usd_minor), col(entry.currency), col(entry.original_minor),
        col(entry.rate), col(entry.rate_on),
        col(_REVERSED.reference), col(_REVERSAL.reference),
        col(entry.recorded_by), col(entry.note), col(entry.rate_source),
        col(entry.approved_by), col(entry.correction), col(entry.basis),
        col(entry.letter), col(entry.consent_on),
    ]  # fmt: skip
    return (
        select(*columns)
        .select_from(entry)
        .outerjoin(Contribution, col(Contribution.id) == col(entry.contribution_id))
        .outerjoin(Activity, col(Activity.id) == col(entry.activity_id))
        .outerjoin(_REVERSED, col(_REVERSED.id) == col(entry.reverses_id))
        .outerjoin(_REVERSAL, col(_REVERSAL.reverses_id) == col(entry.id))
    )


def entry_item(*row: Any) -> EntryItem:  # noqa: ANN401 - columns of many types
    """Make an entry of its row."""
    own, terms = row[: -len(EntryTerms._fields)], EntryTerms(*row[-len(EntryTerms._fields) :])
    values = dict(zip(EntryItem.__dataclass_fields__, own, strict=False))
    for name in ("contribution", "activity", "reverses", "reversed_by"):
        values[name] = values[name] or ""
    consent = consent_of(values["kind"], terms)
    terms = terms._replace(letter=consent.letter, consent_on=consent.on)
    return EntryItem(**values, terms=terms)


def with_lines(
    session: Session, page: Slice[EntryItem], which: ColumnElement[bool] | None = None
) -> Slice[EntryItem]:
    """Add the lines to the entries of a page, in one statement."""
    lines = lines_of(session, [item.id for item in page.rows], which) if page.rows else {}
    rows = (
        replace(item, lines=tuple(lines[item.id]), share_minor=moved(lines[item.id]))
        for item in page.rows
    )
    return replace(page, rows=tuple(rows))


def moved(lines: Collection[EntryLine]) -> int:
    """Return the amount that the lines of one entry sum to, in US cents."""
    return sum(
        line.minor * SIGNS[line.measure]
        for line in lines
        if line.measure is not None and line.measure in TOLD_BY
    )


def lines_of(
    session: Session, entries: Collection[int], which: ColumnElement[bool] | None = None
) -> dict[int, list[EntryLine]]:
    """Read the lines of entries, in their order."""
    statement = (
        select(
            col(LedgerLine.entry_id), col(LedgerAccount.kind), col(Contribution.reference),
            col(Activity.code), col(LedgerLine.minor), col(LedgerLine.measure),
            col(LedgerLine.attributed),
        )
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerLine.account_id))
        .join(Contribution, col(Contribution.id) == col(LedgerAccount.contribution_id))
        .outerjoin(Activity, col(Activity.id) == col(LedgerAccount.activity_id))
        .where(col(LedgerLine.entry_id).in_(entries))
        .order_by(col(LedgerLine.id))
    )  # fmt: skip
    if which is not None:
        statement = statement.where(which)
    found: dict[int, list[EntryLine]] = defaultdict(list)
    for number, kind, contribution, activity, minor, measure, attributed in session.execute(
        statement
    ):
        counted = None if measure is None else BY_CODE[measure]
        found[number].append(
            EntryLine(kind, contribution, activity or "", minor, counted, attributed)
        )
    return found
