"""A list gives as a file what its page shows: the same rows, columns and filters to each reader."""

import csv
import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]
from sqlmodel import Session

from tests.api.accounts import SECRETS, Account
from tests.support.pages import PageClient
from tracker.assistance.programmes import ProgrammeDraft, add_programmes
from tracker.assistance.states import ProgrammeKind
from tracker.db import transaction
from tracker.people.roles import Role

SignIn = Callable[..., PageClient]
PUBLIC = ("/activities", "/contributions", "/programmes", "/tools", "/requests/list", "/reports",
          "/dissemination")  # fmt: skip
STAFF = ("/ledger", "/contributions/due", "/donors")


def table(client: PageClient, address: str) -> list[list[str]]:
    """Return the cells of a list as CSV."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert str(answer.mimetype) == "text/csv", address
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


@pytest.mark.parametrize("path", PUBLIC)
def test_everybody_gets_what_the_page_shows(
    account: Account, client: PageClient, path: str
) -> None:
    del account
    page = client.get(path).text
    for row in table(client, f"{path}?file=csv")[1:]:
        assert row[0].lstrip("'") in page
    text = client.get(f"{path}?file=csv").text
    assert not [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("path", STAFF)
def test_lists_of_staff_are_files_for_staff_alone(
    account: Account, client: PageClient, signed_in: SignIn, path: str
) -> None:
    del account
    assert client.get(f"{path}?file=csv").status_code in {302, 303, 401, 403}
    officer = signed_in(Role.FINANCE_OFFICER)
    assert table(officer, f"{path}?file=csv")[0]
    donor = signed_in(Role.DONOR, donor_code="ITA")
    assert donor.get(f"{path}?file=csv").status_code == 403


def test_a_file_has_all_pages_under_the_filters_in_the_order_asked_for(
    account: Account, client: PageClient, sqlite_session: Session
) -> None:
    del account
    with transaction(sqlite_session) as session:
        drafts = [
            ProgrammeDraft(f"N-{number:04}", f"Number {number}", ProgrammeKind.THEMATIC)
            for number in range(1_100)
        ]
        add_programmes(session, drafts, "ana")
    rows = table(client, "/programmes?file=csv&kind=thematic&sort=-code&page=3&size=25")[1:]
    assert [row[0] for row in rows] == [f"N-{number:04}" for number in reversed(range(1_100))]


def test_chosen_columns_are_shown_alone_by_page_and_file(
    account: Account, client: PageClient
) -> None:
    del account
    page = client.get("/activities?column=title&column=budget&column=nothing").text
    head = page.split("<thead>")[1].split("</thead>")[0]
    assert head.count("<th ") == 3
    assert page.count('name="column"') == 8
    assert 'value="budget" checked' in page
    heads = table(client, "/activities?column=title&column=budget&file=csv")[0]
    assert heads == ["Code", "Title", "Budget (USD)"]
    assert "Budget of these 2 activities, together" in page
    assert "<tfoot>" not in client.get("/activities?column=title").text


def test_a_workbook_says_which_rows_it_has(account: Account, client: PageClient) -> None:
    del account
    content = client.get("/activities?file=xlsx&status=implementation&q=training").data
    book = load_workbook(io.BytesIO(content))
    rows = list(book["Activities"].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["Code", "A1"]
    about = dict(book["About"].iter_rows(values_only=True))
    assert (about["Search"], about["Status"]) == ("training", "Implementation")


def test_a_list_is_kept_under_a_name_with_its_filters_and_columns(
    account: Account, signed_in: SignIn
) -> None:
    del account
    manager = signed_in(Role.PROGRAMME_MANAGER)
    address = "/activities?status=implementation&column=title&page=2&file=csv"
    manager.submit(address.removesuffix("&file=csv"), {"name": "Under way"})
    page = manager.get("/activities").text
    assert "/activities?status=implementation&amp;column=title" in page
    assert "Under way" in page
    assert "Under way" not in manager.get("/programmes").text
    assert "page=2" not in manager.html("/home").xpath(
        "string(//*[@class='saved-view-list']//@href)"
    )
