"""Sheets of contributions: their terms, pledges and receipts."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from tracker.errors import Fault, TrackerError
from tracker.exchange.conversion import Conversion, RateLookup
from tracker.exchange.donor_lookup import donor_key, find_donors
from tracker.exchange.import_context import ImportContext
from tracker.exchange.kinds.contribution_columns import (
    SCOPES,
    ContributionRow,
    columns,
    read_row,
    usual_instrument,
)
from tracker.exchange.kinds.corrections import correct
from tracker.exchange.ledger_rows import EntryFacts, contradiction, entries_on_file
from tracker.exchange.mapping import MappedRow
from tracker.exchange.outcomes import FieldChange, changes_between, spelled
from tracker.exchange.profile_programmes import add_profile_programmes
from tracker.exchange.waiting_changes import WaitingRow, hand_in_rows
from tracker.fund.contributions.part_drafts import ContributionParts
from tracker.fund.contributions.parts import NO_PARTS, read_parts
from tracker.fund.contributions.scopes import KnownScopes, scope_faults
from tracker.fund.contributions.terms import (
    APART,
    ContributionDraft,
    add_contributions,
    change_contribution,
    contribution_faults,
    contribution_questions,
    known_records,
)
from tracker.fund.donors.registry import Spelling
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.pledge_entries import pledge
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.record_changes.contribution_change import hand_in_several, moves_closed_figures
from tracker.fund.states import ScopeKind
from tracker.fund.tables.contributions import Contribution, ContributionScope
from tracker.fund.tables.donors import Donor
from tracker.money import Money
from tracker.words import say

__all__ = ["apply", "columns", "extras"]
BATCH = 5_000
CORRECT = "correct"


class ContributionOnRecord(NamedTuple):
    """A contribution on record: its number, its terms, whether it has a pledge in the ledger."""

    id: int
    draft: ContributionDraft
    pledged: bool


class CandidateEntry(NamedTuple):
    """A pledge or receipt of a row; its contribution's number comes later."""

    reference: str
    facts: EntryFacts
    worth: Conversion


class ContributionCandidate(NamedTuple):
    """A row with its draft, the contribution on record, and the entries to post."""

    source: ContributionRow
    draft: ContributionDraft
    before: ContributionOnRecord | None
    entries: tuple[CandidateEntry, ...]


def extras(values: Mapping[str, str]) -> Mapping[str, str]:
    """Let a profile's templates name the donor: `{donor_key}`."""
    return donor_key(values)


def apply(context: ImportContext, rows: Sequence[MappedRow]) -> None:
    """Add and change contributions, post their pledges and receipts, then corrections."""
    add_profile_programmes(context, {row.values.get("programmes", "") for row in rows})
    read = _read(context, rows)
    donors = find_donors(context, ((one.row, one.donor) for one in read))
    read = [one for one in read if one.donor in donors]
    positive = [one for one in read if one.amount >= 0]
    things = _candidates(context, positive, donors)
    _keep(context, things)
    _post(context, things)
    correct(context, [one for one in read if one.amount < 0], positive, donors)


def _read(context: ImportContext, rows: Sequence[MappedRow]) -> list[ContributionRow]:
    """Read the rows; refuses faulty ones, duplicates, and negative ones without leave."""
    read = []
    for row in context.progress(rows, say("Checking")):
        cells = context.cells(row)
        one = read_row(cells)
        context.counters.refuse(cells.faults)
        if one is None:
            continue
        if one.amount < 0 and context.section.negative != CORRECT:
            why = say("the amount cannot be below zero; correct a receipt in a sheet of receipts")
            context.refuse(row, [Fault("amount", why)])
            continue
        read.append(one)
    doubles = context.refuse_duplicates((one.row, "reference", one.reference) for one in read)
    return [one for place, one in enumerate(read) if place not in doubles]


def _candidates(
    context: ImportContext, read: Sequence[ContributionRow], donors: Mapping[Spelling, str]
) -> list[ContributionCandidate]:
    """Compare rows with the record; refuses rows with faults."""
    facts = known_records(context.session)
    on_file = _on_file(context.session, [one.reference for one in read])
    ledger = entries_on_file(
        context.session, (name for one in read for name in _entry_names(one.reference))
    )
    rates = RateLookup(context.session)
    things = []
    for one in read:
        before = on_file.get(one.reference)
        draft = _draft(one, donors[one.donor], before)
        faults = [
            *_scope_faults(one, facts.scopes),
            *(fault for fault in contribution_faults(draft, facts) if fault.part != "scope"),
            *_fixed_faults(draft, before),
        ]
        if faults:
            context.refuse(one.row, faults)
            continue
        if not context.may_go_on(
            one.row, contribution_questions(draft, before.draft if before else None)
        ):
            continue
        try:
            entries = _entries(one, draft, before, rates)
        except TrackerError as error:
            context.refuse_for(one.row, error)
            continue
        faults = [
            contradiction(entry.reference, ledger[entry.reference], entry.facts)
            for entry in entries
            if entry.reference in ledger and ledger[entry.reference] != entry.facts
        ]
        if faults:
            context.refuse(one.row, faults)
            continue
        new = tuple(entry for entry in entries if entry.reference not in ledger)
        things.append(ContributionCandidate(one, draft, before, new))
        context.counters.totals[one.currency] += one.amount
        for entry in entries:
            context.counters.count(_measure(entry), one.currency, entry.facts.amount.minor)
    return things


def _draft(
    one: ContributionRow, donor: str, before: ContributionOnRecord | None
) -> ContributionDraft:
    """Merge a row with the terms on record."""
    values: dict[str, Any] = {
        **one.values,
        "donor": donor,
        "currency": one.currency,
        "amount_minor": one.amount,
    }
    if before is not None:
        return replace(before.draft, **values)
    values.setdefault("financing_instrument", usual_instrument(values))
    return ContributionDraft(reference=one.reference, **values)


def _scope_faults(one: ContributionRow, known_records: KnownScopes) -> list[Fault]:
    """Return the unknown codes of a scope, each by its column."""
    return [
        Fault(column, fault.message)
        for column, kind in SCOPES.items()
        for fault in scope_faults(
            [item for item in one.values.get("scope", ()) if item[0] is kind], known_records
        )
    ]


def _fixed_faults(draft: ContributionDraft, before: ContributionOnRecord | None) -> list[Fault]:
    """Return the faults of changed fields that are fixed on record."""
    if before is None or before.draft.currency == draft.currency:
        return []
    why = say("it is on record in %(currency)s", currency=before.draft.currency)
    return [Fault("currency", why)]


def _entry_names(reference: str) -> tuple[str, str]:
    """Return the references of a contribution's pledge and of its receipt."""
    return f"{reference}/pledge", f"{reference}/receipt"


def _entries(
    one: ContributionRow,
    draft: ContributionDraft,
    before: ContributionOnRecord | None,
    rates: RateLookup,
) -> list[CandidateEntry]:
    """Return the pledge and the receipt of a row; raises MissingRate."""
    number = before.id if before else None
    pledge_name, receipt_name = _entry_names(one.reference)
    found = []
    pledged_on = draft.pledged_on or draft.agreed_on
    if pledged_on and one.amount and not (before and before.pledged):
        money = Money(one.amount, one.currency)
        found.append(
            CandidateEntry(
                pledge_name,
                EntryFacts(EntryKind.PLEDGE, pledged_on, money, number),
                rates.worth(money, pledged_on, one.pledge_stated),
            )
        )
    if one.received and one.received_on:
        money = Money(one.received, one.currency)
        found.append(
            CandidateEntry(
                receipt_name,
                EntryFacts(EntryKind.RECEIPT, one.received_on, money, number),
                rates.worth(money, one.received_on, one.receipt_stated),
            )
        )
    return found


def _measure(entry: CandidateEntry) -> str:
    """Return the sum of the result in which an entry counts."""
    return "pledged" if entry.facts.kind is EntryKind.PLEDGE else "received"


def _keep(context: ImportContext, things: Sequence[ContributionCandidate]) -> None:
    """Write the terms, and count the rows."""
    new = [one.draft for one in things if one.before is None]
    if new:
        add_contributions(context.session, new, context.actor)
    waiting: list[WaitingRow] = []
    for one in things:
        key = one.draft.reference
        if one.before is None:
            context.counters.add(one.source.row, key)
            continue
        changes = changes_between(one.before.draft, one.draft, one.draft.currency)
        if changes and not context.approver and moves_closed_figures(context.session, one.draft):
            waiting.append(WaitingRow(one.source.row, key, one.draft, changes))
            continue
        if changes:
            try:
                change_contribution(context.session, key, one.draft, context.actor, context.why)
            except TrackerError as error:
                context.refuse_for(one.source.row, error)
                continue
        changes += tuple(_posted(entry) for entry in one.entries)
        if changes:
            context.counters.change(one.source.row, key, changes)
        else:
            context.counters.leave(one.source.row, key)
    hand_in_rows(context, waiting, hand_in_several)


def _posted(entry: CandidateEntry) -> FieldChange:
    """Return an entry as a change of a contribution on record."""
    facts = entry.facts
    day = facts.effective_on.isoformat()
    return FieldChange(facts.kind.value, "", f"{spelled(facts.amount)}, {day}")


def _post(context: ImportContext, things: Sequence[ContributionCandidate]) -> None:
    """Post the pledges and receipts that the ledger lacks."""
    asked = [one for one in things if one.entries]
    if not asked:
        return
    numbers = _numbers(context.session, [one.draft.reference for one in asked])
    with context.open_book() as book:
        book.prepare(numbers.values())
        for one in context.progress(asked, say("Posting")):
            for entry in one.entries:
                _post_entry(book, entry, numbers[one.draft.reference], one.draft.note)
                context.warn(one.source.row, _day_column(entry, one.draft), entry.worth.warning)


def _post_entry(book: Book, entry: CandidateEntry, number: int, note: str) -> None:
    """Post one pledge or receipt."""
    money = entry.facts.amount
    heading = Heading(
        entry.facts.effective_on,
        entry.reference,
        note,
        money.currency,
        money.minor,
        entry.worth.rate,
    )
    verb = pledge if entry.facts.kind is EntryKind.PLEDGE else receive
    verb(book, ContributionMovement(number, entry.worth.usd_minor, heading))


def _day_column(entry: CandidateEntry, draft: ContributionDraft) -> str:
    """Return the column of an entry's effective date."""
    if entry.facts.kind is EntryKind.RECEIPT:
        return "received_on"
    return "pledged_on" if draft.pledged_on else "agreed_on"


def _numbers(session: Session, references: Sequence[str]) -> dict[str, int]:
    """Return the numbers of contributions by reference."""
    found: dict[str, int] = {}
    for start in range(0, len(references), BATCH):
        statement = select(Contribution.reference, Contribution.id).where(
            col(Contribution.reference).in_(references[start : start + BATCH])
        )
        found.update((reference, number or 0) for reference, number in session.exec(statement))
    return found


def _on_file(session: Session, references: Sequence[str]) -> dict[str, ContributionOnRecord]:
    """Read the contributions on record as drafts."""
    numbers = _numbers(session, references)
    ids = list(numbers.values())
    donors = dict(session.exec(select(Donor.id, Donor.code)).all())
    found: dict[str, ContributionOnRecord] = {}
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        scopes: dict[int, list[tuple[ScopeKind, str]]] = {}
        for scope in session.exec(
            select(ContributionScope).where(col(ContributionScope.contribution_id).in_(batch))
        ):
            scopes.setdefault(scope.contribution_id, []).append((scope.kind, scope.code))
        parts = read_parts(session, batch)
        pledged = set(
            session.exec(
                select(LedgerEntry.contribution_id).where(
                    LedgerEntry.kind == EntryKind.PLEDGE,
                    col(LedgerEntry.contribution_id).in_(batch),
                    ~col(LedgerEntry.reference).endswith("/pledge", autoescape=True),
                )
            )
        )
        for row in session.exec(select(Contribution).where(col(Contribution.id).in_(batch))):
            number = row.id or 0
            items = tuple(sorted(scopes.get(number, ())))
            draft = _as_draft(row, donors[row.donor_id], items, parts.get(number, NO_PARTS))
            found[row.reference] = ContributionOnRecord(number, draft, number in pledged)
    return found


def _as_draft(
    row: Contribution,
    donor: str,
    scope: tuple[tuple[ScopeKind, str], ...],
    parts: ContributionParts,
) -> ContributionDraft:
    """Return a contribution on record as a draft."""
    values = {
        field.name: getattr(row, field.name)
        for field in fields(ContributionDraft)
        if field.name not in APART
    }
    return ContributionDraft(donor=donor, scope=scope, **values, **parts._asdict())
