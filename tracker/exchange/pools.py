"""Pools: the contributions that may fund an activity without a named one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import func
from sqlmodel import Session, col, select

from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.book import Book
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry
from tracker.fund.states import ScopeKind


class Received(NamedTuple):
    """A contribution with unallocated money, and the day of its last receipt."""

    contribution_id: int
    last_on: date


def with_money_left(session: Session) -> list[Received]:
    """Return the contributions with unallocated money, in the order of receipt."""
    left = select(LedgerAccount.contribution_id).where(
        LedgerAccount.kind == AccountKind.UNALLOCATED, col(LedgerAccount.balance_minor) > 0
    )
    rows = session.exec(
        select(LedgerEntry.contribution_id, func.max(LedgerEntry.effective_on))
        .where(LedgerEntry.kind == EntryKind.RECEIPT, col(LedgerEntry.contribution_id).in_(left))
        .group_by(col(LedgerEntry.contribution_id))
    )
    found = [Received(number, last) for number, last in rows if number is not None]
    return sorted(found, key=lambda one: (one.last_on, one.contribution_id))


def fitting(
    book: Book, activity_id: int, on: date, received: Sequence[Received]
) -> tuple[int, ...]:
    """Return the contributions received by a day whose earmark allows the activity.

    They are unearmarked, or earmarked for a scope of the activity.
    """
    scope = book.activity(activity_id)
    return tuple(
        one.contribution_id
        for one in _until(received, on)
        if not book.contribution(one.contribution_id).earmark.objections(scope)
    )


def with_pool(
    book: Book, instruction: PostingInstruction, received: Sequence[Received]
) -> PostingInstruction:
    """Give an allocation without a named contribution the pool of its activity."""
    if instruction.contribution_id is not None or instruction.activity_id is None:
        return instruction
    book.prepare(one.contribution_id for one in received)
    on = instruction.heading.effective_on
    return replace(instruction, pool=fitting(book, instruction.activity_id, on, received))


def by_programme(book: Book, received: Iterable[Received]) -> dict[str, list[Received]]:
    """Return the contributions earmarked to programmes, by the programme's code."""
    found: dict[str, list[Received]] = {}
    for one in received:
        allowed = book.contribution(one.contribution_id).earmark.allowed
        for programme in allowed.get(ScopeKind.PROGRAMME, ()):
            found.setdefault(programme, []).append(one)
    return found


def come_by(received: Sequence[Received], on: date) -> tuple[int, ...]:
    """Return the contributions received by a day."""
    return tuple(one.contribution_id for one in _until(received, on))


def _until(received: Sequence[Received], on: date) -> Iterable[Received]:
    """Yield those received by that day; the list is in the order of receipt."""
    for one in received:
        if one.last_on > on:
            return
        yield one
