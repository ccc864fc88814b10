"""Every form of the product comes back as it was filled in when its session ends."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session

from tests.support.closing import close_months, close_year
from tests.support.pages import Element, PageClient, forms_at, parse, prefilled
from tests.support.people import make_user, sign_in
from tests.web.conftest import Counts
from tests.web.ended_sessions import LOOK_OVER, end_by_idling, sign_in_at
from tests.web.every_form import ANA, FORMS, WRITERS, fill_for_every_form
from tracker.db import transaction
from tracker.fund.closing.months import Month
from tracker.fund.donors.registry import DonorDraft, add_donors
from tracker.reference.codes import ContributorType

ASKED_AT = {"/donors/MFJ/merge": "/donors/MFJ/merge?into=JPN"}
"""Where the page of a form is, if it is not at the address to which the form is sent."""
PATHS = {**FORMS, "donor_merges.merge": tuple(ASKED_AT)}
KINDS_OF_TEXT = ("text", "email", "search", "tel", "url")


def open_form(client: PageClient, path: str) -> tuple[str, list[Element]]:
    """Return the page that has the forms of an address, and these forms."""
    for page in (ASKED_AT.get(path, path), path.rpartition("/")[0]):
        answer = client.get(page)
        if answer.status_code == 200:
            return page, forms_at(parse(answer.get_data(as_text=True)), path)
    return path, []


def filled(form: Element) -> dict[str, list[str]]:
    """Return what a person may have typed into a form: something in every field."""
    values: dict[str, list[str]] = {}
    for name, texts in prefilled(form).items():
        values[name] = list(texts)
    for number, field in enumerate(form.xpath(".//input[@name] | .//textarea[@name]")):
        kind = field.get("type", "text")
        if field.tag == "textarea" or kind in KINDS_OF_TEXT:
            values[field.get("name")] = [f"typed {number} <é> \N{CYRILLIC SMALL LETTER ZHE}"]
        elif kind == "checkbox" and field.get("name") != "sure":
            boxes = form.xpath(f".//input[@name='{field.get('name')}']/@value")
            values[field.get("name")] = [str(one) for one in boxes]
    for choice in form.xpath(".//select[@name]"):
        offered = [str(one) for one in choice.xpath(".//option/@value")]
        values[choice.get("name")] = offered[-1:]
    values.pop("sure", None)
    return values


@pytest.mark.slow
@pytest.mark.parametrize("a_year", [False, True])
def test_every_form_comes_back_as_it_was_filled(
    app: Flask, sqlite_session: Session, rows: Callable[[], Counts], *, a_year: bool
) -> None:
    """Nothing is written, so that one record serves all; a year that can be closed has its own."""
    fill_for_every_form(sqlite_session)
    emails = [make_user(sqlite_session, role).email for role in WRITERS]
    open_the_rest(sqlite_session, a_year=a_year)
    before = rows()
    came_back = set()
    proved: set[tuple[str, ...]] = set()
    for email in emails:
        client = sign_in(app, email)
        for endpoint, path in paths_of_forms(a_year=a_year):
            page, forms = open_form(client, path)
            for form in forms:
                typed = filled(form)
                if (path, *typed) in proved:
                    continue
                end_by_idling(sqlite_session)
                referer = {"Referer": f"http://localhost{page}"}
                refused = client.post(path, data=typed, headers=referer)
                assert refused.status_code == 303, (path, refused.status)
                address = sign_in_at(client, refused.headers["Location"], email)
                shown = client.get(address)
                assert shown.status_code == 200, (path, shown.status)
                text = shown.get_data(as_text=True)
                assert LOOK_OVER in text, path
                (again,) = forms_at(parse(text), path)
                assert lost(typed, prefilled(again)) == {}, path
                came_back.add(endpoint)
                proved.add((path, *typed))
    assert rows() == before
    assert came_back == {endpoint for endpoint, _path in paths_of_forms(a_year=a_year)}


def paths_of_forms(*, a_year: bool) -> list[tuple[str, str]]:
    """Return each form with its addresses: the one that closes a year, or all others."""
    return [
        (endpoint, path)
        for endpoint, paths in PATHS.items()
        if endpoint != "sign_in.enter" and (endpoint == "periods.close_it") is a_year
        for path in paths
    ]


def lost(typed: dict[str, list[str]], shown: dict[str, list[str]]) -> dict[str, Any]:
    """Return the fields that hold something else than was typed into them."""
    return {
        name: (texts, shown.get(name))
        for name, texts in typed.items()
        if name != "csrf_token" and any(texts) and shown.get(name) != texts
    }


def open_the_rest(session: Session, *, a_year: bool) -> None:
    """Write what the forms of a merge, or of the closing of a year, need to be open."""
    session.rollback()
    ministry = DonorDraft("MFJ", "Ministry of Japan", ContributorType.GOVERNMENT)
    with transaction(session):
        add_donors(session, [ministry], ANA)
        if a_year:
            close_months(session, Month(2021, 12), ANA)
            close_year(session, 2020, ANA)
