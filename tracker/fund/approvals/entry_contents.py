"""What an entry says beside kind, day and amount, compared with a draft of its reference.

A draft that says nothing about a worth, a rate or what is settled agrees with any, and so does
every day of consent with an entry recorded before that day had a field.
"""

from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.book_loader import batches
from tracker.fund.ledger.consents import NEEDS_CONSENT, Consent, consent_of
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.entry_fields import AT_PLEDGE_RATE
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.fund.preparation.bases import basis_of
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.named_records import NamedRecords
from tracker.money import USD

TOLD_BY_LINES = (AccountKind.TRANSFERRED, AccountKind.COMMITTED, AccountKind.DONOR)
"""The accounts whose lines tell who takes, what a commitment pays, and what is settled."""


class EntryContent(NamedTuple):
    """What else an entry says: its worth in US cents without sign, and its rate unless implied.

    `settles_minor` is in minor units of the contribution's currency, None where it is not said.
    """

    usd_minor: int
    rate: Decimal | None
    basis: str
    consent: Consent
    to_contribution_id: int | None
    against_commitment: bool
    settles_minor: int | None


def content_of_instruction(waits: PostingInstruction) -> EntryContent:
    """Return the content of an entry that waits."""
    rate = waits.heading.rate
    return EntryContent(
        abs(waits.usd_minor),
        rate.rate if rate and not rate.implied else None,
        waits.heading.basis,
        consent_of(waits.kind, waits.heading),
        waits.to_contribution_id,
        waits.against_commitment,
        waits.settles_original,
    )


def contents_on_file(session: Session, references: Collection[str]) -> dict[str, EntryContent]:
    """Return the contents of those of the entries that the ledger has."""
    found: dict[str, EntryContent] = {}
    for batch in batches(references):
        entries = session.exec(select(LedgerEntry).where(col(LedgerEntry.reference).in_(batch)))
        rows = {entry.id or 0: entry for entry in entries}
        lines = _lines(session, rows)
        for number, entry in rows.items():
            told = lines.get(number, [])
            found[entry.reference] = EntryContent(
                abs(entry.usd_minor),
                None if entry.rate_implied else entry.rate,
                entry.basis,
                consent_of(entry.kind, entry),
                next((one.owner for one in told if _takes(one)), None),
                any(one.kind is AccountKind.COMMITTED for one in told),
                next((abs(one.original) for one in told if one.original is not None), None),
            )
    return found


def field_that_differs(records: NamedRecords, draft: EntryDraft, known: EntryContent) -> str:
    """Return the name of the first field in which a draft says something else, or nothing."""
    own_worth = draft.kind not in AT_PLEDGE_RATE and not draft.corrects
    taker = records.contribution(draft.to_contribution) if draft.to_contribution else None
    spends = draft.kind is EntryKind.EXPENDITURE
    same = {
        "usd": draft.usd_minor is None or not own_worth or abs(draft.usd_minor) == known.usd_minor,
        "rate": draft.rate is None or not own_worth or _in_dollars(records, draft)
        or draft.rate == known.rate,
        "settles": None in (draft.settles_minor, known.settles_minor)
        or draft.settles_minor == known.settles_minor,
        "to_contribution": taker is None or taker.id == known.to_contribution_id,
        "against_commitment": not spends or draft.against_commitment is known.against_commitment,
        "letter": draft.letter.strip() == known.consent.letter.strip(),
        "consent_on": known.consent.on is None or draft.consent_on == known.consent.on,
        "basis": _rests_on_the_same(draft, known),
    }  # fmt: skip
    return next((name for name, agrees in same.items() if not agrees), "")


def _rests_on_the_same(draft: EntryDraft, known: EntryContent) -> bool:
    """Tell whether a draft has the basis of an entry; an old one may have its consent there.

    Of a correction that names no receipt, the rule found it.
    """
    unnamed = draft.kind is EntryKind.RECEIPT_CORRECTION and not draft.corrects
    if unnamed or draft.kind is EntryKind.REVERSAL:
        return True
    basis = "" if draft.kind in NEEDS_CONSENT else known.basis.strip()
    return basis_of(draft).strip() == basis


class _ToldLine(NamedTuple):
    """A line of an account that tells something of its entry."""

    kind: AccountKind
    owner: int
    minor: int
    original: int | None


def _lines(session: Session, numbers: Collection[int]) -> dict[int, list[_ToldLine]]:
    """Return the lines that tell something of entries, by the number of the entry."""
    found: dict[int, list[_ToldLine]] = {}
    kind, line = col(LedgerAccount.kind), LedgerLine
    statement = (
        select_columns(
            col(line.entry_id),
            kind,
            col(LedgerAccount.contribution_id),
            col(line.minor),
            col(line.original_minor),
        )
        .join(LedgerAccount, col(LedgerAccount.id) == col(line.account_id))
        .where(col(line.entry_id).in_(numbers), kind.in_(TOLD_BY_LINES))
    )
    for number, *told in session.execute(statement):
        found.setdefault(number, []).append(_ToldLine(*told))
    return found


def _takes(line: _ToldLine) -> bool:
    """Tell whether a line gives a transfer to its contribution."""
    return line.kind is AccountKind.TRANSFERRED and line.minor < 0


def _in_dollars(records: NamedRecords, draft: EntryDraft) -> bool:
    """Tell whether a draft is in US dollars, for which no rate is kept."""
    owner = records.contribution(draft.contribution) if draft.contribution else None
    return (draft.currency or (owner.currency if owner else USD)) == USD
