"""The entries of an approved request are compared with what was approved, for every kind.

The comparison stands by itself: it finds what chains and seals would find too, and what somebody
has changed who rewrote one of them.
"""

import copy
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection, Update, select, update
from sqlalchemy.engine import Engine
from sqlmodel import Session, col

from tests.fund.small_fund import DAY, Fund, heading
from tests.fund.test_tampering import others, release, undone
from tests.support.approvals import approve
from tracker.db import transaction
from tracker.fund.approvals.submission import submit
from tracker.fund.ledger.attribution import FundingCandidate
from tracker.fund.ledger.entries import EntryKind, Heading, RateUsed
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.tables import LedgerAccount, LedgerLine
from tracker.fund.ledger.verification import Verification
from tracker.fund.tables.approvals import ApprovalRequest
from tracker.fund.verification.approval_checks import check_decided
from tracker.fund.verification.posted_requests import MEASURED, OF_A_PLEDGE
from tracker.schema import METADATA

K = EntryKind
RATE = RateUsed(Decimal("0.5"), "bank", DAY)
CHECKED = (
    "kind", "reference", "effective_on", "currency", "rate", "rate_source", "rate_on",
    "rate_implied", "note", "correction", "basis", "letter", "consent_on",
    "contribution_id", "activity_id", "reverses_id", "usd_minor", "original_minor",
)  # fmt: skip
"""The columns of an entry that follow from its instruction."""
NOT_OF_IT = {
    **{kind: {"usd_minor", "rate", "source", "on"} for kind in OF_A_PLEDGE},
    K.REVERSAL: {"usd_minor"},
}
"""Fields of an instruction that its kind does not use."""


def instructions(fund: Fund) -> dict[str, PostingInstruction]:
    """Return an instruction of every kind, and of those with a form of their own both forms."""
    italy, japan, euros, lump = (fund.contributions[name] for name in ("ITA", "JPN", "FRA", "LUMP"))
    place = fund.activities["TRAIN"]
    in_euros = {"currency": "EUR", "original_minor": 50, "rate": RATE}

    def order(kind: EntryKind, usd: int, owner: int | None = None, **more: Any) -> Any:  # noqa: ANN401
        fields = {name: more.pop(name) for name in set(more) & set(Heading.__dataclass_fields__)}
        head = heading(f"X-{kind.value}", note="told", basis="as agreed", **fields)
        return PostingInstruction(kind, head, usd, owner, **more)

    found = [
        order(K.PLEDGE, 100, euros, **in_euros),
        order(K.PLEDGE_ADJUSTMENT, 100, euros, **in_euros),
        order(K.PLEDGE_CANCELLATION, 100, euros, **in_euros),
        order(K.PLEDGE_WRITE_OFF, 100, euros, **in_euros),
        order(K.INSTALMENT_DUE, 100, euros, **in_euros),
        order(K.RECEIPT, 100, euros, **in_euros),
        order(K.RECEIPT_CORRECTION, 100, euros, **in_euros),
        order(K.BANK_CHARGE, 100, euros, **in_euros),
        order(K.WRITE_OFF, 100, italy),
        order(K.REFUND, 100, euros, **in_euros),
        order(K.SUPPORT_COST, 100, lump),
        order(K.TRANSFER, 100, italy, to_contribution_id=japan, letter="Note 7", consent_on=DAY),
        order(K.REVERSAL, 0, reverses_id=6),
    ]
    by_hand = {one.kind.value: one for one in found}
    settling = order(
        K.RECEIPT, 100, euros, currency="CHF", original_minor=80, rate=RATE, settles_original=50
    )
    split: dict[EntryKind, dict[str, Any]] = {
        K.ALLOCATION: {"pool": (italy, japan), "activity_id": place},
        K.INTEREST: {"earned": tuple(FundingCandidate(n, str(n), 500) for n in (italy, japan))},
        **{
            kind: {"activity_id": place}
            for kind in (K.DE_ALLOCATION, K.COMMITMENT, K.DE_COMMITMENT, K.EXPENDITURE)
        },
    }
    by_rule = {f"{kind} by the rule": order(kind, 100, **more) for kind, more in split.items()}
    named = {
        f"{one.kind} of one": replace(one, contribution_id=italy, pool=(), earned=())
        for one in by_rule.values()
    }
    paid = replace(by_rule[f"{K.EXPENDITURE} by the rule"], against_commitment=True)
    return {
        **by_hand, **by_rule, **named,
        "a receipt in a third currency": settling,
        "expenditure against a commitment": paid,
    }  # fmt: skip


NAMES = tuple(instructions(Fund(dict.fromkeys(("ITA", "JPN", "FRA", "LUMP"), 1), {"TRAIN": 1})))


@pytest.fixture
def ready(session: Session, posted: Fund) -> Fund:
    """Give a fund in which something of every kind is left to be moved."""
    italy, japan, euros, lump = (
        posted.contributions[name] for name in ("ITA", "JPN", "FRA", "LUMP")
    )
    in_euros = {"currency": "EUR", "original_minor": 500, "rate": RATE}
    half = {**in_euros, "original_minor": 250}
    place = posted.activities["TRAIN"]
    money = [
        PostingInstruction(K.PLEDGE, heading("S1", **in_euros), 1_000, euros),
        PostingInstruction(K.RECEIPT, heading("S2", **half), 500, euros),
        PostingInstruction(K.RECEIPT, heading("S3"), 1_000, lump),
        PostingInstruction(K.RECEIPT, heading("S4"), 1_000_00, italy),
        PostingInstruction(K.RECEIPT, heading("S5"), 1_000_00, japan),
        PostingInstruction(K.COMMITMENT, heading("S6"), 500, None, place),
    ]  # fmt: skip
    with transaction(session):
        submit(session, money, "first")
    return posted


def approve_one(session: Session, fund: Fund, name: str) -> PostingInstruction:
    """Hand in an instruction with one that takes two persons, and approve both."""
    one = instructions(fund)[name]
    lost = heading("X-lost", basis="stolen")
    with transaction(session):
        beside = PostingInstruction(K.WRITE_OFF, lost, 1, fund.contributions["ITA"])
        request = submit(session, [one, beside], "first").request
        approve(session, request, "second")
    return one


@pytest.mark.parametrize("name", NAMES)
def test_it_is_compared(engine: Engine, session: Session, ready: Fund, name: str) -> None:
    one = approve_one(session, ready, name)
    session.rollback()
    with engine.connect() as connection:
        release(connection)
        assert faults(connection) == []
        missed = []
        changes = [
            *of_entry(connection), *of_lines(connection, one), *of_request(connection, one)
        ]  # fmt: skip
        for what, change in changes:
            with undone(connection):
                assert connection.execute(change).rowcount, what
                if not faults(connection):
                    missed.append(what)
        assert missed == []
        assert len(changes) > len(CHECKED) + 5


def faults(connection: Connection) -> list[str]:
    found = Verification()
    check_decided(connection, found)
    return [fault.message for fault in found.faults]


def of_entry(connection: Connection) -> Iterator[tuple[str, Update]]:
    """Return a change of each column of the entry that follows from the instruction."""
    table = METADATA.tables["ledger_entry"]
    number = _first_entry(connection)
    row = connection.execute(select(table).where(table.c.id == number)).mappings().one()
    for name in CHECKED:
        value = next(other for other in others(table.c[name], row[name]) if other is not None)
        if name == "kind":
            value = K.TRANSFER if row[name] is not K.TRANSFER else K.INTEREST
        yield name, table.update().where(table.c.id == number).values({name: value})


def of_lines(connection: Connection, one: PostingInstruction) -> Iterator[tuple[str, Update]]:
    """Return the change of the owner of the lines, and of amounts where parts are approved."""
    if one.kind is K.REVERSAL:
        return
    of_entry = col(LedgerLine.entry_id) == _first_entry(connection)
    accounts = select(col(LedgerLine.account_id)).where(of_entry)
    yield (
        "the owner",
        update(LedgerAccount)
        .where(col(LedgerAccount.id).in_(accounts))
        .values(contribution_id=LedgerAccount.contribution_id + 1_000),
    )
    of_lines = update(LedgerLine).where(of_entry)
    if one.kind in {**MEASURED, **OF_A_PLEDGE}:
        yield "the parts", of_lines.values(minor=LedgerLine.minor * 2)
    if one.settles_original:
        yield "what it settles", of_lines.values(original_minor=1)


def of_request(connection: Connection, one: PostingInstruction) -> Iterator[tuple[str, Update]]:
    """Return a change of each field of the stored instruction that its kind uses."""
    orders = connection.execute(select(col(ApprovalRequest.orders))).scalars().one()
    for path in _leaves(orders[0]):
        if path[-1] in NOT_OF_IT.get(one.kind, set()):
            continue
        changed = copy.deepcopy(orders)
        place = changed[0]
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = _another(place[path[-1]])
        yield f"orders {path}", update(ApprovalRequest).values(orders=changed)


def _first_entry(connection: Connection) -> int:
    """Return the number of the first entry of the request."""
    number = connection.execute(select(col(ApprovalRequest.first_entry_id))).scalar_one()
    assert number is not None
    return number


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401
    """Return the paths to all values that are set."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for step, each in inside:
        if isinstance(each, dict | list):
            yield from _leaves(each, (*path, step))
        elif each not in {None, "", False}:
            yield (*path, step)


def _another(value: Any) -> Any:  # noqa: ANN401 - any value of JSON
    """Return another value of its kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value in set(K):
        return K.TRANSFER if value != K.TRANSFER else K.INTEREST
    if value == DAY.isoformat():
        return "2024-01-02"
    return value + "1"
