"""Addresses and filters take what is written in small letters."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session

from tests.api.accounts import Account, fill
from tests.support.pages import PageClient
from tests.support.small_account import ACTOR
from tracker.db import transaction
from tracker.fund.approvals.request_list import list_requests
from tracker.fund.approvals.submission import submit
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.rates.operational_rates import add_rates
from tracker.fund.rates.rate_rules import RateDraft
from tracker.listing import FilterChoice, ListQuery
from tracker.people.roles import Role
from tracker.people.users import UserDraft, add_user


@pytest.mark.parametrize("address", ["/rates/eur", "/rates/Eur/2022-09-01"])
def test_a_rate_has_its_page_in_small_letters(
    sqlite_session: Session, signed_in: Callable[[Role], PageClient], address: str
) -> None:
    with transaction(sqlite_session) as session:
        add_rates(session, [RateDraft("EUR", date(2022, 9, 1), Decimal("0.9"), "UN")], ACTOR)
    assert signed_in(Role.FINANCE_OFFICER).get(address).status_code == 200


@pytest.mark.parametrize("way", ["handle", "small letters", "name"])
def test_requests_are_filtered_by_their_preparer_in_any_spelling(
    session: Session, way: str
) -> None:
    account: Account = fill(session)
    with transaction(session):
        user = add_user(
            session,
            UserDraft(
                "zoe@example.org", Role.FINANCE_OFFICER, "kelp-omit-47-range", "Zoé Ångström"
            ),
            ACTOR,
        )
        handle = user.handle
        allocation = PostingInstruction(
            EntryKind.ALLOCATION, Heading(date(2022, 9, 1), "L9"), 100,
            account.contributions["C-ITA"], account.activities["A1"],
        )  # fmt: skip
        submit(session, [allocation], handle, "")
    written = {"handle": handle, "small letters": handle.lower(), "name": "ZOE ANGSTROM"}[way]
    query = ListQuery(chosen=(FilterChoice("preparer", written),))
    assert list_requests(session, query).total == 1
    other = ListQuery(chosen=(FilterChoice("preparer", f"{written}-none"),))
    assert list_requests(session, other).total == 0
