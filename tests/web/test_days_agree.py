"""Pages, lists, programs and totals agree as at today and as at days of the past.

Entries come with days in any order, promises of days to come among them.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, col, func, select

from tests.api.accounts import fill
from tests.fund.ledger_checks import check_days
from tests.support.pages import PageClient
from tests.support.people import let_in, make_user
from tracker.db import transaction
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.ledger_writer import write
from tracker.fund.ledger.measures import CODES, OF_LINES, SIGNS, Measure
from tracker.fund.ledger.tables import LedgerEntry, LedgerLine
from tracker.fund.preparation.desk import open_desk
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.preparing import prepare
from tracker.people.roles import Role
from tracker.periods import today
from tracker.settings import Settings
from wsgi import make_app

FIRST = date(2022, 1, 1)
OWNERS = ("C-ITA", "C-JPN")
ON_PAGE: dict[Measure, str] = {
    Measure.PLEDGED: "pledged_minor", Measure.RECEIVED: "received_minor",
    Measure.UNALLOCATED: "available_minor", Measure.SPENT: "spent_minor",
    Measure.ALLOCATED: "allocated_minor", Measure.REFUNDED: "refunded_minor",
    Measure.DUE: "due_original_minor", Measure.INTEREST: "interest_minor",
    Measure.BANK_CHARGES: "bank_charges_minor",
}  # fmt: skip
"""The measures of the page of a contribution, by their names; what is due is in dollars here."""
NAMED = tuple(measure for measure in OF_LINES if measure is not Measure.ENCUMBERED)
"""The measures that lines name."""
STOCKS_ON_PAGE = {
    Measure.AVAILABLE: "programmable_minor", Measure.BALANCE: "balance_minor",
    Measure.RESOURCES: "resources_minor", Measure.PROGRAMMABLE: "programmable_total_minor",
    Measure.SUPPORT_RESERVED: "support_reserved_minor",
    Measure.SUPPORT_TO_COME: "support_to_come_minor",
    Measure.COMMITTED_OPEN: "committed_open_minor", Measure.UNCOMMITTED: "uncommitted_minor",
}  # fmt: skip
"""What is no line's; no contribution of this account has a period of use."""
KINDS = (
    EntryKind.PLEDGE, EntryKind.PLEDGE_ADJUSTMENT, EntryKind.INSTALMENT_DUE, EntryKind.RECEIPT,
    EntryKind.RECEIPT, EntryKind.BANK_CHARGE, EntryKind.INTEREST, EntryKind.ALLOCATION,
    EntryKind.EXPENDITURE, EntryKind.COMMITMENT, EntryKind.REFUND,
)  # fmt: skip
PROMISED = frozenset(KINDS[:3])
USES = frozenset({EntryKind.ALLOCATION, EntryKind.EXPENDITURE, EntryKind.COMMITMENT})


@pytest.fixture
def whole(any_database_url: str, settings: Settings) -> Iterator[Flask]:
    """Give the whole application on a database of either kind."""
    app = make_app(replace(settings, database_url=any_database_url))
    yield app
    app.extensions["tracker"].engine.dispose()


def drawn(random: Random, number: int) -> EntryDraft:
    """Draw an entry, lawful or not; what is promised may lie ahead."""
    kind = random.choice(KINDS)
    on = FIRST + timedelta(random.randint(0, (today() - FIRST).days))
    if kind in PROMISED and random.random() < 0.5:
        on = today() + timedelta(random.randint(1, 900))
    return EntryDraft(
        kind, f"N{number}", random.choice([on, on, today()]), random.randint(1, 500_00),
        contribution=random.choice(OWNERS), activity="A1" if kind in USES else "", another=True,
    )  # fmt: skip


def lines_by(session: Session, on: date) -> dict[Measure, int]:
    """Add up the lines of the ledger as at a day, by measure."""
    statement = (
        select(LedgerLine.measure, func.sum(col(LedgerLine.minor)))
        .join(LedgerEntry, col(LedgerEntry.id) == col(LedgerLine.entry_id))
        .where(col(LedgerEntry.effective_on) <= on, col(LedgerLine.measure).is_not(None))
        .group_by(col(LedgerLine.measure))
    )
    found = {code: int(minor) for code, minor in session.exec(statement)}
    return {measure: SIGNS[measure] * found.get(CODES[measure], 0) for measure in NAMED}


def as_json(client: PageClient, path: str) -> Any:  # noqa: ANN401 - any JSON
    """Ask as a program."""
    answer = client.http.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def test_all_doors_agree_as_at_each_day(whole: Flask, session: Session) -> None:
    fill(session)
    person = make_user(session, Role.FINANCE_OFFICER)
    client = let_in(whole, person.email)
    random = Random(1)
    for batch in range(2):
        with transaction(session):
            desk = open_desk(session, "ben")
            for number in range(40):
                prepare(desk, drawn(random, 100 * batch + number))
            assert len(desk.book.pending) > 5
            write(session, desk.book, "ana")
        check_days(session)
        session.rollback()
        agree(client, session, random)


def agree(client: PageClient, session: Session, random: Random) -> None:
    """Expect the same sums from totals, contributions, donors, lists and their pages."""
    past = [FIRST + timedelta(random.randint(0, 1_500)) for _ in range(2)]
    for on in (None, today(), *past):
        sums = lines_by(session, on or today())
        for measure in NAMED:
            asked = f"totals?measure={measure.value}&by=donor" + (f"&as_at={on}" if on else "")
            found = as_json(client, asked)
            assert found["total_minor"] == sums[measure], (measure, on)
            assert sum(row["minor"] for row in found["rows"]) == sums[measure]
    sums = lines_by(session, today())
    session.rollback()
    listed = as_json(client, "contributions?per_page=200")["items"]
    falls = [as_json(client, f"contributions/{one['reference']}")["waterfall"] for one in listed]
    for kind, name in STOCKS_ON_PAGE.items():
        stock = as_json(client, f"totals?measure={kind.value}")["total_minor"]
        assert sum(fall[name] for fall in falls) == stock, kind
    for counted, name in ON_PAGE.items():
        assert sum(fall[name] for fall in falls) == sums[counted], counted
    donors = as_json(client, "donors?per_page=200")["items"]
    for one_of in (Measure.PLEDGED, Measure.RECEIVED, Measure.UNALLOCATED):
        shown = ON_PAGE[one_of]
        assert sum(one[shown] for one in listed) == sums[one_of]
        assert sum(one[shown] for one in donors) == sums[one_of]
    on_pages(client, listed, donors)


def on_pages(
    client: PageClient, listed: list[dict[str, Any]], donors: list[dict[str, Any]]
) -> None:
    """Expect the figures of programs on the pages of contributions and donors."""
    names = ("pledged_minor", "received_minor", "available_minor")
    rows = client.html("/contributions").xpath("//table[contains(@class, 'data')]/tbody/tr")
    shown = {str(row.xpath("string(th)")).strip(): cells(row) for row in rows}
    for one in listed:
        assert {usd(one[name]) for name in names} <= shown[one["reference"]]
        text = cells(client.html(f"/contributions/{one['reference']}").xpath("//main")[0])
        assert {usd(one[name]) for name in names} <= text
    for donor in donors:
        page = client.html(f"/dashboards/donors/{donor['code']}")
        if donor["pledged_minor"]:
            text = page.xpath("string(//dl[@class='tiles'])")
            assert all(usd(donor[name]) in text for name in names[:2])


def usd(minor: int) -> str:
    """Write US cents as pages do."""
    return f"{minor // 100:,}.{minor % 100:02}"


def cells(part: Any) -> set[str]:  # noqa: ANN401 - an element of lxml
    """Return the texts of the cells of a part of a page."""
    found = part.xpath(".//td | .//dd | .//th")
    return {str(cell.xpath("normalize-space(.)")).removeprefix("USD ") for cell in found}
