"""What is due of a contribution: shown to those who may see its terms, and to nobody else."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.api.accounts import fill
from tests.conftest import SignIn
from tests.support.addresses import addresses
from tests.support.answers import text_of
from tests.support.pages import PageClient
from tests.support.small_account import ACTOR
from tracker.db import transaction
from tracker.fund.ledger.entries import Heading, RateUsed
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.pledge_entries import fall_due
from tracker.fund.ledger.posted_entries import read_entry
from tracker.fund.ledger.reversal_entries import reverse
from tracker.fund.ledger.tables import LedgerEntry
from tracker.people.roles import Role

ENTRIES = "/api/v1/contributions/C-EUR/entries"
DUE = "/api/v1/totals?measure=due"
MARKS = ("FELL-DUE-1", "FELL-DUE-2", "FELL-BACK", "98.76", "9876", "123.45", "12345")
"""References and amounts of the instalments, in euros and in dollars."""


class Reader(NamedTuple):
    """A reader, and whether the terms of the contribution from Italy are theirs to see."""

    role: Role
    donor: str
    sees: bool


READERS = [
    Reader(Role.PUBLIC, "", sees=False),
    Reader(Role.DONOR, "JPN", sees=False),
    Reader(Role.ADMINISTRATOR, "", sees=False),
    Reader(Role.DONOR, "ITA", sees=True),
    *(
        Reader(role, "", sees=True)
        for role in (
            Role.PROGRAMME_MANAGER, Role.FINANCE_OFFICER, Role.APPROVER, Role.SECRETARIAT,
        )
    ),
]  # fmt: skip


@pytest.fixture
def dues(sqlite_session: Session) -> None:
    """Write two instalments of C-EUR that fell due, and the reversal of the first."""
    euros = fill(sqlite_session).contributions["C-EUR"]
    rate = RateUsed(Decimal("0.800"), "internal sheet 4", date(2022, 1, 1))
    with transaction(sqlite_session), open_book(sqlite_session, ACTOR, "second") as book:
        for number in (1, 2):
            day = date(2022, 2, number)
            heading = Heading(day, f"FELL-DUE-{number}", "", "EUR", 9_876, rate)
            fall_due(book, ContributionMovement(euros, 12_345, heading))
    with transaction(sqlite_session), open_book(sqlite_session, ACTOR, "second") as book:
        posted = sqlite_session.exec(
            select(LedgerEntry.id).where(LedgerEntry.reference == "FELL-DUE-1")
        ).one()
        first = read_entry(sqlite_session, posted or 0)
        reverse(book, first, Heading(date(2022, 2, 3), "FELL-BACK", "not yet"))


def client_of(reader: Reader, client: PageClient, signed_in: SignIn) -> PageClient:
    """Return the client of a reader."""
    if reader.role is Role.PUBLIC:
        return client
    return signed_in(reader.role, donor_code=reader.donor)


@pytest.mark.parametrize("reader", READERS, ids=str)
@pytest.mark.usefixtures("dues")
def test_entries_of_instalments(client: PageClient, signed_in: SignIn, reader: Reader) -> None:
    asking = client_of(reader, client, signed_in)
    found = asking.get(ENTRIES).get_json()
    references = {entry["reference"] for entry in found["items"]}
    assert ({"FELL-DUE-1", "FELL-DUE-2", "FELL-BACK"} <= references) is reader.sees
    assert found["total"] == len(found["items"])
    detail = asking.get("/api/v1/contributions/C-EUR").get_json()
    assert detail["waterfall"]["due_original_minor"] == (9_876 if reader.sees else None)
    page = asking.get("/contributions/C-EUR").get_data(as_text=True)
    assert ("FELL-DUE-2" in page) is reader.sees


@pytest.mark.parametrize("reader", READERS, ids=str)
@pytest.mark.usefixtures("dues")
def test_the_measure_due(client: PageClient, signed_in: SignIn, reader: Reader) -> None:
    asking = client_of(reader, client, signed_in)
    refused = 403 if asking is not client else 401
    of_all = 200 if reader.sees and reader.role is not Role.DONOR else refused
    assert asking.get(f"{DUE}&by=donor").status_code == of_all
    assert asking.get(DUE.replace("?", ".csv?")).status_code == of_all
    assert asking.get(f"{DUE}&donor=ITA&donor=JPN").status_code == of_all
    own = asking.get(f"{DUE}&donor=ITA")
    assert own.status_code == (200 if reader.sees else refused)
    if reader.sees:
        assert own.get_json()["total_minor"] == 12_345


@pytest.mark.parametrize("reader", [one for one in READERS if not one.sees], ids=str)
@pytest.mark.usefixtures("dues")
def test_no_address_shows_them(
    app: Flask, client: PageClient, signed_in: SignIn, reader: Reader
) -> None:
    asking = client_of(reader, client, signed_in)
    read = 0
    for path in addresses(app):
        for address in (path, path.replace("C-ITA", "C-EUR"), f"{path}?format=csv&q=FELL"):
            answer = asking.http.get(address, headers={"Accept": "*/*"})
            read += answer.status_code == 200
            text = text_of(answer).replace("q=FELL", "")
            assert not [mark for mark in MARKS if mark in text], address
    assert read > 60
