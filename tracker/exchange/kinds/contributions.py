"""Sheets of contributions: their terms, pledges and receipts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from tracker.errors import Fault, TrackerError
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
from tracker.exchange.ledger_posting import post_orders
from tracker.exchange.mapping import MappedRow
from tracker.exchange.outcomes import FieldChange, changes_between, spelled
from tracker.exchange.profile_programmes import add_profile_programmes
from tracker.exchange.waiting_changes import WaitingRow, hand_in_rows
from tracker.fund.approvals.known_entries import (
    EntryFacts,
    contradiction,
    entries_on_file,
    facts_of,
)
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
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.preparation.desk import Desk, open_trial_desk
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.new_contributions import terms_of
from tracker.fund.preparation.preparing import CLOSED_PERIOD, prepare
from tracker.fund.record_changes.contribution_change import CONTRIBUTIONS
from tracker.fund.states import ScopeKind
from tracker.fund.tables.contributions import Contribution, ContributionScope
from tracker.fund.tables.donors import Donor
from tracker.reference.record_codes import code_faults
from tracker.words import say

__all__ = ["apply", "columns", "extras"]
BATCH = 5_000
CORRECT = "correct"
COLUMNS_OF: Mapping[EntryKind, Mapping[str, str]] = {
    EntryKind.PLEDGE: {"effective_on": "pledged_on", CLOSED_PERIOD: "pledged_on"},
    EntryKind.RECEIPT: {
        "effective_on": "received_on",
        CLOSED_PERIOD: "received_on",
        "on": "received_on",
        "amount": "received",
    },
}
"""The columns in which the faults of a row's pledge and receipt stand."""


class ContributionOnRecord(NamedTuple):
    """A contribution on record: its number, its terms, whether it has a pledge in the ledger."""

    id: int
    draft: ContributionDraft
    pledged: bool


class CandidateEntry(NamedTuple):
    """A pledge or receipt of a row; of one that is new its order and warnings."""

    draft: EntryDraft
    facts: EntryFacts
    order: PostingInstruction | None = None
    warnings: tuple[Fault, ...] = ()


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
    desk = open_trial_desk(context.session)
    desk.book.let_in = context.let_in
    desk.read([EntryDraft(EntryKind.PLEDGE, "", contribution=name) for name in on_file])
    things: list[ContributionCandidate] = []
    for one in read:
        before = on_file.get(one.reference)
        terms = before.draft if before else None
        draft = _draft(one, donors[one.donor], before)
        faults = [
            *_scope_faults(one, facts.scopes),
            *(one for one in contribution_faults(draft, facts, terms) if one.part != "scope"),
            *_fixed_faults(draft, before),
            *(code_faults("reference", draft.reference) if before is None else ()),
        ]
        if faults:
            context.refuse(one.row, faults)
            continue
        if not context.may_go_on(one.row, contribution_questions(draft, terms)):
            continue
        if before is None:
            number = -len(things) - 1
            desk.add_contribution(one.reference, terms_of(number, draft, facts.donors[draft.donor]))
        entries = [
            _prepared(desk, entry, ledger.get(entry.reference))
            for entry in _entries(one, draft, before)
        ]
        faults = [fault for entry in entries for fault in entry.faults]
        if faults:
            context.refuse(one.row, faults)
            continue
        found = [entry.candidate for entry in entries]
        new = tuple(entry for entry in found if entry.order is not None)
        things.append(ContributionCandidate(one, draft, before, new))
        context.counters.totals[one.currency] += one.amount
        for entry in found:
            context.counters.count(_measure(entry), one.currency, entry.facts.amount.minor)
    return things


class PreparedEntry(NamedTuple):
    """An entry of a row after it was prepared, with its faults by the columns of the sheet."""

    candidate: CandidateEntry
    faults: tuple[Fault, ...] = ()


def _prepared(desk: Desk, draft: EntryDraft, before: EntryFacts | None) -> PreparedEntry:
    """Compare an entry with the one on record, or prepare it."""
    facts = facts_of(desk.records, draft)
    if before is not None:
        same = before == facts
        faults = () if same else (contradiction(draft.reference, before, facts),)
        return PreparedEntry(CandidateEntry(draft, facts), _in_columns(draft, faults))
    found = prepare(desk, draft)
    return PreparedEntry(
        CandidateEntry(draft, facts, found.order, found.warnings),
        _in_columns(draft, found.faults),
    )


def _in_columns(draft: EntryDraft, faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return the faults of an entry by the columns of the sheet."""
    columns = COLUMNS_OF[draft.kind]
    return tuple(Fault(columns.get(one.field, one.field), one.message) for one in faults)


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
    one: ContributionRow, draft: ContributionDraft, before: ContributionOnRecord | None
) -> Iterator[EntryDraft]:
    """Yield the drafts of a row's pledge and receipt."""
    pledge_name, receipt_name = _entry_names(one.reference)
    pledged_on = draft.pledged_on or draft.agreed_on
    if pledged_on and one.amount and not (before and before.pledged):
        yield _entry(one, draft, pledge_name, pledged_on)
    if one.received and one.received_on:
        yield _entry(one, draft, receipt_name, one.received_on)


def _entry(one: ContributionRow, draft: ContributionDraft, name: str, on: date) -> EntryDraft:
    """Return the draft of the pledge or the receipt of a row.

    A receipt belongs to a contribution of its own, and donors do give the same amount to several
    on one day: it is not asked whether it is another one.
    """
    is_receipt = name == _entry_names(one.reference)[1]
    stated = one.receipt_stated if is_receipt else one.pledge_stated
    return EntryDraft(
        EntryKind.RECEIPT if is_receipt else EntryKind.PLEDGE,
        name,
        on,
        one.received if is_receipt else one.amount,
        one.currency,
        contribution=one.reference,
        usd_minor=stated.usd_minor,
        rate=stated.rate,
        rate_source=stated.source,
        note=draft.note,
        correction=one.correction,
        another=True,
        sure=one.sure,
    )


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
        if (
            changes
            and not context.approver
            and CONTRIBUTIONS.moves_closed_figures(context.session, one.draft)
        ):
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
    hand_in_rows(context, waiting, CONTRIBUTIONS.hand_in_several)


def _posted(entry: CandidateEntry) -> FieldChange:
    """Return an entry as a change of a contribution on record."""
    facts = entry.facts
    day = facts.effective_on
    return FieldChange(facts.kind.value, "", f"{spelled(facts.amount)}, {day}")


def _post(context: ImportContext, things: Sequence[ContributionCandidate]) -> None:
    """Post the pledges and receipts that the ledger lacks."""
    refused = context.counters.refused
    asked = [
        one
        for one in things
        if one.entries and (one.source.row.file, one.source.row.number) not in refused
    ]
    if not asked:
        return
    numbers = _numbers(context.session, [one.draft.reference for one in asked])
    orders = [
        replace(entry.order, contribution_id=numbers[one.draft.reference])
        for one in asked
        for entry in one.entries
        if entry.order is not None
    ]
    post_orders(context, orders)
    for one in asked:
        for entry in one.entries:
            for warning in entry.warnings:
                context.warn(one.source.row, _day_column(entry, one.draft), warning.message)


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
