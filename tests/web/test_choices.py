"""Searchable choices: the answers to what is typed, who gets them, and how fields are drawn."""

import json
from urllib.parse import quote

import pytest
from flask import Flask
from wtforms import Form

from tests.conftest import SignIn
from tests.support.pages import PageClient
from tracker.people.roles import Role
from tracker.web.forms.choice_fields import RecordField
from tracker.web.forms.searchable import SERVED
from tracker.web.forms.suggestions import Suggestions


def ask(client: PageClient, name: str, typed: str, language: str = "en") -> dict[str, object]:
    answer = client.get(f"/choices/{name}.json?q={quote(typed)}&lang={language}")
    assert answer.status_code == 200
    found: dict[str, object] = json.loads(answer.data)
    return found


def codes(found: dict[str, object]) -> list[str]:
    rows = found["rows"]
    assert isinstance(rows, list)
    return [row["code"] for row in rows]


@pytest.mark.parametrize(
    ("typed", "language", "code"),
    [
        ("cote", "en", "CIV"),
        ("cote d'iv", "fr", "CIV"),
        ("IVORY COAST", "en", "CIV"),
        ("civ", "en", "CIV"),
        ("كوت", "ar", "CIV"),
        ("科特迪瓦", "zh", "CIV"),
        ("科特迪瓦", "en", "CIV"),
        ("Italie", "en", "ITA"),
    ],
)
def test_a_state_is_found_by_code_and_by_its_names_in_any_language_without_marks(
    manager: PageClient, typed: str, language: str, code: str
) -> None:
    assert codes(ask(manager, "places", typed, language))[0] == code


def test_a_text_that_names_one_member_says_which(manager: PageClient) -> None:
    assert ask(manager, "places", "ITALY")["same"] == "ITA"
    assert ask(manager, "places", "Ita")["same"] == "ITA"
    assert ask(manager, "places", "Ital")["same"] == ""


def test_what_fits_nothing_is_answered_with_the_nearest(manager: PageClient) -> None:
    found = ask(manager, "places", "Itlay")
    assert "ITA" in codes(found)
    assert found["message"] == "Nothing fits 'Itlay'. These come near:"
    assert ask(manager, "places", "qqqqqqqq") == {
        "rows": [], "same": "", "message": "Nothing fits 'qqqqqqqq'."
    }  # fmt: skip


def test_a_long_list_says_how_many_more_there_are(manager: PageClient) -> None:
    found = ask(manager, "places", "")
    assert len(codes(found)) == 30
    assert "more: type to find them." in str(found["message"])


def test_records_are_found_by_code_and_by_words_of_their_titles(manager: PageClient) -> None:
    assert "A1" in codes(ask(manager, "activities", "a1"))
    assert ask(manager, "instrument-articles", "untoc 16")["same"] == "UNTOC 16"
    assert "TIP 9" in codes(ask(manager, "instrument-articles", "prevention of trafficking"))


@pytest.mark.parametrize("name", sorted(SERVED))
def test_only_staff_are_answered(
    client: PageClient, signed_in: SignIn, manager: PageClient, name: str
) -> None:
    path = f"/choices/{name}.json"
    assert client.get(path).status_code in (302, 303, 401)
    assert signed_in(Role.DONOR).get(path).status_code == 403
    assert manager.get(path).status_code == 200


def test_an_unknown_list_has_no_address(manager: PageClient) -> None:
    assert manager.get("/choices/nothing.json").status_code == 404


def test_a_refused_record_is_told_with_the_nearest_at_its_field(manager: PageClient) -> None:
    answer = manager.submit("/activities/add", {"beneficiaries-0-code": "Itlay"})
    assert answer.status_code == 422
    assert "Did you mean" in answer.text
    assert "Italy (ITA)" in answer.text


def test_a_field_is_drawn_with_what_is_chosen_by_its_name(manager: PageClient) -> None:
    field = manager.html("/activities/A1/change").xpath("//*[@name='programme']")[0]
    ((code, text, known),) = json.loads(field.get("data-chosen"))
    assert code == field.get("value")
    assert text.startswith(f"{code} \N{EN DASH} ")
    assert known


def test_a_list_that_is_not_asked_for_stands_in_the_page_however_long(app: Flask) -> None:
    names = {f"R-{number}": f"Receipt {number}" for number in range(500)}

    class ReceiptForm(Form):  # type: ignore[misc] # wtforms has no types
        """A field of a list of its own."""

        receipt = RecordField("Receipt", Suggestions("receipts", lambda: names))

    with app.test_request_context():
        field = ReceiptForm().receipt
        assert 'data-choices=""' in field()
        template = app.jinja_env.from_string(
            "{% from 'forms/fields.html' import suggestions %}{{ suggestions(field) }}"
        )
        assert template.render(field=field).count("<option") == 500
