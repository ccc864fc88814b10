"""The records that drafts name by their codes: contributions, activities, entries to be undone."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple, Protocol, TypeVar

from sqlmodel import Session, col, select

from tracker.assistance.tables.activities import Activity
from tracker.fund.ledger.book_loader import batches
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.tables.contributions import Contribution
from tracker.money import Money
from tracker.reference.code_filters import among_records
from tracker.reference.record_codes import CodesOnRecord

Found = TypeVar("Found")


class NamedContribution(NamedTuple):
    """A contribution by its reference: its number, currency and donor.

    The number is below zero for one that is added with the batch.
    """

    id: int
    currency: str
    donor_id: int


class NamedEntry(NamedTuple):
    """An entry of the ledger by its reference; its amount with its sign."""

    id: int
    kind: EntryKind
    effective_on: date
    amount: Money
    usd_minor: int
    contribution_id: int | None
    activity_id: int | None


class NamesLoader(Protocol):
    """A source of records by their codes; what it does not know is left out."""

    def contributions_named(self, references: Collection[str]) -> dict[str, NamedContribution]:
        """Return contributions by their references."""
        ...

    def activities_named(self, codes: Collection[str]) -> dict[str, int]:
        """Return the numbers of activities by their codes."""
        ...

    def entries_named(self, references: Collection[str]) -> dict[str, NamedEntry]:
        """Return entries of the ledger by their references."""
        ...


class NamedRecords:
    """Records by their codes; those of a batch are read at once, others when they are asked for."""

    def __init__(self, loader: NamesLoader) -> None:
        self._loader = loader
        self._contributions: dict[str, NamedContribution | None] = {}
        self._activities: dict[str, int | None] = {}
        self._entries: dict[str, NamedEntry | None] = {}

    def read(
        self,
        contributions: Iterable[str] = (),
        activities: Iterable[str] = (),
        entries: Iterable[str] = (),
    ) -> None:
        """Read records that are not known yet."""
        self._read_contributions(_new(contributions, self._contributions))
        self._read_activities(_new(activities, self._activities))
        self._read_entries(_new(entries, self._entries))

    def contribution(self, reference: str) -> NamedContribution | None:
        """Return the contribution with that reference; None where none is named."""
        if reference not in self._contributions:
            self.read(contributions=[reference])
        return self._contributions.get(reference)

    def activity(self, code: str) -> int | None:
        """Return the number of the activity with that code."""
        if code not in self._activities:
            self.read(activities=[code])
        return self._activities.get(code)

    def entry(self, reference: str) -> NamedEntry | None:
        """Return the entry with that reference."""
        if reference not in self._entries:
            self.read(entries=[reference])
        return self._entries.get(reference)

    def add_contribution(self, reference: str, contribution: NamedContribution) -> None:
        """Add a contribution that is not on record yet."""
        self._contributions[reference] = contribution

    def _read_contributions(self, wanted: Collection[str]) -> None:
        self._contributions.update(dict.fromkeys(wanted))
        if wanted:
            self._contributions.update(self._loader.contributions_named(wanted))

    def _read_activities(self, wanted: Collection[str]) -> None:
        self._activities.update(dict.fromkeys(wanted))
        if wanted:
            self._activities.update(self._loader.activities_named(wanted))

    def _read_entries(self, wanted: Collection[str]) -> None:
        self._entries.update(dict.fromkeys(wanted))
        if wanted:
            self._entries.update(self._loader.entries_named(wanted))


class NamesOnRecord:
    """Reads records by their codes from the database; codes are compared as everywhere."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def contributions_named(self, references: Collection[str]) -> dict[str, NamedContribution]:
        """Read contributions by their references."""
        found: dict[str, NamedContribution] = {}
        for batch in batches(references):
            statement = select(
                Contribution.reference,
                Contribution.id,
                Contribution.currency,
                Contribution.donor_id,
            ).where(among_records(col(Contribution.reference), col(Contribution.code_key))(batch))
            known = {
                reference: NamedContribution(number or 0, currency, donor)
                for reference, number, currency, donor in self._session.exec(statement)
            }
            found |= as_typed(batch, known)
        return found

    def activities_named(self, codes: Collection[str]) -> dict[str, int]:
        """Read the numbers of activities by their codes."""
        found: dict[str, int] = {}
        for batch in batches(codes):
            named = among_records(col(Activity.code), col(Activity.code_key))(batch)
            statement = select(Activity.code, Activity.id).where(named)
            known = {code: number or 0 for code, number in self._session.exec(statement)}
            found |= as_typed(batch, known)
        return found

    def entries_named(self, references: Collection[str]) -> dict[str, NamedEntry]:
        """Read entries of the ledger by their references."""
        found: dict[str, NamedEntry] = {}
        for batch in batches(references):
            statement = select(LedgerEntry).where(col(LedgerEntry.reference).in_(batch))
            for entry in self._session.exec(statement):
                own = entry.usd_minor if entry.original_minor is None else entry.original_minor
                found[entry.reference] = NamedEntry(
                    entry.id or 0,
                    entry.kind,
                    entry.effective_on,
                    Money(own, entry.currency),
                    entry.usd_minor,
                    entry.contribution_id,
                    entry.activity_id,
                )
        return found


def as_typed(typed: Iterable[str], known: Mapping[str, Found]) -> dict[str, Found]:
    """Return what codes name as they were typed: that code itself, or the same one without case."""
    on_record = CodesOnRecord(known)
    spelled = ((text, on_record.spelled(text)) for text in typed)
    return {text: known[code] for text, code in spelled if code in known}


def named_records(session: Session) -> NamedRecords:
    """Return the records of a database by their codes; none is read yet."""
    return NamedRecords(NamesOnRecord(session))


def _new(wanted: Iterable[str], known: Collection[str]) -> set[str]:
    """Return those of the codes that are not known yet."""
    return {code for code in wanted if code and code not in known}
