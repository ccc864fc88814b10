"""What is lawful but unlikely is asked about on the form, which takes a tick."""

from collections.abc import Callable

from sqlmodel import Session

from tests.support.pages import PageClient, parse
from tests.web.conftest import Counts
from tests.web.test_catalogue_forms import CONTRIBUTION
from tracker.fund.contributions.terms import find_contribution

ADD = "/contributions/add"
NOTHING = {**CONTRIBUTION, "amount": "0"}


def test_a_form_asks_keeps_what_was_typed_and_takes_a_tick(
    finance: PageClient, rows: Callable[[], Counts], sqlite_session: Session
) -> None:
    before = rows()
    asked = finance.submit(ADD, NOTHING)
    page = parse(asked.get_data(as_text=True))
    assert asked.status_code == 422
    assert rows() == before
    assert page.xpath("//input[@name='amount']/@value") == ["0"]
    assert page.xpath("//input[@name='sure']/@value") == ["ZERO_AMOUNT"]
    assert not page.xpath("//input[@name='sure']/@checked")
    assert finance.send_again(asked, {"sure": "ZERO_AMOUNT"}).status_code == 303
    sqlite_session.rollback()
    assert find_contribution(sqlite_session, "2023-1").amount_minor == 0


def test_a_tick_stays_while_something_else_is_wrong(finance: PageClient) -> None:
    asked = finance.submit(ADD, NOTHING)
    answer = finance.send_again(asked, {"donor": "Atlantis", "sure": "ZERO_AMOUNT"})
    page = parse(answer.get_data(as_text=True))
    assert page.xpath("//input[@name='sure']/@checked")
    assert page.xpath("//a[@href='#donor']")


def test_nothing_is_asked_of_an_amount_that_cannot_be_read(finance: PageClient) -> None:
    page = parse(finance.submit(ADD, {**NOTHING, "amount": "lots"}).get_data(as_text=True))
    assert not page.xpath("//input[@name='sure']")


def test_another_answer_is_none(finance: PageClient) -> None:
    asked = finance.submit(ADD, NOTHING)
    assert finance.send_again(asked, {"sure": "SOMETHING_ELSE"}).status_code == 422


def test_a_period_far_ahead_is_asked_about_and_taken_with_a_tick(
    finance: PageClient, sqlite_session: Session
) -> None:
    far = {**CONTRIBUTION, "use_from": "2026-01-01", "use_until": "2066-12-31"}
    asked = finance.submit(ADD, far)
    page = parse(asked.get_data(as_text=True))
    assert asked.status_code == 422
    assert page.xpath("//input[@name='sure']/@value") == ["FAR_AHEAD"]
    assert finance.send_again(asked, {"sure": "FAR_AHEAD"}).status_code == 303
    sqlite_session.rollback()
    found = find_contribution(sqlite_session, "2023-1")
    assert found.use_until
    assert found.use_until.year == 2066
