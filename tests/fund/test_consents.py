"""The donor's consent has fields of its own; what was recorded before keeps it as its basis."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from tests.api.accounts import Account, fill
from tests.support.approvals import approve_all
from tracker.db import transaction
from tracker.fund.approvals.draft_submission import submit_drafts
from tracker.fund.approvals.known_entries import known_entries
from tracker.fund.approvals.submission import submit
from tracker.fund.ledger.consents import NEEDS_CONSENT, Consent, consent_in, consent_of
from tracker.fund.ledger.digests import START, content_of, digest
from tracker.fund.ledger.entries import LONGEST_BASIS, EntryKind, Heading
from tracker.fund.ledger.ledger_list import read_ledger_entry
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.ledger.rows import read_entries
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.preparation.desk import Desk, open_trial_desk
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.named_records import named_records
from tracker.fund.preparation.preparing import prepare
from tracker.fund.verification.record_checks import verify_record
from tracker.periods import today

DAY = date(2022, 10, 1)
CONSENT_ON = date(2022, 9, 3)
TRANSFER = EntryDraft(
    EntryKind.TRANSFER, "T-1", DAY, 1_000, contribution="C-ITA", to_contribution="C-EUR",
    letter="Note verbale 7", consent_on=CONSENT_ON,
)  # fmt: skip
OLD = "Note verbale 7, 2022-09-03"
"""The one text in which a transfer of before kept its consent."""


@pytest.fixture
def account(session: Session) -> Account:
    """Write the account into a database of either kind."""
    return fill(session)


@pytest.fixture
def desk(session: Session, account: Account) -> Iterator[Desk]:
    """Give a desk for trying."""
    del account
    yield open_trial_desk(session)
    session.rollback()


def old_transfer(account: Account, basis: str = OLD) -> PostingInstruction:
    """Return the instruction of a transfer as it was handed in before the fields."""
    giver, taker = (account.contributions[name] for name in ("C-ITA", "C-EUR"))
    heading = Heading(DAY, "T-1", basis=basis)
    return PostingInstruction(EntryKind.TRANSFER, heading, 1_000, giver, to_contribution_id=taker)


def entry_of(session: Session) -> LedgerEntry:
    """Return the transfer in the ledger."""
    session.rollback()
    return session.exec(select(LedgerEntry).where(col(LedgerEntry.reference) == "T-1")).one()


@pytest.mark.parametrize(
    ("basis", "letter", "on"),
    [
        (OLD, "Note verbale 7", CONSENT_ON),
        ("Note 7, annex, 2022-09-03", "Note 7, annex", CONSENT_ON),
        ("Letter of the donor of 2022-09-03", "Letter of the donor of 2022-09-03", None),
        ("Note 7, 20220903", "Note 7, 20220903", None),
        ("Note 7, 2022-W35-6", "Note 7, 2022-W35-6", None),
        ("Note 7, 2022-02-30", "Note 7, 2022-02-30", None),
        ("2022-09-03", "2022-09-03", None),
        (", 2022-09-03", ", 2022-09-03", None),
        ("", "", None),
    ],
)
def test_the_basis_of_before_is_read_where_it_can_be_surely(
    basis: str, letter: str, on: date | None
) -> None:
    assert consent_in(basis) == (letter, on)


@pytest.mark.parametrize("kind", EntryKind)
def test_only_kinds_that_need_a_consent_have_one(kind: EntryKind) -> None:
    consent = consent_of(kind, Heading(DAY, "X", basis="2022-01-01 / 2022-12-31"))
    assert bool(consent.letter) is (kind in NEEDS_CONSENT)


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({}, set()),
        ({"letter": ""}, {"letter"}),
        ({"letter": " \t"}, {"letter"}),
        ({"consent_on": None}, {"consent_on"}),
        ({"letter": "", "consent_on": None}, {"letter", "consent_on"}),
        ({"consent_on": date(1989, 12, 31)}, {"consent_on"}),
        ({"consent_on": date(1990, 1, 1)}, set()),
        ({"consent_on": today()}, set()),
        ({"consent_on": today() + timedelta(days=1)}, {"consent_on"}),
        ({"letter": "x" * LONGEST_BASIS}, set()),
        ({"letter": "x" * (LONGEST_BASIS + 1)}, {"letter"}),
        ({"letter": "x\x00"}, {"letter"}),
        ({"basis": "agreed"}, {"basis"}),
        ({"letter": "", "amount_minor": None}, {"letter", "amount"}),
    ],
)
def test_the_rule_asks_for_letter_and_day(
    desk: Desk, changed: dict[str, object], fields: set[str]
) -> None:
    assert {TRANSFER.kind} == NEEDS_CONSENT
    prepared = prepare(desk, replace(TRANSFER, **changed))  # type: ignore[arg-type]
    assert {fault.field for fault in prepared.faults} == fields
    assert (prepared.order is None) is bool(fields)


@pytest.mark.parametrize("kind", sorted(set(EntryKind) - NEEDS_CONSENT))
def test_other_kinds_have_no_consent(desk: Desk, kind: EntryKind) -> None:
    draft = EntryDraft(kind, "N-1", DAY, 300, letter="Note 7", consent_on=CONSENT_ON)
    assert {"letter", "consent_on"} <= {fault.field for fault in prepare(desk, draft).faults}


def test_letter_and_day_are_kept_and_sealed(session: Session, account: Account) -> None:
    del account
    with transaction(session):
        submit_drafts(session, [TRANSFER], actor="first@example.org")
    approve_all(session)
    entry = entry_of(session)
    assert (entry.letter, entry.consent_on, entry.basis) == ("Note verbale 7", CONSENT_ON, "")
    terms = read_ledger_entry(session, entry.id or 0).item.terms
    assert terms is not None
    assert (terms.letter, terms.consent_on) == ("Note verbale 7", CONSENT_ON)
    session.rollback()
    assert verify_record(session).clean


def test_what_waited_when_the_fields_came_is_posted_as_it_was_asked(
    session: Session, account: Account
) -> None:
    with transaction(session):
        submit(session, [old_transfer(account)], "first@example.org")
    # Requests of before know nothing of the fields.
    with transaction(session):
        _forget_the_fields(session)
    known = known_entries(session, ["T-1"])
    records = named_records(session)
    records.read({"C-ITA", "C-EUR"}, set(), set())
    assert known.fault_of(records, TRANSFER) is None
    assert approve_all(session) == 1
    entry = entry_of(session)
    assert (entry.letter, entry.consent_on, entry.basis) == ("", None, OLD)
    terms = read_ledger_entry(session, entry.id or 0).item.terms
    assert terms is not None
    assert Consent(terms.letter, terms.consent_on) == ("Note verbale 7", CONSENT_ON)
    session.rollback()


@pytest.mark.parametrize(
    ("basis", "changed", "field"),
    [
        (OLD, {}, ""),
        (OLD, {"letter": "Note verbale 8"}, "letter"),
        (OLD, {"consent_on": date(2022, 9, 4)}, "consent_on"),
        ("Note verbale 7", {}, ""),
        ("Note verbale 7", {"consent_on": None}, ""),
        ("Note verbale 7", {"letter": OLD}, "letter"),
        ("Note verbale 7", {"basis": "Note verbale 7"}, "basis"),
    ],
)
def test_an_entry_of_before_is_known_again(
    session: Session, account: Account, basis: str, changed: dict[str, object], field: str
) -> None:
    with transaction(session):
        submit(session, [old_transfer(account, basis)], "first@example.org")
    approve_all(session)
    records = named_records(session)
    records.read({"C-ITA", "C-EUR"}, set(), set())
    draft = replace(TRANSFER, **changed)  # type: ignore[arg-type]
    fault = known_entries(session, ["T-1"]).fault_of(records, draft)
    assert (fault.field if fault else "") == field
    session.rollback()
    assert verify_record(session).clean


def test_digests_cover_the_consent_where_it_is_set(session: Session, account: Account) -> None:
    """The digests of entries without one are those of the fields that there were before."""
    with transaction(session):
        submit(session, [old_transfer(account)], "first@example.org")
    approve_all(session)
    session.rollback()
    contents = [one.content for one in next(read_entries(session.connection(), 1_000))]
    session.rollback()
    for content in contents:
        assert content[-2:] == ("", None)
        assert content_of(content) == content[: len(content_of(content))]
        assert len(content_of(content)) in (16, 19)
        assert len(content_of((*content[:-3], 1, "", None))) == 20
        for consent in (("Note 7", None), ("", "2022-09-03"), ("Note 7", "2022-09-03")):
            given = (*content[:-2], *consent)
            assert content_of(given) == given
            assert digest(START, given, []) != digest(START, content, [])


def _forget_the_fields(session: Session) -> None:
    """Take the new fields out of the orders of requests."""
    sqlite = session.connection().dialect.name == "sqlite"
    session.connection().execute(
        text(
            "UPDATE approval_request SET orders = json_remove(orders, '$[0].heading.letter',"
            " '$[0].heading.consent_on')"
            if sqlite
            else "UPDATE approval_request SET orders = (orders::jsonb #- '{0,heading,letter}'"
            " #- '{0,heading,consent_on}')::json"
        )
    )
