"""Every address that can be read, as eight readers: none is shown what is not theirs to see."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy import text
from sqlmodel import Session

from tests.support.addresses import addresses
from tests.support.answers import text_of
from tests.support.marked_record import FIGURE, INSTALMENT, MARK, MARKED, fill_marked
from tests.support.pages import PageClient
from tests.support.people import let_in, make_user
from tracker.people.roles import Role

MARKS = re.compile(re.escape(MARK) + r"(\w+)\.(\w+)\.(\d+)\.")
ANSWERED = {200, 302, 303, 400, 401, 403, 404, 409, 422}
OFFICIALS = {Role.PROGRAMME_MANAGER, Role.FINANCE_OFFICER, Role.APPROVER, Role.SECRETARIAT}
SEE_TIE_OUT = OFFICIALS - {Role.PROGRAMME_MANAGER}
KEEP_DONORS = {Role.FINANCE_OFFICER, Role.SECRETARIAT}
TIE_OUT = {"certified_statement", "certified_figure", "figure_explanation"}
OF_OFFICIALS = {"donor", "donor_merge", "assistance_request", "allocation_ask"}
OWNED = {
    "contribution": "SELECT id, donor_id FROM contribution",
    "donor_contact": "SELECT id, donor_id FROM donor_contact",
    "audit_record": """
        SELECT audit_record.id, donor_id FROM audit_record JOIN contribution
        ON subject_kind = 'contribution' AND subject_reference = contribution.reference
    """,
    **{
        table: f"SELECT one.id, donor_id FROM {table} one JOIN contribution ON contribution.id = contribution_id"  # noqa: E501, S608 - names of our own
        for table in (
            "contribution_instalment", "contribution_report", "contribution_document",
            "ledger_entry", "approval_request", "record_file",
        )
    },
}  # fmt: skip
"""The tables whose rows belong to a donor, who sees them too, with the question for its number."""
OF_RECORDS = ("/dashboards/rows/requests", "/dashboards/rows/disseminations")
"""Addresses of rows that are no money, beside those of each rule."""
NEVER_SHOWN = {"sign_in_attempt.email", "sign_in_attempt.address"}
OF_ONE_DONOR = tuple(
    address.format(donor=donor)
    for donor in ("ITA", "JPN")
    for address in (
        "/donors/{donor}/statement?from=2001-01-01",
        "/donors/{donor}/statement.html?from=2001-01-01",
        "/donors/{donor}/statement.xlsx?from=2001-01-01",
        "/dashboards/donors/{donor}?compare=donor:JPN",
        "/dashboards/donors/{donor}?compare=donor:ITA",
        "/dashboards/tables/donor/activities?donor={donor}",
        "/dashboards/tables/donor/statements?donor={donor}",
        "/dashboards/figures/donor/currencies.csv?donor={donor}",
        "/dashboards/rows/entries?measure=received&donor={donor}",
        "/dashboards/rows/contributions?measure=received&part=currency:EUR&donor={donor}",
        "/api/v1/figures/donor/regularity.csv?donor={donor}",
    )
)
"""Addresses of what one donor gave, with the query that they take."""
FEWEST = 800
"""The number of marks and addresses below which the walk saw too little to prove anything."""


class Reader(NamedTuple):
    """A reader, with their number among the persons and the donor that they speak for."""

    role: Role
    person: int
    donor: str
    client: PageClient


class Shown(NamedTuple):
    """A marked text that an answer shows."""

    table: str
    column: str
    row: int


@pytest.fixture
def readers(app: Flask, client: PageClient, sqlite_session: Session) -> list[Reader]:
    """Give the eight readers, before a record whose columns are marked."""
    found = [Reader(Role.PUBLIC, 0, "", client)]
    for role, donor in (
        (Role.FINANCE_OFFICER, ""), (Role.DONOR, "ITA"), (Role.DONOR, "JPN"),
        (Role.PROGRAMME_MANAGER, ""), (Role.APPROVER, ""), (Role.SECRETARIAT, ""),
        (Role.ADMINISTRATOR, ""),
    ):  # fmt: skip
        email = f"{role}{donor}@example.org".lower()
        user = make_user(sqlite_session, role, donor_code=donor, email=email)
        found.append(Reader(role, user.id or 0, donor, let_in(app, email)))
    fill_marked(sqlite_session)
    return found


@pytest.fixture
def owners(sqlite_session: Session, readers: list[Reader]) -> dict[tuple[str, int], str]:
    """Give the donor of each row that belongs to one."""
    del readers
    codes = {row: code for row, code in sqlite_session.execute(text("SELECT id, code FROM donor"))}  # noqa: C416 - rows are no pairs to mypy
    return {
        (table, row): codes[donor]
        for table, question in OWNED.items()
        for row, donor in sqlite_session.execute(text(question))
        if donor
    }


@pytest.mark.slow
def test_nobody_is_shown_what_is_not_theirs(
    app: Flask, readers: list[Reader], owners: dict[tuple[str, int], str]
) -> None:
    seen: set[str] = set()
    marks = read = 0
    for reader in readers:
        for address in variants(app):
            answer = reader.client.http.get(address, headers={"Accept": "*/*"})
            assert answer.status_code in ANSWERED, (address, answer.status_code)
            read += answer.status_code == 200
            for shown in marks_of(text_of(answer)):
                owner = owners.get((shown.table, shown.row), "")
                assert may_be_shown(reader, shown, owner), (reader[:3], address, shown)
                seen.add(f"{shown.table}.{shown.column}")
                marks += 1
    assert min(marks, read) > FEWEST
    marked = {f"{table}.{column}" for table, columns in MARKED.items() for column in columns}
    assert seen == (marked | {"contribution_instalment.amount", "certified_figure.amount"}) - (
        NEVER_SHOWN
    )


def variants(app: Flask) -> Iterator[str]:
    """Yield each address with the keys of both donors and of several records."""
    yield from OF_ONE_DONOR
    for path in dict.fromkeys([*addresses(app), *OF_RECORDS]):
        if path.endswith(".zip"):  # documents that take long to make, and take no query
            yield from (path, path.replace("ITA", "JPN"))
            continue
        yield from {
            path,
            f"{path}?q={MARK}&format=csv",
            path.replace("C-ITA", "C-EUR"),
            path.replace("C-ITA", "C-JPN"),
            path.replace("C-ITA", "CS-2021"),
            path.replace("ITA", "JPN"),
            re.sub(r"/1(?=[/.]|$)", "/2", path),
        }


def marks_of(answer: str) -> set[Shown]:
    """Return the marked texts and amounts that an answer shows."""
    found = {Shown(table, column, int(row)) for table, column, row in MARKS.findall(answer)}
    for table, amounts in (("contribution_instalment", INSTALMENT), ("certified_figure", FIGURE)):
        if any(amount in answer for amount in amounts):
            found.add(Shown(table, "amount", 1))
    return found


def may_be_shown(reader: Reader, shown: Shown, owner: str) -> bool:
    """Tell whether a marked text is the reader's to see, by docs/permissions.md."""
    if shown.table in TIE_OUT:
        return reader.role in SEE_TIE_OUT
    if shown.table in OWNED:
        return reader.role in OFFICIALS or bool(owner and owner == reader.donor)
    if shown.table in OF_OFFICIALS:
        return reader.role in OFFICIALS
    if shown.table in {"user_session", "saved_view"}:
        return shown.row == reader.person
    if shown.table == "person":
        named = shown.column == "name" and reader.role in OFFICIALS
        asked = shown.column == "email" and reader.role in KEEP_DONORS
        return reader.role is Role.ADMINISTRATOR or shown.row == reader.person or named or asked
    return False
