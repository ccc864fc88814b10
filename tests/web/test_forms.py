"""The fields of forms: what they read, show again and refuse, and where errors stand."""

import io
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pytest
from flask import Flask, render_template_string
from markupsafe import Markup
from sqlmodel import Session
from wtforms import BooleanField, Form
from wtforms.fields.choices import SelectChoice

from tests.support.pages import Element, parse
from tracker.errors import Conflict, Fault, InvalidDraft, InvalidInput
from tracker.fund.states import ContactRole
from tracker.money import Money
from tracker.reference.instruments import Instrument
from tracker.web.forms.choice_fields import (
    CodeField,
    CodesField,
    ListField,
    OptionField,
    RecordField,
    RecordsField,
)
from tracker.web.forms.codes import find_code
from tracker.web.forms.form import RecordForm
from tracker.web.forms.refusals import Refusal
from tracker.web.forms.rows import RowsField
from tracker.web.forms.saving import Saved
from tracker.web.forms.suggestions import STATES, Suggestions
from tracker.web.forms.typed_fields import (
    AddressField,
    AmountField,
    DayField,
    LongTextField,
    ShareField,
    TextField,
    WholeField,
)
from tracker.web.forms.validators import Required

COLOURS = Suggestions("colours", lambda: {"R": "Red", "B": "Blue"})
UNKNOWN = "No such colour."


class Row(Form):  # type: ignore[misc] # wtforms has no types
    """A row with a kind that is never empty."""

    kind = CodeField("Kind", ContactRole)
    share = ShareField("Share", [Required("Give the share.")])
    amount = AmountField("Amount")
    done = BooleanField("Done")


class Sheet(RecordForm):
    """A form with a field of every class."""

    FAULTS_OF = {"colour_code": "colour"}  # noqa: RUF012 - a constant of the test

    name = TextField("Name", [Required("Give the name.")], longest=10)
    note = LongTextField("Note")
    page = AddressField("Page")
    day = DayField("Day")
    count = WholeField("Count")
    share = ShareField("Share")
    amount = AmountField("Amount")
    currency = TextField("Currency")
    role = CodeField("Role", ContactRole)
    role_or_none = CodeField("Role or none", ContactRole, empty=True)
    instruments = CodesField(
        "Instruments", Instrument, lambda: [SelectChoice(one.value) for one in Instrument]
    )
    which = OptionField("Which", [SelectChoice("a", "A"), SelectChoice("b", "B")])
    colour = RecordField("Colour", COLOURS, unknown=UNKNOWN)
    state = RecordField("State", STATES, by_name=True)
    items = ListField("Items", longest=20)
    colours = RecordsField("Colours", COLOURS)
    rows = RowsField("Parts", Row)
    refused: Iterable[Fault] = ()

    def post_process(self, formdata: Any = None) -> None:  # noqa: ANN401 - wtforms' own
        """Say in which currency the amounts are."""
        for amount in (self.amount, *(row.form.amount for row in self.rows)):
            amount.currency = self.currency.data or "USD"
        super().post_process(formdata)

    def rule_faults(self) -> Iterable[Fault]:
        """Return what a test lets the rules refuse."""
        return self.refused


SOUND = {"name": "x", "role": "reporting"}
KIND = {f"rows-{number}-kind": "reporting" for number in range(3)}


def sheet(app: Flask, values: Mapping[str, Any], language: str = "en") -> Sheet:
    """Return the form as it was sent in a language, with what the page shows of it."""
    with app.test_request_context(f"/?lang={language}", method="POST", data={**SOUND, **values}):
        form = Sheet(meta={"csrf": False})
        form.validate()
        form.shown = shown(form)
        return form


def shown(form: Sheet) -> Element:
    """Draw the form as pages do, and read it."""
    text = render_template_string(
        "{% from 'forms/fields.html' import error_summary, field, options %}"
        "{% from 'forms/rows.html' import rows %}"
        "<!doctype html><title>-</title><form>{{ error_summary(form) }}"
        "{% for bound in form if bound.type not in ('RowsField', 'OptionField') %}"
        "{{ field(bound, hint='-') }}{% endfor %}{{ options(form.which) }}{{ rows(form.rows) }}"
        "</form>",
        form=form,
    )
    return parse(text)


@pytest.mark.parametrize(
    ("language", "field", "typed", "value"),
    [
        ("en", "name", "  a b\0 ", "a b"),
        ("en", "note", "a\nb", "a\nb"),
        ("en", "page", "https://example.org", "https://example.org"),
        ("en", "day", "2024-02-29", date(2024, 2, 29)),
        ("en", "day", "  ", None),
        ("en", "count", "1,234", 1234),
        ("en", "count", "0", 0),
        ("fr", "count", "1 234", 1234),
        ("en", "share", "33.5 %", 3350),
        ("fr", "share", "33,5", 3350),
        ("ar", "share", "\u0663\u0663\u066b\u0665\u066a", 3350),
        ("en", "amount", "1,234.50", Money(123_450)),
        ("es", "amount", "1.234,5", Money(123_450)),
        ("en", "amount", "-0.50", Money(-50)),
        ("en", "amount", "", None),
        ("en", "role", "reporting", ContactRole.REPORTING),
        ("en", "role_or_none", "", None),
        ("en", "instruments", ["TIP", "SOM"], (Instrument.TIP, Instrument.SOM)),
        ("en", "instruments", [], ()),
        ("en", "which", "b", "b"),
        ("en", "colour", "red", "R"),
        ("en", "colour", "B \N{EN DASH} Blue", "B"),
        ("en", "colour", "", ""),
        ("en", "state", "Kenya", "KEN"),
        ("en", "state", "Atlantis", "Atlantis"),
        ("en", "items", "a; b\nc;", ("a", "b", "c")),
        ("en", "colours", "Blue; r; x", ("B", "R", "x")),
    ],
)
def test_what_a_field_reads(
    app: Flask, language: str, field: str, typed: object, value: object
) -> None:
    form = sheet(app, {field: typed}, language)
    assert form.refusals == []
    assert form[field].data == value
    assert type(form[field].data) is type(value)


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("name", " ", "Give the name."),
        ("name", "x" * 11, "Name has at most 10 characters"),
        ("page", "javascript:1", "An address begins with https:// or http://."),
        ("day", "2024-02-30", "'2024-02-30' is no date"),
        ("count", "1.5", "'1.5' has more than 0 decimals"),
        ("count", "9" * 12, f"'{'9' * 12}' is too large"),
        ("share", "half", "'half' is no number; write it as 1,234.50"),
        ("share", "1001", "'1001' is no share of a whole"),
        ("amount", "1.234", "'1.234' has more than 2 decimals"),
        ("amount", "1" + "0" * 14, f"'1{'0' * 14}' is too large"),
        ("role", "poet", "Choose one of the list."),
        ("role_or_none", "poet", "Choose one of the list."),
        ("instruments", ["TIP", "X"], "Choose one of the list."),
        ("which", "c", "Choose one of the list."),
        ("colour", "green", UNKNOWN),
        ("items", "x" * 21, "Items has at most 20 characters"),
    ],
)
def test_what_a_field_refuses_is_said_at_the_field_and_shown_again(
    app: Flask, field: str, typed: object, message: str
) -> None:
    form = sheet(app, {field: typed})
    assert form.refusals == [Refusal(field, form[field].label.text, message)]
    assert form.http_status == 422
    [link] = form.shown.xpath("//div[@id='error-summary']//a[@href]")
    assert link.get("href") == f"#{field}"
    assert "".join(link.itertext()) == f"{form[field].label.text} \N{EN DASH} {message}"
    [fault] = form.shown.xpath(f"//*[@id='{field}-fault']")
    assert fault.text == message
    [described] = form.shown.xpath(f"//*[@id='{field}']")
    assert f"{field}-fault" in described.get("aria-describedby")
    if described.tag == "input":
        assert described.get("value") == typed


def test_an_amount_has_the_decimals_of_its_currency(app: Flask) -> None:
    assert sheet(app, {"amount": "1,000", "currency": "JPY"}).amount.data == Money(1000, "JPY")
    form = sheet(app, {"amount": "1.5", "currency": "JPY", **KIND, "rows-0-amount": "2.5"})
    assert [one.id for one in form.refusals] == ["amount", "rows-0-share", "rows-0-amount"]
    assert sheet(app, {"amount": "1.234", "currency": "KWD"}).amount.minor == 1234
    assert sheet(app, {"amount": "1.23", "currency": "XXY"}).amount.minor == 123


@pytest.mark.parametrize(
    ("language", "value", "text"),
    [
        ("en", {"amount": Money(123_450, "EUR")}, "1,234.50"),
        ("fr", {"share": 3350}, "33,5"),
        ("en", {"count": 1234}, "1,234"),
        ("en", {"day": date(2024, 1, 2)}, "2024-01-02"),
        ("en", {"state": "KEN"}, "Kenya"),
        ("en", {"colour": "R"}, "R"),
        ("en", {"items": ("a", "b")}, "a; b"),
        ("en", {"name": ""}, ""),
    ],
)
def test_a_filled_field_shows_what_a_person_would_type(
    app: Flask, language: str, value: dict[str, Any], text: str
) -> None:
    [field] = value
    with app.test_request_context(f"/?lang={language}"):
        form = Sheet(formdata=None, data=value, meta={"csrf": False})
        assert f'value="{text}"' in str(form[field]())
        assert isinstance(form[field](), Markup)
        assert form.http_status == 200


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("r", "R"),
        (" R \N{EN DASH} Red ", "R"),
        ("red", "R"),
        ("Bank \N{EN DASH} 7", "BANK \N{EN DASH} 7"),
        ("BANK \N{EN DASH} 7 \N{EN DASH} EUR 5.00 \N{EN DASH} late", "BANK \N{EN DASH} 7"),
        ("BANK \N{EN DASH} 8", "BANK"),
        ("green", None),
        ("", None),
    ],
)
def test_a_code_is_found_by_itself_with_its_name_or_by_its_name(
    text: str, code: str | None
) -> None:
    names = {"R": "Red", "BANK": "", "BANK \N{EN DASH} 7": "EUR 5.00 \N{EN DASH} late"}
    assert find_code(text, names) == code


def test_rows_that_are_empty_do_not_count(app: Flask) -> None:
    typed = {
        "rows-0-kind": "reporting", "rows-1-kind": "reporting", "rows-1-share": "40",
        "rows-2-kind": "poet", "rows-3-kind": "poet", "rows-3-done": "y",
    }  # fmt: skip
    form = sheet(app, typed)
    assert [row.share.data for row in form.rows.filled] == [4000, None]
    assert [(one.id, one.label, one.message) for one in form.refusals] == [
        ("rows-3-kind", "Parts, row 4, Kind", "Choose one of the list."),
        ("rows-3-share", "Parts, row 4, Share", "Give the share."),
    ]
    assert form.shown.xpath("//p[@id='rows-3-share-fault']/text()") == ["Give the share."]
    [cell] = form.shown.xpath("//input[@id='rows-3-share']")
    assert (cell.get("aria-invalid"), cell.get("aria-label")) == ("true", "Share, row 4")


def test_rows_that_are_filled_in_have_spare_ones_below(app: Flask) -> None:
    with app.test_request_context("/"):
        rows = [{"share": number, "amount": Money(number)} for number in range(4)]
        form = Sheet(formdata=None, data={"rows": rows}, meta={"csrf": False})
        assert [entry.form.share.data for entry in form.rows] == [0, 1, 2, 3, None, None]
        assert len(Sheet(formdata=None, meta={"csrf": False}).rows.entries) == 3


def test_faults_of_rules_stand_at_the_field_the_cell_the_part_or_the_form(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = [
        Fault("name", "a name is taken"), Fault("colour_code", "no colour"),
        Fault("count", "not said: it could not be read"), Fault("rows-0-share", "above 100"),
        Fault("rows-1-share", "below 0"), Fault("rows-9-share", "not there"),
        Fault("", "all is wrong"), Fault("nowhere", "all is wrong"), Fault("name", "too short"),
    ]  # fmt: skip
    monkeypatch.setattr(Sheet, "refused", faults)
    typed = {"count": "many", **KIND, "rows-1-share": "101", "rows-2-share": "-1"}
    form = sheet(app, typed)
    assert [(one.id, one.message) for one in form.refusals] == [
        ("name", "a name is taken"),
        ("name", "too short"),
        ("count", "'many' is no number; write it as 1,234.50"),
        ("colour", "no colour"),
        ("rows", "not there"),
        ("rows-1-share", "above 100"),
        ("rows-2-share", "below 0"),
        ("", "all is wrong"),
    ]
    assert form.shown.xpath("//p[@id='name-fault']/text()") == ["a name is taken · too short"]
    assert form.shown.xpath("//p[@id='rows-fault']/text()") == ["not there"]


def test_what_is_wrong_in_a_row_is_not_told_again_of_its_part(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sheet, "refused", [Fault("rows", "the shares add up to 0 %")])
    form = sheet(app, {**KIND, "rows-0-share": "half"})
    assert [one.id for one in form.refusals] == ["rows-0-share"]


def taken(session: Session, name: str) -> str:
    """Write something, or refuse to."""
    del session
    refusals: dict[str, Exception] = {
        "draft": InvalidDraft([Fault("name", "one"), Fault("day", "two")]),
        "input": InvalidInput("one", "count"),
        "conflict": Conflict("it was decided before"),
        "on file": Conflict("it is on file", "name"),
    }
    if name in refusals:
        raise refusals[name]
    return name.upper()


@pytest.mark.parametrize("verb", ["save", "rehearse"])
@pytest.mark.parametrize(
    ("name", "errors"),
    [
        ("a", []),
        ("draft", [("name", "one"), ("day", "two")]),
        ("input", [("count", "one")]),
        ("conflict", [("", "it was decided before")]),
        ("on file", [("name", "it is on file")]),
    ],
)
def test_saving_returns_what_was_written_or_puts_the_refusal_on_the_fields(
    app: Flask, verb: str, name: str, errors: list[tuple[str, str]]
) -> None:
    with app.test_request_context("/", method="POST", data={**SOUND, "name": name}):
        form = Sheet(meta={"csrf": False})
        assert form.validate()
        saved = getattr(form, verb)(taken, form.name.data)
        assert saved == (None if errors else Saved("A"))
        assert [(one.id, one.message) for one in form.refusals] == errors


def test_what_is_no_member_counts_as_the_first_one(app: Flask) -> None:
    form = sheet(app, {"role": "poet"})
    assert form.role.data is next(iter(ContactRole))


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {}},
        {"json": {"name": 1, "day": ["x"], "role": None}},
        {"data": {"name": (io.BytesIO(b"x"), "x.csv"), "role": (io.BytesIO(b"x"), "x.csv")}},
    ],
    ids=["nothing", "json", "files"],
)
def test_a_request_without_texts_is_an_empty_form(app: Flask, sent: dict[str, Any]) -> None:
    with app.test_request_context("/", method="POST", **sent):
        form = Sheet(meta={"csrf": False})
        assert not form.validate()
        assert [one.id for one in form.refusals] == ["name", "role"]
        assert (form.name.data, form.day.data, form.items.data) == ("", None, ())
        assert "x.csv" not in str(shown(form).xpath("string(.)"))


def test_texts_come_without_control_characters(app: Flask) -> None:
    form = sheet(app, {"name": "a\0\x1bb", "note": "a\tb\r\nc\x7f"})
    assert (form.name.data, form.note.data) == ("ab", "a\tb\r\nc")
