"""Addresses of records: in any case, and under codes that no address can hold as they are."""

import pytest
from flask import Flask, url_for
from sqlalchemy import text
from sqlmodel import Session

from tests.support.pages import PageClient
from tracker.db import transaction
from tracker.http.record_addresses import code_in_address, code_of_address

CODES = [
    "AGR/2026/117",
    "a\\b",
    "~",
    "A~2FB",
    "add",
    "Add",
    "..",
    "a b",
    "x%2Fy",
    "взнос/1",
    "a?b#c",
]


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_an_address_and_comes_back(code: str) -> None:
    part = code_in_address(code)
    assert "/" not in part
    assert part not in {"add", "."}
    assert code_of_address(part) == code


@pytest.mark.parametrize("code", ["C-ITA", "A.b_c-9"])
def test_a_lawful_code_stands_as_it_is(code: str) -> None:
    assert code_in_address(code) == code


@pytest.mark.parametrize("code", CODES)
def test_a_record_of_before_the_rule_has_pages(
    app: Flask, finance: PageClient, sqlite_session: Session, code: str
) -> None:
    with transaction(sqlite_session):
        sqlite_session.execute(
            text("UPDATE contribution SET reference = :code, code_key = NULL WHERE id = 1"),
            {"code": code},
        )
    listed = finance.html("/contributions").xpath("//main//table//a/@href")
    with app.test_request_context():
        address = url_for("contributions.show", reference=code)
    assert address in listed
    for path in (address, f"{address}/change", f"{address}/record/receipt", f"/api/v1{address}"):
        assert finance.get(path).status_code == 200, path


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("/contributions/c-ita", "/contributions/C-ITA"),
        ("/contributions/c-ita?page=2&sort=kind", "/contributions/C-ITA?page=2&sort=kind"),
        ("/contributions/C%E2%80%93ITA", "/contributions/C-ITA"),
        ("/contributions/c-ita/change", "/contributions/C-ITA/change"),
        ("/activities/a1", "/activities/A1"),
        ("/programmes/glo1", "/programmes/GLO1"),
        ("/tools/guide", "/tools/GUIDE"),
        ("/donors/ita", "/donors/ITA"),
        ("/api/v1/contributions/c-ita", "/api/v1/contributions/C-ITA"),
        ("/api/v1/activities/a1", "/api/v1/activities/A1"),
    ],
)
def test_another_case_leads_to_the_address_on_record(
    finance: PageClient, typed: str, canonical: str
) -> None:
    answer = finance.get(typed)
    assert (answer.status_code, answer.headers.get("Location")) == (308, canonical)


def test_what_is_not_on_record_is_not_found(finance: PageClient) -> None:
    for path in ("/contributions/nobody", "/activities/A9", "/api/v1/tools/none"):
        assert finance.get(path).status_code == 404
