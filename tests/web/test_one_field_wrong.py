"""Every form, filled in so that it is accepted, then with nonsense in one field after the other."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import lxml.html
import pytest
from flask import Flask
from sqlmodel import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.support.filled import saved
from tests.support.pages import Element, PageClient, forms_at, parse, prefilled
from tests.support.people import let_in, make_user
from tests.web.accepted_form import AcceptedForm
from tests.web.accepted_forms import (
    ACCEPTED,
    SIGNS_IN,
    a_file,
    fill_for_accepted_forms,
)
from tests.web.conftest import Counts, count_rows
from tests.web.every_form import FORMS, WRITERS
from tests.web.nonsense_values import LATER_ROW, MISSING, nonsense_of
from tracker.fund.verification.record_checks import verify_record
from tracker.http.context import EXTENSION
from tracker.people.roles import Role
from tracker.questions import QuestionCode
from tracker.settings import Settings
from tracker.text_limits import LONGEST_TEXT
from tracker.web.forms.form import SURE

REFUSED = {400, 404, 409, 422, 429}
UNTYPED = {"csrf_token", "intent"}
WITH_A_FILE = {"imports.upload", "files.add_it", "files.add_it_to_contribution"}
FEWEST = {"sqlite": 300, "postgresql": 30}
SAME_FIELDS = (".change_it", "activity_sections.save")
"""The ends of forms whose fields are those of a form that adds, where each of them is tried."""
FAR_DAYS = ("1899-12-31", "2569-10-02", "9999-12-31")
FEWEST_DAYS = 60
LONGER = {"report_forms.write_it"}
"""The forms of texts that may be longer than others."""
TOO_LONG = "x" * (LONGEST_TEXT + 1)
HIDDEN_FIELDS = {"shown", "seen", "filled_from", "through", "once"}
BOUND = {
    "amount": ("instalments",),
    "instalments-0-amount": ("instalments",),
    "password": ("email",),
    "new_password": ("new_password_again",),
    "support_rate": ("support_rate_reason",),
    "use_from": ("use_until",),
    "first": ("last",),
    "starts_on": ("ends_on",),
    "planned_start": ("planned_end",),
    "actual_start": ("actual_end",),
    "currency": ("amount",),
    "by": ("first_on", "last_on"),
}
"""The fields at which the fault of another field may stand, for they are read together."""


class Walk(NamedTuple):
    """An application with its record, its clients, and how to undo what a form has written."""

    session: Session
    clients: Sequence[PageClient]
    restore: Callable[[], None]

    def counts(self) -> Counts:
        """Count the rows of every table of the record."""
        return count_rows(self.session)

    def unclean(self) -> list[str]:
        """List what the verification of the record finds."""
        self.session.rollback()
        found = [str(fault) for fault in verify_record(self.session).faults]
        self.session.rollback()
        return found

    def open_form(self, form: AcceptedForm) -> tuple[PageClient, Element]:
        """Open a form by the first client that may."""
        for client in self.clients:
            page = client.get(form.page or form.path)
            if page.status_code == 200:
                for tree in forms_at(parse(page.get_data(as_text=True)), form.path):
                    return client, tree
        raise AssertionError(form.path)


@pytest.fixture
def settings(any_database_url: str) -> Settings:
    """Give the settings of an application on either database."""
    return Settings(
        database_url=any_database_url, secret_key="only-for-this-test", production=False
    )


@pytest.fixture
def walk(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> Walk:
    """Give a record on which every form is accepted, and the clients of those who fill them in."""
    app.config["WTF_CSRF_ENABLED"] = False
    monkeypatch.setattr("tracker.jobs.queue.spawn", lambda _settings, _number: None)
    fill_for_accepted_forms(session)
    make_user(session, Role.SECRETARIAT, email=SIGNS_IN)
    emails = [make_user(session, role).email for role in WRITERS]
    clients = [PageClient(app.test_client()), *(let_in(app, email) for email in emails)]
    session.rollback()
    engine = app.extensions[EXTENSION].engine
    load = saved(engine)
    return Walk(session, clients, lambda: load(engine))


def test_every_form_has_values_that_are_accepted() -> None:
    assert set(ACCEPTED) == set(FORMS)


@pytest.mark.slow
def test_one_wrong_field_is_named_and_nothing_is_saved(walk: Walk, any_database_url: str) -> None:
    database = "sqlite" if any_database_url.startswith("sqlite") else "postgresql"
    found: list[tuple[object, ...]] = []
    tried = 0
    forms = [(name, form) for name, forms in ACCEPTED.items() for form in forms]
    # A form is the same code on either database; PostgreSQL has every third.
    for endpoint, form in forms if database == "sqlite" else forms[::3]:
        for fault in walk_form(
            walk, endpoint, form, thin=database != "sqlite" or endpoint.endswith(SAME_FIELDS)
        ):
            if fault:
                found.append(fault)
            tried += 1
    assert found == []
    assert tried > FEWEST[database]


def walk_form(
    walk: Walk, endpoint: str, form: AcceptedForm, *, thin: bool
) -> Iterator[tuple[object, ...]]:
    """Send a form as it is accepted, then with each field wrong; yield the fault of each answer."""
    client, tree = walk.open_form(form)
    cookie = client.http.get_cookie("session")
    values = {**prefilled(tree), **{name: [text] for name, text in form.values.items()}}
    before = walk.counts()
    verified = False
    for name, texts in chain([("", [])], wrong_fields(tree, values, thin=thin)):
        changed = {**values, name: texts} if name else values
        answer = send(client, endpoint, form.path, changed)
        now = walk.counts()
        fault = fault_of(answer, name, texts, same=now == before)
        if not name and (fault or answer.status_code != 303):
            raise AssertionError((form.path, answer.status_code, told(answer)))
        accepted = answer.status_code == 303
        if accepted and (not verified or now["ledger_entry"] != before["ledger_entry"]):
            verified = True
            fault = fault or " ".join(walk.unclean())
        if accepted or now != before or endpoint == "sign_in.enter":
            walk.restore()
            client.http.delete_cookie("session")
            if cookie is not None:
                client.http.set_cookie("session", cookie.value)
        yield (form.path, name, [text[:40] for text in texts], fault) if fault else ()


def send(
    client: PageClient, endpoint: str, path: str, values: dict[str, list[str]]
) -> TestResponse:
    """Send the values of a form, with a file where it takes one."""
    data: MultiDict[str, object] = MultiDict(
        (name, text) for name, texts in values.items() for text in texts
    )
    if endpoint in WITH_A_FILE:
        data["file"] = a_file()
    return client.http.post(path, data=data)


def wrong_fields(
    tree: Element, values: dict[str, list[str]], *, thin: bool
) -> Iterator[tuple[str, list[str]]]:
    """Yield each field with each of its wrong texts; the rows of a part are alike."""
    names = [str(name) for name in dict.fromkeys(tree.xpath(".//@name"))]
    typed = [one for one in names if one not in UNTYPED and not LATER_ROW.search(one)]
    for place, name in enumerate(typed):
        field = tree.xpath(f".//*[@name='{name}']")[0]
        wrong = nonsense_of(field, place, thin=thin)
        if not thin or place % 3 == 0:
            yield from ((name, [text]) for text in wrong)
        if not thin:
            own = values.get(name, [])
            yield name, MISSING if place % 2 else [*own, wrong[0]]


def fault_of(answer: TestResponse, name: str, texts: list[str], *, same: bool) -> str:
    """Return what is wrong with an answer, empty for nothing."""
    status = answer.status_code
    if status == 303:
        return ""
    if status not in REFUSED | {200}:
        return f"answers {status}"
    if not same:
        return f"answers {status}, and something was written"
    if status == 422 and not is_named(answer, name, texts):
        return f"does not name the field: {told(answer)}"
    return ""


def is_named(answer: TestResponse, name: str, texts: list[str]) -> bool:
    """Tell whether a refusal names the field, or one that is read with it, with a sentence.

    A hidden field has no name that its reader knows: a sentence says what to do.
    """
    tree: Element = lxml.html.fromstring(answer.get_data())
    if name in HIDDEN_FIELDS:
        return bool(told(answer))
    links = {
        str(one.get("href")).rpartition("#")[2]: one.xpath("string(.//span)").strip()
        for one in tree.xpath("//div[@id='error-summary']//li//a")
    }
    near = (name, *BOUND.get(name, ()))
    row = name.rpartition("-")[0] or name
    if any(words and (id_.endswith(near) or id_.startswith(row)) for id_, words in links.items()):
        return True
    return any(text and text in one for text in texts for one in told(answer))


def told(answer: TestResponse) -> list[str]:
    """Return the sentences of a refusal and its questions."""
    if answer.mimetype != "text/html" or not answer.data:
        return []
    tree: Element = lxml.html.fromstring(answer.get_data())
    found = tree.xpath("//div[@id='error-summary']//li | //fieldset[@id='questions']//label")
    return [" ".join(one.text_content().split()) for one in found]


@pytest.mark.slow
@pytest.mark.parametrize("any_database_url", ["sqlite"], indirect=True)
def test_no_form_takes_a_day_of_another_century_or_calendar(walk: Walk) -> None:
    taken = []
    tried = set()
    for endpoint, forms in ACCEPTED.items():
        for form in forms:
            client, tree = walk.open_form(form)
            accepted = {**prefilled(tree), **{name: [text] for name, text in form.values.items()}}
            for name in tree.xpath(".//input[@type='date']/@name"):
                if LATER_ROW.search(name):
                    continue
                tried.add((form.path, name))
                accepted[SURE] = [*QuestionCode]
                for day in FAR_DAYS:
                    answer = send(client, endpoint, form.path, accepted | {name: [day]})
                    if answer.status_code == 303:
                        walk.restore()
                    if answer.status_code != 422 or not is_named(answer, name, [day]):
                        taken.append((form.path, name, day, answer.status_code, told(answer)))
    assert taken == []
    assert len(tried) > FEWEST_DAYS


@pytest.mark.slow
@pytest.mark.parametrize("any_database_url", ["sqlite"], indirect=True)
def test_every_text_has_a_longest_one_and_says_so_at_its_field(walk: Walk) -> None:
    taken = []
    for endpoint, forms in ACCEPTED.items():
        for form in forms:
            client, tree = walk.open_form(form)
            accepted = {**prefilled(tree), **{name: [text] for name, text in form.values.items()}}
            texts = tree.xpath(".//textarea/@name | .//input[@type='text' or not(@type)]/@name")
            long = [name for name in map(str, texts) if not LATER_ROW.search(name)]
            if not long or endpoint in LONGER:
                continue
            sent = accepted | {name: [TOO_LONG] for name in long}
            answer = send(client, endpoint, form.path, sent)
            unnamed = [name for name in long if not is_named(answer, name, [])]
            if answer.status_code != 422 or unnamed:
                taken.append((form.path, answer.status_code, unnamed))
                walk.restore()
    assert taken == []
