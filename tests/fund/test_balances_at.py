"""Pages count as at today: what is promised for a later day is not in their sums."""

from datetime import date, timedelta

from sqlmodel import Session

from tests.fund.small_fund import add_catalogue
from tracker.db import transaction
from tracker.fund.balances.waterfall import waterfall_of
from tracker.fund.contributions.contribution_list import list_contributions
from tracker.fund.donors.donor_list import list_donors
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import ContributionMovement
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.pledge_entries import pledge
from tracker.listing import ListQuery
from tracker.periods import today


def test_what_lies_ahead_is_in_no_sum(session: Session) -> None:
    italy = add_catalogue(session).contributions["ITA"]
    ahead = today() + timedelta(400)
    with transaction(session), open_book(session, "one", "two") as book:
        for reference, on, usd in (("P1", date(2024, 1, 1), 700_00), ("P2", ahead, 300_00)):
            pledge(book, ContributionMovement(italy, usd, Heading(on, reference)))
        receive(book, ContributionMovement(italy, 100_00, Heading(date(2024, 1, 2), "R")))
    fall = waterfall_of(session, italy, 0)
    assert (fall.pledged_minor, fall.pledged_original_minor) == (700_00, 700_00)
    assert fall.received_minor == fall.available_minor == 100_00
    rows = list_contributions(session, ListQuery()).rows
    (listed,) = (one for one in rows if one.reference == "ITA")
    assert (listed.pledged_minor, listed.received_minor) == (700_00, 100_00)
    donors = list_donors(session, ListQuery()).rows
    assert max(one.pledged_minor for one in donors) == 700_00
