"""The invariants of the small fund after every move, as the database has it."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func
from sqlmodel import Session, col, select

from tests.fund.model import Model
from tests.fund.model_parts import TWO_PERSONS, Key, Levels, Move
from tests.fund.small_fund import TERMS, Fund
from tracker.fund.balances.waterfall import Waterfall, waterfall_of
from tracker.fund.ledger.accounts import AccountKind, may_be_negative
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerHold, LedgerLine
from tracker.fund.tables.approvals import ReservedReference
from tracker.fund.verification.record_checks import verify_record

CREDIT = {"donor": "received", "interest": "interest"}
MEMORANDA = {
    "pledged", "due", "pledge_written_off", "exchange_difference", "refund_difference",
}  # fmt: skip
WITH_ORIGINAL = {"pledged", "donor", "due", "pledge_written_off", "refunded"}
WENT = ("spent", "support_charged", "refunded", "bank_charged", "written_off", "transferred")
Sums = dict[int, tuple[int, int]]


class Account(NamedTuple):
    """An account by codes, with its balances."""

    number: int
    kind: str
    who: str
    what: str
    minor: int
    original: int


def read_accounts(session: Session, fund: Fund) -> list[Account]:
    """Read all accounts."""
    who = {number: code for code, number in fund.contributions.items()}
    what = {number: code for code, number in fund.activities.items()}
    rows = session.exec(
        select(
            LedgerAccount.id,
            LedgerAccount.kind,
            LedgerAccount.contribution_id,
            LedgerAccount.activity_id,
            LedgerAccount.balance_minor,
            LedgerAccount.original_minor,
        )  # type: ignore[call-overload]
    ).all()
    return [
        Account(number, kind.value, who[owner], what.get(place, ""), minor, original)
        for number, kind, owner, place, minor, original in rows
    ]


def known_sums(
    session: Session,
    as_at: date = date.max,
    known_at: datetime | None = None,
    until_entry: int = 2**31 - 1,
) -> Sums:
    """Add up the lines by account: as at a day, as known at a moment, up to an entry."""
    statement = (
        select(
            LedgerLine.account_id,
            func.sum(LedgerLine.minor),
            func.sum(func.coalesce(LedgerLine.original_minor, 0)),
        )
        .join(LedgerEntry, col(LedgerEntry.id) == LedgerLine.entry_id)
        .where(LedgerEntry.effective_on <= as_at, col(LedgerEntry.id) <= until_entry)
        .group_by(col(LedgerLine.account_id))
    )
    if known_at is not None:
        statement = statement.where(LedgerEntry.recorded_at <= known_at)
    return {
        account: (int(minor), int(original)) for account, minor, original in session.exec(statement)
    }


def not_empty(sums: Sums) -> Sums:
    """Leave out the accounts on which nothing stands."""
    return {account: amounts for account, amounts in sums.items() if any(amounts)}


def reserved_references(session: Session) -> list[str]:
    """Return the references that requests which wait have spoken for."""
    return list(session.exec(select(ReservedReference.reference)))


def check_lines(session: Session, accounts: Iterable[Account]) -> None:
    """Expect that every entry sums to zero and every balance is the sum of its lines."""
    unbalanced = select(LedgerLine.entry_id).group_by(col(LedgerLine.entry_id))
    assert not session.exec(unbalanced.having(func.sum(LedgerLine.minor) != 0)).all()
    assert known_sums(session) == {one.number: (one.minor, one.original) for one in accounts}


def check_model(accounts: Iterable[Account], model: Model) -> None:
    """Expect the balances of the model, and memoranda that sum to nothing by themselves."""
    found: Move = {}
    controlled = dict.fromkeys(TERMS, 0)
    for one in accounts:
        if one.kind in MEMORANDA or one.kind == "pledge_control":
            controlled[one.who] += one.minor
        if one.kind in {"pledge_control", "exchange_difference", "refund_difference"}:
            continue
        sign = -1 if one.kind in CREDIT else 1
        kind = CREDIT.get(one.kind, one.kind)
        found[kind, one.who, one.what] = sign * one.minor
        if one.kind in WITH_ORIGINAL:
            found[f"{kind}#", one.who, one.what] = sign * one.original
        assert one.minor >= 0 or kind == "transferred" or one.kind in CREDIT, one
    assert {key: amount for key, amount in found.items() if amount} == {
        key: amount for key, amount in model.held.items() if amount
    }
    assert not any(controlled.values())


def check_conservation(model: Model) -> None:
    """Expect all that came in somewhere, and a reserve only where something is left to spend."""
    for who in TERMS:
        of_it = {key: usd for key, usd in model.held.items() if key[1] == who}
        came = of_it.get(("received", who, ""), 0) + of_it.get(("interest", who, ""), 0)
        inside = {"unallocated", "allocated", "committed", "support_reserved"}
        there = sum(usd for (kind, _, _), usd in of_it.items() if kind in inside)
        went = sum(usd for (kind, _, _), usd in of_it.items() if kind in WENT)
        assert came == there + went
        for (kind, _, what), reserved in of_it.items():
            # What is used on a day before others takes no cent that is set aside on them alone.
            if kind == "support_reserved" and reserved > len(model.entries):
                assert model.left(who, what) > 0


def check_days(session: Session) -> None:
    """Expect no account inside the fund below zero at the end of any day."""
    outside = [kind for kind in AccountKind if may_be_negative(kind)]
    balances: Counter[int] = Counter()
    statement = (
        select(
            col(LedgerLine.account_id),
            col(LedgerEntry.effective_on),
            func.sum(col(LedgerLine.minor)),
        )
        .join(LedgerEntry, col(LedgerEntry.id) == col(LedgerLine.entry_id))
        .join(LedgerAccount, col(LedgerAccount.id) == col(LedgerLine.account_id))
        .where(col(LedgerAccount.kind).not_in(outside))
        .group_by(col(LedgerLine.account_id), col(LedgerEntry.effective_on))
        .order_by(col(LedgerEntry.effective_on))
    )
    for account, day, minor in session.exec(statement):
        balances[account] += int(minor)
        assert balances[account] >= 0, (account, day)


def check_holds(session: Session, fund: Fund, model: Model) -> None:
    """Expect reserved what the model reserves, and on no account less than that."""
    who = {number: code for code, number in fund.contributions.items()}
    what = {number: code for code, number in fund.activities.items()}
    steps: dict[int, dict[Key, Levels]] = {number: {} for number in model.waiting}
    statement = select(
        LedgerHold.request_id,
        LedgerHold.kind,
        LedgerHold.contribution_id,
        LedgerHold.activity_id,
        LedgerHold.effective_on,
        LedgerHold.minor,
    )  # type: ignore[call-overload]
    for request, kind, owner, place, on, minor in session.exec(statement):
        steps[request].setdefault((kind.value, who[owner], what.get(place, "")), {})[on] = minor
    for number, one in model.waiting.items():
        assert steps[number].keys() == {key for key in one.holds if any(one.holds[key].values())}
        for key, levels in one.holds.items():
            assert all(
                sum(step for on, step in steps[number].get(key, {}).items() if on <= day) == level
                for day, level in levels.items()
            )
            assert model.free(key, date.min) >= 0 or not any(levels.values())


def check_waterfalls(session: Session, fund: Fund, model: Model) -> None:
    """Expect waterfalls that add up and show the model's figures."""
    for who, number in fund.contributions.items():
        check_waterfall(waterfall_of(session, number, TERMS[who].reserve_rate_bp), who, model)


def check_waterfall(found: Waterfall, who: str, model: Model) -> None:
    """Recompute each step of a waterfall."""

    def total(*kinds: str) -> int:
        return sum(
            usd for (kind, one, _), usd in model.held.items() if one == who and kind in kinds
        )

    support = found.support_cost_minor + found.support_reserved_minor + found.support_to_come_minor
    assert (
        found.received_minor
        == total("received")
        == (
            found.pledged_minor
            + found.exchange_difference_minor
            - found.pledge_written_off_minor
            - found.outstanding_minor
        )
    )
    assert found.resources_minor == found.programmable_total_minor + support
    assert found.resources_minor == (
        total("received", "interest") - total("bank_charged", "transferred", "written_off")
    )
    assert found.programmable_total_minor == (
        found.allocated_minor + found.refunded_minor + found.programmable_minor
    )
    assert found.balance_minor == (
        found.programmable_total_minor
        - found.spent_minor
        - found.refunded_minor
        + found.support_reserved_minor
        + found.support_to_come_minor
    )
    assert found.balance_minor == total("unallocated", "allocated", "committed", "support_reserved")
    assert found.allocated_minor == total("allocated", "committed", "spent")
    assert found.committed_minor >= found.committed_open_minor == total("committed")
    assert (found.spent_minor, found.support_cost_minor) == (
        total("spent"),
        total("support_charged"),
    )
    assert found.waiting_minor == sum(
        one.reserved(("unallocated", who, ""), date.max) for one in model.waiting.values()
    )


def check_chain(session: Session, entries: int) -> None:
    """Expect a clean verification of as many entries as were acknowledged."""
    found = verify_record(session)
    assert found.clean, found.faults
    assert found.entries == entries


def check_two_persons(session: Session, model: Model, approver: str) -> None:
    """Expect a second person named with what takes one, and with every correction."""
    rows = session.exec(
        select(LedgerEntry.approved_by, LedgerEntry.correction).order_by(col(LedgerEntry.id))
    ).all()
    for (named, correction), done in zip(rows, model.entries, strict=True):
        takes_two = done.kind in TWO_PERSONS or bool(correction)
        assert named == (approver if takes_two else "")
