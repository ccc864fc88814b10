"""The pledge and the receipt of a row of contributions: their drafts, prepared or compared."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tracker.errors import Fault
from tracker.exchange.import_context import in_a_sheet
from tracker.exchange.kinds.contribution_columns import ContributionRow
from tracker.exchange.kinds.contribution_record import ContributionOnRecord
from tracker.exchange.outcomes import FieldChange, spelled
from tracker.fund.approvals.known_entries import EntryFacts, contradiction, facts_of
from tracker.fund.contributions.terms import ContributionDraft
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.preparation.desk import Desk
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.preparing import CLOSED_PERIOD, prepare
from tracker.questions import DraftQuestion

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

PLEDGED = "pledged"
"""The sum of the result in which pledges count."""


class CandidateEntry(NamedTuple):
    """A pledge or receipt of a row; of one that is new its order and warnings."""

    draft: EntryDraft
    facts: EntryFacts
    order: PostingInstruction | None = None
    warnings: tuple[Fault, ...] = ()


class PreparedEntry(NamedTuple):
    """An entry of a row after it was prepared, with its faults by the columns of the sheet.

    `questions` are those that nobody has answered.
    """

    candidate: CandidateEntry
    faults: tuple[Fault, ...] = ()
    questions: tuple[DraftQuestion, ...] = ()


def prepared_entry(desk: Desk, draft: EntryDraft, before: EntryFacts | None) -> PreparedEntry:
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
        tuple(
            one._replace(field=COLUMNS_OF[draft.kind].get(one.field, one.field))
            for one in found.open_questions
        ),
    )


def _in_columns(draft: EntryDraft, faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return the faults of an entry by the columns of the sheet."""
    columns = COLUMNS_OF[draft.kind]
    return tuple(Fault(columns.get(one.field, one.field), in_a_sheet(one)) for one in faults)


def entry_names(reference: str) -> tuple[str, str]:
    """Return the references of a contribution's pledge and of its receipt."""
    return f"{reference}/pledge", f"{reference}/receipt"


def entries_of(
    one: ContributionRow, draft: ContributionDraft, before: ContributionOnRecord | None
) -> Iterator[EntryDraft]:
    """Yield the drafts of a row's pledge and receipt."""
    pledge_name, receipt_name = entry_names(one.reference)
    pledged_on = draft.pledged_on or draft.agreed_on
    if one.promises and pledged_on and one.amount and not (before and before.pledged):
        yield _entry(one, draft, pledge_name, pledged_on)
    if one.received and one.received_on:
        yield _entry(one, draft, receipt_name, one.received_on)


def _entry(one: ContributionRow, draft: ContributionDraft, name: str, on: date) -> EntryDraft:
    """Return the draft of the pledge or the receipt of a row.

    A receipt belongs to a contribution of its own, and donors do give the same amount to several
    on one day: it is not asked whether it is another one.
    """
    is_receipt = name == entry_names(one.reference)[1]
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


def measure_of(entry: CandidateEntry) -> str:
    """Return the sum of the result in which an entry counts."""
    return PLEDGED if entry.facts.kind is EntryKind.PLEDGE else "received"


def as_change(entry: CandidateEntry) -> FieldChange:
    """Return an entry as a change of a contribution on record."""
    facts = entry.facts
    day = facts.effective_on
    return FieldChange(facts.kind.value, "", f"{spelled(facts.amount)}, {day}")


def day_column(entry: CandidateEntry, draft: ContributionDraft) -> str:
    """Return the column of an entry's effective date."""
    if entry.facts.kind is EntryKind.RECEIPT:
        return "received_on"
    return "pledged_on" if draft.pledged_on else "agreed_on"
