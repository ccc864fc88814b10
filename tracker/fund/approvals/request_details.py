"""One approval request with its instructions in words, its rehearsal and its history."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from sqlalchemy import CTE, Select, select
from sqlmodel import Session, col

from tracker.assistance.tables.activities import Activity
from tracker.errors import NotFound
from tracker.fund.approvals.rehearsal import AccountMove, Rehearsal, rehearse
from tracker.fund.approvals.request_list import ApprovalRequestItem, items_of
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.consents import Consent, consent_of
from tracker.fund.ledger.contribution_entries import EntryItem, entries_between
from tracker.fund.ledger.entries import EntryKind, Heading, NewEntry
from tracker.fund.ledger.posting_instructions import PostingInstruction, by_rule
from tracker.fund.ledger.stored_instructions import from_json
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry
from tracker.fund.states import ApprovalRequestState
from tracker.fund.tables.approvals import LARGEST_NUMBER, ApprovalRequest
from tracker.fund.tables.contributions import Contribution
from tracker.listing import ListQuery, Slice
from tracker.people.audit import TrailItem, trail_of
from tracker.people.subjects import Subject
from tracker.words import say

MOST_MOVES = 100
MOST_LINES = 500
"""The most accounts, and the most lines, that a page shows of a request."""


class PartItem(NamedTuple):
    """The part of one contribution in money that the rule splits, in US cents."""

    contribution: str
    minor: int


class ProposedLine(NamedTuple):
    """A line that an approval would post, in US cents, with the reference of its entry."""

    reference: str
    account: AccountKind
    contribution: str
    activity: str
    minor: int


@dataclass(frozen=True, slots=True)
class InstructionItem:
    """An instruction in words: contributions by reference, the activity by code.

    `by_rule` marks money that the rule splits over several contributions, which `over` names;
    `parts` are their amounts, fixed when the request was handed in. `reverses` is the reference
    of the entry to be reversed, and `reverses_id` its number.
    """

    kind: EntryKind
    heading: Heading
    usd_minor: int
    contribution: str
    to_contribution: str
    activity: str
    by_rule: bool
    over: tuple[str, ...]
    parts: tuple[PartItem, ...]
    against_commitment: bool
    reverses: str
    reverses_id: int | None

    @property
    def consent(self) -> Consent:
        """The donor's consent on which the entry rests."""
        return consent_of(self.kind, self.heading)


class KindSum(NamedTuple):
    """The number of instructions of a kind, and their sum in US cents."""

    kind: EntryKind
    orders: int
    usd_minor: int


@dataclass(frozen=True, slots=True)
class MoveItem:
    """The change of an account of a contribution, or of its share of an activity."""

    contribution: str
    activity: str
    move: AccountMove


@dataclass(frozen=True, slots=True)
class ApprovalRequestFacts:
    """One request; `rehearsal` only while it waits, `entries` once it was approved.

    `lines` are the first of those to be posted for the instructions of the page, `lines_total`
    their number; `moves` are the first changes of accounts, `moves_total` their number.
    `form_contribution` is the contribution whose page has a form for it, or empty.
    """

    item: ApprovalRequestItem
    instructions: Slice[InstructionItem]
    kinds: tuple[KindSum, ...]
    rehearsal: Rehearsal | None
    lines: tuple[ProposedLine, ...]
    lines_total: int
    moves: tuple[MoveItem, ...]
    moves_total: int
    trail: tuple[TrailItem, ...]
    entries: Slice[EntryItem] | None
    form_contribution: str


@dataclass(slots=True)
class _Names:
    """References and codes of the numbers in instructions."""

    contributions: dict[int, str] = field(default_factory=dict)
    activities: dict[int, str] = field(default_factory=dict)
    entries: dict[int, str] = field(default_factory=dict)


def read_request(session: Session, number: int, page: ListQuery) -> ApprovalRequestFacts:
    """Return a request with one page of its instructions and entries; raises NotFound."""
    found = session.get(ApprovalRequest, number) if number <= LARGEST_NUMBER else None
    if found is None:
        raise NotFound(say("there is no request %(number)s", number=number))
    instructions = from_json(found.orders)
    waits = found.state is ApprovalRequestState.WAITING
    rehearsal = rehearse(session, number, instructions) if waits else None
    moves = rehearsal.moves if rehearsal else ()
    start = (page.page - 1) * page.size
    shown = instructions[start : start + page.size]
    entries = rehearsal.entries[start : start + page.size] if rehearsal else ()
    names = _names(session, shown or instructions[:1], moves[:MOST_MOVES], entries)
    return ApprovalRequestFacts(
        item=items_of(session, (number,))[0],
        instructions=Slice(
            tuple(_item(instruction, names) for instruction in shown), len(instructions), page
        ),
        kinds=_sums(instructions),
        rehearsal=rehearsal,
        lines=tuple(islice(_lines(entries, names), MOST_LINES)),
        lines_total=sum(len(entry.lines) for entry in entries),
        moves=tuple(_move(move, names) for move in moves[:MOST_MOVES]),
        moves_total=len(moves),
        trail=trail_of_request(session, number),
        entries=_entries(session, found, page),
        form_contribution=_form_contribution(session, instructions[0], names),
    )


def trail_of_request(session: Session, number: int) -> tuple[TrailItem, ...]:
    """Return the history of a request, of those that it corrects and of those that correct it."""
    return trail_of(session, Subject.APPROVAL_REQUEST, map(str, _chain(session, number)))


def _entries(session: Session, found: ApprovalRequest, page: ListQuery) -> Slice[EntryItem] | None:
    """Return the entries of an approved request."""
    if found.first_entry_id is None or found.last_entry_id is None:
        return None
    return entries_between(session, found.first_entry_id, found.last_entry_id, page)


def _sums(instructions: Iterable[PostingInstruction]) -> tuple[KindSum, ...]:
    """Sum instructions up by kind."""
    counts: Counter[EntryKind] = Counter()
    sums: Counter[EntryKind] = Counter()
    for instruction in instructions:
        counts[instruction.kind] += 1
        sums[instruction.kind] += instruction.usd_minor
    return tuple(KindSum(kind, counts[kind], sums[kind]) for kind in EntryKind if kind in counts)


def _item(instruction: PostingInstruction, names: _Names) -> InstructionItem:
    """Return an instruction in words."""
    named = names.contributions
    parts = tuple(PartItem(named.get(one, ""), minor) for one, minor in instruction.parts)
    return InstructionItem(
        kind=instruction.kind,
        heading=instruction.heading,
        usd_minor=instruction.usd_minor,
        contribution=named.get(instruction.contribution_id or 0, ""),
        to_contribution=named.get(instruction.to_contribution_id or 0, ""),
        activity=names.activities.get(instruction.activity_id or 0, ""),
        by_rule=by_rule(instruction),
        over=tuple(sorted(named.get(each, "") for each in _over(instruction))),
        parts=parts,
        against_commitment=instruction.against_commitment,
        reverses=names.entries.get(instruction.reverses_id or 0, ""),
        reverses_id=instruction.reverses_id,
    )


def lines_of(
    session: Session, entries: Sequence[NewEntry], most: int = MOST_LINES
) -> tuple[ProposedLine, ...]:
    """Return the first lines of proposed entries in words."""
    return tuple(islice(_lines(entries, _names(session, (), (), entries)), most))


def _over(instruction: PostingInstruction) -> tuple[int, ...]:
    """Return the contributions of a split by the rule, or those that it was made over."""
    if instruction.parts:
        return tuple(part.contribution_id for part in instruction.parts)
    return instruction.pool or tuple(one.contribution_id for one in instruction.earned)


def _lines(entries: Iterable[NewEntry], names: _Names) -> Iterable[ProposedLine]:
    """Return the lines of entries in words."""
    for entry in entries:
        for line in entry.lines:
            key = line.account
            yield ProposedLine(
                entry.heading.reference,
                key.kind,
                names.contributions.get(key.contribution_id, ""),
                names.activities.get(key.activity_id or 0, ""),
                line.minor,
            )


def _move(move: AccountMove, names: _Names) -> MoveItem:
    """Return the change of an account in words."""
    key = move.account
    return MoveItem(
        names.contributions.get(key.contribution_id, ""),
        names.activities.get(key.activity_id or 0, ""),
        move,
    )


def _names(
    session: Session,
    instructions: Sequence[PostingInstruction],
    moves: Sequence[AccountMove],
    proposed: Sequence[NewEntry],
) -> _Names:
    """Read the names of contributions, activities and entries, in a statement for each table."""
    keys = [move.account for move in moves]
    keys += [line.account for entry in proposed for line in entry.lines]
    contributions = {key.contribution_id for key in keys}
    activities = {key.activity_id for key in keys}
    entries = {instruction.reverses_id for instruction in instructions}
    for instruction in instructions:
        contributions |= {
            instruction.contribution_id or 0,
            instruction.to_contribution_id or 0,
            *_over(instruction),
        }
        activities.add(instruction.activity_id)
    return _Names(
        _named(session, select(col(Contribution.id), col(Contribution.reference)), contributions),
        _named(session, select(col(Activity.id), col(Activity.code)), activities),
        _named(session, select(col(LedgerEntry.id), col(LedgerEntry.reference)), entries),
    )


def _named(
    session: Session, statement: Select[int | None, str], numbers: Iterable[int | None]
) -> dict[int, str]:
    """Return the names of rows by their numbers."""
    wanted = {number for number in numbers if number}
    if not wanted:
        return {}
    column = statement.selected_columns[0]
    return {
        number or 0: name for number, name in session.execute(statement.where(column.in_(wanted)))
    }


def _form_contribution(session: Session, first: PostingInstruction, names: _Names) -> str:
    """Return the contribution whose page has a form to fill in for an instruction."""
    candidates = [first.contribution_id, *_over(first)[:1]]
    for number in candidates:
        if number:
            return names.contributions.get(number, "")
    funder = (
        select(col(Contribution.reference))
        .join(LedgerAccount, col(LedgerAccount.contribution_id) == col(Contribution.id))
        .where(col(LedgerAccount.activity_id) == first.activity_id)
        .order_by(col(Contribution.reference))
    )
    return session.execute(funder).scalars().first() or ""


def _chain(session: Session, number: int) -> tuple[int, ...]:
    """Return the numbers of a request, of those that it replaces and of those that replace it."""
    earlier, later = _before(number), _after(number)
    both = select(earlier.c.id).union(select(later.c.id))
    return tuple(sorted(session.execute(both).scalars()))


def _before(number: int) -> CTE:
    """Follow a request back to the first that it corrects."""
    columns = select(col(ApprovalRequest.id), col(ApprovalRequest.replaces_id))
    chain = columns.where(col(ApprovalRequest.id) == number).cte("earlier", recursive=True)
    return chain.union_all(columns.where(col(ApprovalRequest.id) == chain.c.replaces_id))


def _after(number: int) -> CTE:
    """Follow a request on to the last that corrects it."""
    columns = select(col(ApprovalRequest.id), col(ApprovalRequest.replaces_id))
    chain = columns.where(col(ApprovalRequest.id) == number).cte("later", recursive=True)
    return chain.union_all(columns.where(col(ApprovalRequest.replaces_id) == chain.c.id))
