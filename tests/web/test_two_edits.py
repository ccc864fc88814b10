"""Two people with one form open: nothing of either is lost in silence."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.api.accounts import Account
from tests.support.pages import PageClient, parse, prefilled
from tests.support.publication import as_drafts
from tests.web.test_money_forms import faults_of
from tracker.assistance.programmes import find_programme
from tracker.assistance.recorded_activities import find_activity
from tracker.assistance.recorded_activities import read_draft as read_activity
from tracker.assistance.tools import find_tool, read_tool
from tracker.fund.contributions.terms import ContributionDraft, find_contribution, read_draft
from tracker.fund.donors.finding import find_donor
from tracker.fund.states import ContactRole
from tracker.fund.tables.donors import DonorContact
from tracker.people.roles import Role

CONTRIBUTION = "/contributions/C-EUR/change"


def filled(client: PageClient, path: str) -> dict[str, Any]:
    """Open a form and return what it would send."""
    tree = client.html(path)
    form = tree.xpath("//form[.//input[@name='filled_from' or @name='theirs']]")[0]
    return prefilled(form)


def hidden_of(page: Any) -> dict[str, Any]:  # noqa: ANN401 - an answer
    """Return the hidden fields of a page of two edits."""
    tree = parse(page.get_data(as_text=True))
    return {
        field.get("name"): field.get("value")
        for field in tree.xpath("//main//form//input[@type='hidden']")
    }


def texts(page: Any) -> str:  # noqa: ANN401 - an answer
    """Return the text of a page in one line."""
    return " ".join("".join(parse(page.get_data(as_text=True)).xpath("//main//text()")).split())


def terms(session: Session) -> ContributionDraft:
    """Read C-EUR back."""
    session.rollback()
    session.expire_all()
    return read_draft(session, find_contribution(session, "C-EUR"))


def test_the_second_is_shown_both_values_and_nothing_is_saved(
    finance: PageClient, sqlite_session: Session
) -> None:
    mine = filled(finance, CONTRIBUTION) | {"title": "Mine", "note": "my note", "why": "I say so"}
    assert finance.submit(CONTRIBUTION, {"title": "Theirs", "why": "x"}).status_code == 303
    page = finance.post(CONTRIBUTION, data=mine)
    assert page.status_code == 409
    shown = texts(page)
    assert all(word in shown for word in ("For Kenya", "Theirs", "Mine"))
    assert "my note" not in shown, "nobody contradicts the note"
    assert terms(sqlite_session).title == "Theirs"
    hidden = hidden_of(page)
    undecided = finance.post(CONTRIBUTION, data=hidden)
    assert undecided.status_code == 409
    assert "Choose one of the two." in texts(undecided)
    decided = finance.post(CONTRIBUTION, data=hidden | {"choice-title": "yours"})
    assert decided.status_code == 303, faults_of(decided.get_data(as_text=True))
    draft = terms(sqlite_session)
    assert (draft.title, draft.note) == ("Mine", "my note")


@pytest.mark.parametrize(("side", "title"), [("theirs", "Theirs"), ("yours", "Mine")])
def test_all_of_one_side_is_taken_by_one_button(
    finance: PageClient, sqlite_session: Session, side: str, title: str
) -> None:
    mine = filled(finance, CONTRIBUTION) | {"title": "Mine", "note": "my note", "why": "I say so"}
    finance.submit(CONTRIBUTION, {"title": "Theirs", "conditions": "none", "why": "x"})
    page = finance.post(CONTRIBUTION, data=mine)
    answer = finance.post(CONTRIBUTION, data=hidden_of(page) | {"all": side})
    assert answer.status_code == 303
    draft = terms(sqlite_session)
    assert draft.title == title
    assert draft.conditions == ("none" if side == "theirs" else "only for Rome")


def test_what_was_typed_goes_back_into_the_form(
    finance: PageClient, sqlite_session: Session
) -> None:
    mine = filled(finance, CONTRIBUTION) | {"title": "Mine", "note": "my note", "why": "I say so"}
    finance.submit(CONTRIBUTION, {"title": "Theirs", "why": "x"})
    page = finance.post(CONTRIBUTION, data=mine)
    again = finance.post(
        CONTRIBUTION, data=hidden_of(page) | {"choice-title": "theirs", "edit": "yes"}
    )
    assert again.status_code == 200
    tree = parse(again.get_data(as_text=True))
    assert tree.xpath("//input[@name='title']/@value") == ["Theirs"]
    assert tree.xpath("//textarea[@name='note']/text()")[0].strip() == "my note"
    assert tree.xpath("//input[@name='why']/@value") == ["I say so"]
    assert terms(sqlite_session).note == "ask the mission"


def test_a_third_edit_is_shown_too(finance: PageClient, sqlite_session: Session) -> None:
    mine = filled(finance, CONTRIBUTION) | {"title": "Mine", "why": "I say so"}
    finance.submit(CONTRIBUTION, {"title": "Theirs", "why": "x"})
    page = finance.post(CONTRIBUTION, data=mine)
    finance.submit(CONTRIBUTION, {"title": "Third", "why": "x"})
    second = finance.post(CONTRIBUTION, data=hidden_of(page) | {"choice-title": "yours"})
    assert second.status_code == 409
    assert "Third" in texts(second)
    assert terms(sqlite_session).title == "Third"


def test_parts_are_decided_one_by_one(finance: PageClient, sqlite_session: Session) -> None:
    two = {
        "documents-0-kind": "other", "documents-0-title": "First", "documents-1-kind": "other",
        "documents-1-title": "Second", "why": "x",
    }  # fmt: skip
    assert finance.submit(CONTRIBUTION, two).status_code == 303
    ids = [part.id for part in terms(sqlite_session).documents]
    mine = filled(finance, CONTRIBUTION) | {
        "documents-0-title": "First, mine", "documents-2-kind": "other",
        "documents-2-title": "Third, mine", "why": "I say so",
    }  # fmt: skip
    finance.submit(
        CONTRIBUTION, {"documents-1-title": "", "documents-1-kind": "", "why": "taken away"}
    )
    page = finance.post(CONTRIBUTION, data=mine)
    assert page.status_code == 409
    assert "Second" in texts(page)
    assert "Third, mine" not in texts(page)
    tree = parse(page.get_data(as_text=True))
    marked = tree.xpath("//input[@type='radio'][@checked]")
    assert [(radio.get("value")) for radio in marked] == ["theirs"], "they alone took it away"
    chosen = {radio.get("name"): radio.get("value") for radio in marked}
    assert finance.post(CONTRIBUTION, data=hidden_of(page) | chosen).status_code == 303
    documents = terms(sqlite_session).documents
    assert [part.title for part in documents] == ["First, mine", "Third, mine"]
    assert documents[0].id == ids[0]


def test_two_who_agree_are_asked_nothing(finance: PageClient, sqlite_session: Session) -> None:
    mine = filled(finance, CONTRIBUTION) | {"title": "Same", "note": "mine", "why": "I say so"}
    finance.submit(CONTRIBUTION, {"title": "Same", "why": "x"})
    assert finance.post(CONTRIBUTION, data=mine).status_code == 303
    draft = terms(sqlite_session)
    assert (draft.title, draft.note) == ("Same", "mine")


@pytest.mark.parametrize("origin", ["", "forged", None])
def test_a_form_that_does_not_say_what_it_was_filled_from_overwrites_nothing(
    finance: PageClient, sqlite_session: Session, origin: str | None
) -> None:
    mine = filled(finance, CONTRIBUTION) | {"title": "Mine", "why": "I say so"}
    mine = mine | {"filled_from": origin} if origin is not None else mine
    if origin is None:
        del mine["filled_from"]
    page = finance.post(CONTRIBUTION, data=mine)
    assert page.status_code == 409
    assert terms(sqlite_session).title == "For Kenya"
    assert finance.post(
        CONTRIBUTION, data=hidden_of(page) | {"choice-title": "yours"}
    ).status_code == 303  # fmt: skip


def test_a_state_moved_by_the_ledger_is_no_other_edit(
    finance: PageClient, sqlite_session: Session
) -> None:
    mine = filled(finance, CONTRIBUTION) | {"title": "Mine", "why": "I say so"}
    row = find_contribution(sqlite_session, "C-EUR")
    finance.submit("/contributions/C-EUR/state", {"state": "received", "why": "all is here"})
    sqlite_session.refresh(row)
    assert row.state == "received"
    assert finance.post(CONTRIBUTION, data=mine).status_code == 303


OTHERS: dict[str, tuple[str, str, Callable[[Session], Any]]] = {
    "activity": (
        "/activities/A1/change", "title", lambda s: read_activity(s, find_activity(s, "A1")),
    ),
    "programme": ("/programmes/GLO1/change", "title", lambda s: find_programme(s, "GLO1")),
    "tool": ("/tools/GUIDE/change", "title", lambda s: read_tool(s, find_tool(s, "GUIDE"))),
    "donor": ("/donors/ITA/change", "note", lambda s: find_donor(s, "ITA")),
    "contact": (
        "/donors/ITA/contacts/1/change", "note",
        lambda s: s.exec(select(DonorContact)).one(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("record", OTHERS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_record_knows_two_edits(
    account: Account,
    signed_in: Callable[[Role], PageClient],
    sqlite_session: Session,
    record: str,
    language: str,
) -> None:
    del account
    as_drafts(sqlite_session, "A1")
    path, name, read = OTHERS[record]
    of_donors = record in {"donor", "contact"}
    client = signed_in(Role.FINANCE_OFFICER if of_donors else Role.PROGRAMME_MANAGER)
    contact = {"role": ContactRole.FINANCE.value, "name": "Desk", "email": "desk@example.org"}
    if of_donors:
        assert client.submit("/donors/ITA/contacts/add", contact).status_code == 303
    client.get(f"/contributions?lang={language}")
    mine = filled(client, path) | {name: "Mine"} | ({} if record == "contact" else {"why": "so"})
    theirs = {name: "Theirs"} | ({} if record == "contact" else {"why": "x"})
    assert client.submit(path, theirs).status_code == 303
    page = client.post(path, data=mine)
    assert page.status_code == 409
    assert "Theirs" in texts(page)
    answer = client.post(path, data=hidden_of(page) | {f"choice-{name}": "yours"})
    assert answer.status_code == 303, faults_of(answer.get_data(as_text=True))
    sqlite_session.rollback()
    sqlite_session.expire_all()
    assert getattr(read(sqlite_session), name) == "Mine"
