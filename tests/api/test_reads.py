"""The reads of lists and pages, on both databases."""

import pytest
from sqlmodel import Session

from tests.api.accounts import Account, fill
from tests.support.trail import record_set_up
from tracker.assistance.activity_list import list_activities, read_activity
from tracker.assistance.programme_list import list_programmes
from tracker.assistance.tool_list import list_tools, read_tool_facts
from tracker.db import transaction
from tracker.errors import NotFound
from tracker.fund.balances.uses import uses_of_activity, uses_of_contribution
from tracker.fund.balances.waterfall import waterfall_of
from tracker.fund.contributions.contribution_list import list_contributions, read_contribution
from tracker.fund.contributions.terms import find_contribution
from tracker.fund.donors.donor_list import list_donors
from tracker.fund.ledger.contribution_entries import (
    NEWEST_FIRST,
    entries_of_activity,
    entries_of_contribution,
)
from tracker.listing import FilterChoice, ListQuery
from tracker.people.permissions import TermsSeen


@pytest.fixture
def account(session: Session) -> Account:
    """Write the account into a database of either kind."""
    return fill(session)


@pytest.mark.usefixtures("account")
def test_contributions_are_found_filtered_and_sorted(session: Session) -> None:
    page = list_contributions(session, ListQuery(order="-received", size=2))
    assert [(item.reference, item.received_minor) for item in page.rows] == [
        ("C-ITA", 100_000),
        ("C-JPN", 30_000),
    ]
    assert page.total == 3
    assert page.sums == {"pledged": 175_000, "received": 154_000, "available": 76_030}
    assert page.rows[0].spent_minor == 10_001

    found = list_contributions(session, ListQuery(words="kenya ital"))
    assert [item.reference for item in found.rows] == ["C-EUR"]
    earmarked = list_contributions(
        session, ListQuery(chosen=(FilterChoice("earmarking", "3"), FilterChoice("donor", "JPN")))
    )
    assert [item.reference for item in earmarked.rows] == ["C-JPN"]
    assert (
        list_contributions(session, ListQuery(chosen=(FilterChoice("state", "nonsense"),))).rows
        == ()
    )


@pytest.mark.usefixtures("account")
def test_terms_are_searched_only_when_asked(session: Session) -> None:
    assert list_contributions(session, ListQuery(words="AGR-99")).total == 0
    asked = ListQuery(words="AGR-99")
    for seen, total in (
        (TermsSeen(all=True), 1),
        (TermsSeen(donor="ITA"), 1),
        (TermsSeen(donor="JPN"), 0),
        (TermsSeen(donor=""), 0),
    ):
        assert list_contributions(session, asked, seen=seen).total == total


@pytest.mark.usefixtures("account")
def test_a_key_that_was_searched_for_comes_first(session: Session) -> None:
    with transaction(session):
        for reference, title, number in (
            ("C-ITA", "as agr-99", ""),
            ("C-JPN", "see AGR-99", "AGR-991"),
        ):
            row = find_contribution(session, reference)
            row.title, row.agreement_number = title, number
            record_set_up(session)
            session.add(row)
    for words, order, first in (
        ("agr-99", "reference", "C-EUR"),
        ("AGR-99", "-received", "C-EUR"),
        ("AGR-991", "reference", "C-JPN"),
    ):
        asked = ListQuery(words=words, order=order)
        found = list_contributions(session, asked, seen=TermsSeen(all=True)).rows
        assert found[0].reference == first
    own = list_contributions(session, ListQuery(words="AGR-99", order="-reference"))
    assert [item.reference for item in own.rows] == ["C-JPN", "C-ITA"]


def test_a_waterfall_adds_up(session: Session, account: Account) -> None:
    for reference, number in account.contributions.items():
        item = read_contribution(session, reference).item
        fall = waterfall_of(session, number, item.support_rate_bp)
        assert fall.received_minor == (
            fall.refunded_minor + fall.allocated_minor + fall.support_cost_minor
            + fall.support_reserved_minor + fall.available_minor
        )  # fmt: skip
        assert fall.allocated_minor == (
            fall.spent_minor + fall.committed_open_minor + fall.uncommitted_minor
        )
        assert (fall.pledged_minor, fall.received_minor, fall.available_minor) == (
            item.pledged_minor, item.received_minor, item.available_minor,
        )  # fmt: skip
        paid = uses_of_contribution(session, number)
        assert sum(use.amounts.allocated_minor for use in paid) == fall.allocated_minor
        assert sum(use.amounts.spent_minor for use in paid) == fall.spent_minor
        assert sum(use.committed_open_minor for use in paid) == fall.committed_open_minor


def test_a_waterfall_keeps_both_currencies(session: Session, account: Account) -> None:
    fall = waterfall_of(session, account.contributions["C-EUR"], 700)
    assert (fall.pledged_minor, fall.pledged_original_minor) == (25_000, 20_000)
    assert (fall.received_minor, fall.received_original_minor) == (24_000, 20_000)
    assert fall.exchange_difference_minor == -1_000
    assert fall.programmable_minor == 22_430  # and 1,570.10 cents of support cost


def test_uses_tell_names_from_the_rule(session: Session, account: Account) -> None:
    (a1,) = uses_of_activity(session, account.activities["A1"])
    assert (a1.contribution, a1.direct.allocated_minor, a1.attributed.allocated_minor) == (
        "C-ITA", 60_000, 0,
    )  # fmt: skip
    assert (a1.direct.spent_minor, a1.attributed.spent_minor) == (0, 10_001)
    assert a1.amounts.left_minor == 49_999

    a2 = uses_of_activity(session, account.activities["A2"])
    assert {use.contribution for use in a2} == {"C-ITA", "C-JPN"}
    assert sum(use.attributed.allocated_minor for use in a2) == 9_000
    assert {use.direct.allocated_minor for use in a2} == {0}


def test_entries_show_a_contributions_own_lines(session: Session, account: Account) -> None:
    page = entries_of_contribution(
        session, account.contributions["C-JPN"], ListQuery(order=NEWEST_FIRST), terms=True
    )
    assert [entry.reference for entry in page.rows] == ["L2", "R2", "P2"]
    pooled, receipt, _ = page.rows
    assert (pooled.usd_minor, pooled.contribution, pooled.activity) == (9_000, "", "A2")
    assert 0 < pooled.share_minor < 9_000
    assert {line.contribution for line in pooled.lines} == {"C-JPN"}
    assert all(line.attributed for line in pooled.lines)
    assert receipt.share_minor == receipt.usd_minor == 30_000


def test_entries_name_what_they_reverse(session: Session, account: Account) -> None:
    page = entries_of_activity(session, account.activities["A1"], ListQuery(order=NEWEST_FIRST))
    newest, undone = page.rows[:2]
    assert (newest.reference, newest.reverses, newest.share_minor) == ("V1", "E2", -5_000)
    assert (undone.reference, undone.reversed_by, undone.share_minor) == ("E2", "V1", 5_000)


def test_entries_keep_the_rate_as_it_was_given(session: Session, account: Account) -> None:
    page = entries_of_contribution(session, account.contributions["C-EUR"], ListQuery(), terms=True)
    assert {str(entry.rate) for entry in page.rows} == {"0.800"}


@pytest.mark.usefixtures("account")
def test_donors_are_listed_with_what_they_gave(session: Session) -> None:
    page = list_donors(session, ListQuery(order="-received"))
    assert [
        (row.code, row.contributions, row.pledged_minor, row.received_minor) for row in page.rows
    ] == [
        ("ITA", 2, 125_000, 124_000),
        ("JPN", 1, 50_000, 30_000),
    ]
    assert page.sums["received"] == 154_000


@pytest.mark.usefixtures("account")
def test_activities_are_filtered_by_what_they_are_for(session: Session) -> None:
    def codes(*chosen: tuple[str, str]) -> list[str]:
        request = ListQuery(chosen=tuple(FilterChoice(*choice) for choice in chosen), order="code")
        return [item.code for item in list_activities(session, request).rows]

    assert codes() == ["A1", "A2"]
    assert codes(("protocol", "TIP"), ("protocol", "FIREARMS")) == ["A1", "A2"]
    assert codes(("protocol", "SOM"), ("country", "PER")) == ["A1"]
    assert codes(("tool", "GUIDE")) == ["A1"]
    assert codes(("programme", "GLO1"), ("status", "closed")) == []
    (first, _) = list_activities(session, ListQuery(order="code")).rows
    assert first.beneficiaries == (("PER", 7000), ("KEN", 3000))
    assert read_activity(session, "A1").draft.tools[0].tool == "GUIDE"


@pytest.mark.usefixtures("account")
def test_tools_count_their_activities_and_readers(session: Session) -> None:
    (tool,) = list_tools(session, ListQuery(chosen=(FilterChoice("kind", "practical_guide"),))).rows
    assert (tool.activities, tool.copies, tool.downloads, tool.people) == (1, 40, 0, 25)
    facts = read_tool_facts(session, "GUIDE")
    assert [(event.number, event.activity) for event in facts.disseminations] == [
        (25, "A1"),
        (40, ""),
    ]
    assert facts.activities[0].share_bp == 2000
    (programme,) = list_programmes(session, ListQuery(words="glob")).rows
    assert programme.activities == 2


@pytest.mark.usefixtures("account")
def test_what_is_not_on_file_is_said_so(session: Session) -> None:
    for read in (read_contribution, read_activity, read_tool_facts):
        with pytest.raises(NotFound):
            read(session, "nothing")
