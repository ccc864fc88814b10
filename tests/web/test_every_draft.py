"""Every form where somebody types keeps a draft, which comes back whole and goes when saved."""

from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.support.filled import saved
from tests.support.pages import Element, PageClient, forms_at, parse, prefilled
from tests.support.people import let_in, make_user
from tests.web.accepted_form import AcceptedForm
from tests.web.accepted_forms import ACCEPTED, fill_for_accepted_forms
from tests.web.every_form import DRAFTLESS, WRITERS
from tests.web.test_sent_twice import money
from tracker.http.context import EXTENSION
from tracker.people.tables import FormDraft

FEW = 2
"""The most fields to type in that a form without drafts has, unless it says why."""
TYPED = (
    ".//textarea[@name] | .//select[@name] | .//input[@name]"
    "[not(@type) or @type='text' or @type='date' or @type='number' or @type='email']"
)
JSON = {"Accept": "application/json"}


class Opened(NamedTuple):
    """A form on its page, with the client of somebody who may fill it in."""

    endpoint: str
    form: AcceptedForm
    client: PageClient
    tree: Element

    @property
    def values(self) -> dict[str, list[str]]:
        """The values with which it is accepted."""
        return {**prefilled(self.tree), **{name: [text] for name, text in self.form.values.items()}}

    @property
    def address(self) -> str:
        """The address of the page that shows it."""
        return self.form.page or self.form.path


@pytest.fixture
def every_form(app: Flask, sqlite_session: Session) -> Callable[[], Iterator[Opened]]:
    """Give a function that opens each form of a record on which all are accepted."""
    app.config["WTF_CSRF_ENABLED"] = False
    fill_for_accepted_forms(sqlite_session)
    emails = [make_user(sqlite_session, role).email for role in WRITERS]
    clients = [let_in(app, email) for email in emails]
    sqlite_session.rollback()

    def open_all() -> Iterator[Opened]:
        for endpoint, forms in ACCEPTED.items():
            for form in forms:
                yield from _opened(clients, endpoint, form)

    return open_all


def _opened(clients: list[PageClient], endpoint: str, form: AcceptedForm) -> Iterator[Opened]:
    """Open a form by the first client that may."""
    for client in clients:
        page = client.get(form.page or form.path)
        if page.status_code == 200:
            for tree in forms_at(parse(page.get_data(as_text=True)), form.path):
                yield Opened(endpoint, form, client, tree)
                return


def kept(session: Session) -> list[FormDraft]:
    """Return all drafts."""
    session.rollback()
    return list(session.exec(select(FormDraft)))


@pytest.mark.slow
def test_every_form_where_one_types_keeps_a_draft_until_it_is_saved(
    app: Flask,
    every_form: Callable[[], Iterator[Opened]],
    sqlite_session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tracker.jobs.queue.spawn", lambda _settings, _number: None)
    load = saved(app.extensions[EXTENSION].engine)
    with_drafts, without = set(), {}
    for one in every_form():
        if one.tree.xpath(".//@data-draft"):
            assert one.endpoint not in DRAFTLESS
            walk_draft(one, sqlite_session)
            load(app.extensions[EXTENSION].engine)
            with_drafts.add(one.endpoint)
        else:
            without[one.form.path] = (one.endpoint, len(one.tree.xpath(TYPED)))
    unexplained = {
        path: endpoint
        for path, (endpoint, typed) in without.items()
        if typed > FEW and endpoint not in DRAFTLESS
    }
    assert unexplained == {}
    assert set(DRAFTLESS) - {endpoint for endpoint, _typed in without.values()} == set()
    assert len(with_drafts) > 25


def walk_draft(one: Opened, session: Session) -> None:
    """Keep a draft of a form by its script, go on with it, and save it: the draft is gone."""
    (keeper,) = set(one.tree.xpath(".//@data-draft"))
    assert one.tree.xpath(".//button[@formaction]/@formaction") == [keeper], one.address
    answer = one.client.http.post(keeper, data=one.values, headers=JSON)
    assert answer.status_code == 200, (one.address, answer.get_data(as_text=True))
    (offered,) = one.client.html(one.address).xpath("//a[@data-draft-resume]/@href")
    (again,) = forms_at(one.client.html(offered), one.form.path)
    shown = prefilled(again)
    lost = {
        name: (texts, shown.get(name))
        for name, texts in one.values.items()
        if any(texts) and name in one.form.values and shown.get(name) != texts
    }
    assert lost == {}, one.address
    done = one.client.http.post(offered, data={**shown, **one.values, "once": shown["once"]})
    assert done.status_code == 303, one.address
    assert kept(session) == [], one.address


RECEIPT = "/contributions/C-EUR/record/receipt"


def test_money_of_a_draft_is_recorded_once_whatever_comes_late(
    every_form: Callable[[], Iterator[Opened]], sqlite_session: Session
) -> None:
    one = next(one for one in every_form() if one.form.path == RECEIPT)
    (keeper,) = set(one.tree.xpath(".//@data-draft"))
    one.client.http.post(keeper, data=one.values, headers=JSON)
    (draft,) = kept(sqlite_session)
    resumed = f"{RECEIPT}?{urlencode({'draft': draft.id or 0})}"
    before = sum(money(sqlite_session))
    shown = one.client.html(resumed)
    assert sum(money(sqlite_session)) == before, "to look at a draft records nothing"
    values = prefilled(forms_at(shown, RECEIPT)[0])
    first = one.client.http.post(RECEIPT, data=values)
    late = one.client.http.post(keeper, data=values, headers=JSON)
    assert (late.status_code, late.location) == (303, first.location)
    assert kept(sqlite_session) == []
    again = one.client.http.post(RECEIPT, data=values)
    assert (again.status_code, again.location) == (303, first.location)
    assert sum(money(sqlite_session)) == before + 1
