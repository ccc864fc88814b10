"""Sheets of contributions: their terms, pledges and receipts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

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
from tracker.exchange.kinds.contribution_money import (
    PLEDGED,
    CandidateEntry,
    as_change,
    day_column,
    entries_of,
    entry_names,
    measure_of,
    prepared_entry,
)
from tracker.exchange.kinds.contribution_record import (
    ContributionOnRecord,
    contributions_on_record,
    numbers_of,
)
from tracker.exchange.kinds.corrections import correct
from tracker.exchange.ledger_posting import RowOrder, post_orders
from tracker.exchange.mapped_rows import MappedRow
from tracker.exchange.outcomes import changes_between
from tracker.exchange.profile_programmes import add_profile_programmes
from tracker.exchange.waiting_changes import WaitingRow, hand_in_rows
from tracker.fund.approvals.known_entries import (
    entries_on_file,
)
from tracker.fund.contributions.scopes import KnownScopes, scope_faults
from tracker.fund.contributions.terms import (
    ContributionDraft,
    add_contributions,
    change_contribution,
    contribution_faults,
    contribution_questions,
    known_records,
)
from tracker.fund.donors.registry import Spelling
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.preparation.desk import open_trial_desk
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.new_contributions import terms_of
from tracker.fund.record_changes.contribution_change import CONTRIBUTIONS
from tracker.reference.record_codes import code_faults
from tracker.words import say

__all__ = ["apply", "columns", "extras"]
CORRECT = "correct"
OnFile = Mapping[str, ContributionOnRecord]


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
    on_file = contributions_on_record(
        context.session, [row.values.get("reference", "") for row in rows]
    )
    rows = _with_currency(context, rows, on_file)
    read = _read(context, rows, on_file)
    donors = find_donors(context, ((one.row, one.donor) for one in read))
    read = [one for one in read if one.donor in donors]
    positive = [one for one in read if one.amount >= 0]
    things = _candidates(context, positive, donors, on_file)
    _keep(context, things)
    _post(context, things)
    correct(context, [one for one in read if one.amount < 0], positive, donors)


def _with_currency(
    context: ImportContext, rows: Sequence[MappedRow], on_file: OnFile
) -> Sequence[MappedRow]:
    """Return the rows without those whose currency is blank where others of the file name one.

    In a file in which no row names a currency, all new contributions are in US dollars.
    """
    named = {row.file for row in rows if row.values.get("currency")}
    kept = []
    for row in rows:
        known = row.values.get("reference", "") in on_file
        if row.file in named and not row.values.get("currency") and not known:
            why = say("other rows name their currency; write that of this row, such as USD")
            context.refuse(row, [Fault("currency", why)])
        else:
            kept.append(row)
    return kept


def _read(
    context: ImportContext, rows: Sequence[MappedRow], on_file: OnFile
) -> list[ContributionRow]:
    """Read the rows; refuses faulty ones, duplicates, and negative ones without leave."""
    read = []
    for row in context.progress(rows, say("Checking")):
        before = on_file.get(row.values.get("reference", ""))
        cells = context.cells_of(row, before)
        one = read_row(cells, before.draft if before else None)
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
    context: ImportContext,
    read: Sequence[ContributionRow],
    donors: Mapping[Spelling, str],
    on_file: OnFile,
) -> list[ContributionCandidate]:
    """Compare rows with the record; refuses rows with faults."""
    facts = known_records(context.session)
    ledger = entries_on_file(
        context.session, (name for one in read for name in entry_names(one.reference))
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
            prepared_entry(desk, entry, ledger.get(entry.reference))
            for entry in entries_of(one, draft, before)
        ]
        faults = [fault for entry in entries for fault in entry.faults]
        asked = [question for entry in entries for question in entry.questions]
        if faults or asked:
            context.refuse(one.row, faults)
            context.refuse_unanswered(one.row, asked)
            continue
        found = [entry.candidate for entry in entries]
        new = tuple(entry for entry in found if entry.order is not None)
        things.append(ContributionCandidate(one, draft, before, new))
        context.counters.sum_up(one.row, one.currency, one.amount)
        for entry in found:
            minor = entry.facts.amount.minor
            context.counters.count(one.row, measure_of(entry), one.currency, minor)
        if not one.promises and entry_names(one.reference)[0] in ledger:
            context.counters.count(one.row, PLEDGED, one.currency, one.amount)
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
        draft = replace(before.draft, **values)
        usual = usual_instrument({"kind": draft.kind, "earmarking": draft.earmarking})
        return draft if draft.financing_instrument else replace(draft, financing_instrument=usual)
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
        changes += tuple(as_change(entry) for entry in one.entries)
        if changes:
            context.counters.change(one.source.row, key, changes)
        else:
            context.counters.leave(one.source.row, key)
    hand_in_rows(context, waiting, CONTRIBUTIONS.hand_in_several)


def _post(context: ImportContext, things: Sequence[ContributionCandidate]) -> None:
    """Post the pledges and receipts that the ledger lacks."""
    asked = [
        one for one in things if one.entries and not context.counters.is_refused(one.source.row)
    ]
    if not asked:
        return
    numbers = numbers_of(context.session, [one.draft.reference for one in asked])
    orders = [
        RowOrder(one.source.row, replace(entry.order, contribution_id=numbers[one.draft.reference]))
        for one in asked
        for entry in one.entries
        if entry.order is not None
    ]
    post_orders(context, orders)
    for one in asked:
        for entry in one.entries:
            for warning in entry.warnings:
                context.warn(one.source.row, day_column(entry, one.draft), warning.message)
