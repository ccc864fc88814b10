"""Nonsense sent to every form of the pages: it is refused at its fields and never an error."""

import io
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlmodel import Session
from werkzeug.datastructures import FileStorage, MultiDict

from tests.support.pages import Element, PageClient, parse
from tests.support.people import let_in, make_user
from tests.web.every_form import BUTTONS, FORMS, OF_TWO_EDITS, WRITERS, fill_for_every_form

NONSENSE = (
    "x" * 5_000,
    "-9" * 30,
    "\0",
    "<b>\N{RIGHT-TO-LEFT OVERRIDE}'\"; drop",
    "9999999999999999999",
    "0000-00-00",
    "\N{ARABIC-INDIC DIGIT THREE}\N{ARABIC DECIMAL SEPARATOR}\N{SUPERSCRIPT TWO}%",
    "NaN",
    "1e400",
)
LAWFUL = {303, 403, 404, 422, 429}
"""The statuses of answers; a form of texts alone takes most nonsense and is saved."""
ANY_TEXT = {"report_forms.write_it"}
"""The forms of one long text, in which nothing that can be written is nonsense."""
ANSWERED = LAWFUL | {200, 302, 400, 401, 409}
"""The statuses of pages whose arguments are nonsense; 409 without the link of a letter."""
ARGUMENTS = (
    "activity", "amount", "as_at", "contribution", "currency", "day", "donor", "earmarking",
    "format", "from", "instalment", "into", "kind", "known_at", "month", "next", "number", "on",
    "order", "page", "per_page", "preparer", "programme", "q", "request", "sort", "state",
    "status", "through", "to", "type", "until", "year",
)  # fmt: skip
"""The names that pages read from the query string."""
FEWEST_PAGES = 30


@pytest.fixture
def writers(app: Flask, sqlite_session: Session) -> list[PageClient]:
    """Give the clients of those who fill forms in, and a record with something for each form."""
    app.config["WTF_CSRF_ENABLED"] = False
    fill_for_every_form(sqlite_session)
    return [let_in(app, make_user(sqlite_session, role).email) for role in WRITERS]


def test_every_form_is_walked_through(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    posts = {rule.endpoint for rule in rules if not rule.rule.startswith("/api/")}
    assert posts == set(FORMS) | BUTTONS | OF_TWO_EDITS


@pytest.mark.parametrize("endpoint", FORMS)
def test_nonsense_is_refused_at_its_fields(
    writers: list[PageClient], client: PageClient, endpoint: str
) -> None:
    links = 0
    people = [client] if endpoint == "sign_in.enter" else writers
    for path in FORMS[endpoint]:
        for person in people:
            for sent in attempts(person, path):
                answer = person.post(path, data=sent)
                assert answer.status_code in LAWFUL, (path, answer.status_code)
                if answer.status_code == 403:
                    break
                if answer.status_code == 422:
                    links += linked_errors(parse(answer.get_data(as_text=True)))
    assert links or endpoint in ANY_TEXT


@pytest.mark.parametrize("text", [*NONSENSE, "2024-02-30", "9" * 25, "-1", ""])
def test_nonsense_in_the_address_is_an_answer(
    app: Flask, writers: list[PageClient], client: PageClient, text: str
) -> None:
    """Every argument of a list, a form or a file is read from what anybody may type."""
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments
    ]
    assert len(rules) > FEWEST_PAGES
    for person in (client, writers[0]):
        for rule in rules:
            answer = person.http.get(rule.rule, query_string=dict.fromkeys(ARGUMENTS, text))
            assert answer.status_code in ANSWERED, (rule.rule, answer.status_code)


def attempts(client: PageClient, path: str) -> Iterator[MultiDict[str, object]]:
    """Yield each nonsense in all fields, or in all but the given ones, then files, then nothing."""
    fields = fields_at(client, path)
    for text in NONSENSE:
        yield MultiDict((name, value) for name in fields for value in (text, "second"))
        yield MultiDict((name, chosen or text) for name, chosen in fields.items())
    yield MultiDict((name, FileStorage(io.BytesIO(b"\xff\xfe\0x"), "a.xlsx")) for name in fields)
    yield MultiDict()


def fields_at(client: PageClient, path: str) -> dict[str, str]:
    """Return the fields of the form at an address, or on its page, with given values."""
    page = client.get(path)
    if page.status_code in (404, 405):
        page = client.get(path.rpartition("/")[0])
    tree = parse(page.get_data(as_text=True)) if page.mimetype == "text/html" else None
    forms = tree.xpath("//main//form[@method='post']") if tree is not None else []
    fields = {str(name): "" for form in forms for name in form.xpath(".//@name")}
    for form in forms:
        for choice in form.xpath(".//select | .//input[@type='radio' or @type='hidden']"):
            offered = choice.xpath(".//option[last()]/@value | self::input/@value")
            fields[choice.get("name")] = str(offered[0]) if offered else ""
    return fields or {"reason": ""}


def linked_errors(page: Element) -> int:
    """Count the errors of a summary that lead to a field; the client checks that it is there."""
    return len(page.xpath("//div[@id='error-summary']//li/a"))
