"""The published revenue by donor comes out of the ledger as it went in, to the cent."""

from pathlib import Path

from sqlmodel import Session, col, select

from tests.exchange.making import take_in
from tests.exchange.published import (
    by_year_donor_and_earmarking,
    cents,
    published_rows,
    summed,
)
from tracker.fund.ledger.measures import Measure
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.ledger.verification import verify
from tracker.reference.donor_names import decide

EARMARKING = {"Voluntary earmarked": "3", "Voluntary un-earmarked": "1"}


def test_revenue_by_year_donor_and_earmarking_equals_the_file(
    sqlite_session: Session, acceptance_data: Path
) -> None:
    session = sqlite_session
    path = acceptance_data / "ceb" / "unodc_revenue_by_donor_2013_2024.csv"
    first = take_in(session, "contributions", path, profile="ceb")
    assert (first["read"], first["added"], first["rejected"]) == (1171, 878, 0)
    assert first["faults"] == []
    assert {group["rows"]: group["sum_minor"] for group in first["left_out"]} == {
        289: 65_525_887_525,
        4: 14_034_149_200,
    }
    assert "undecided_donors" not in first

    voluntary = [row for row in published_rows(path) if row["revenue_type"] in EARMARKING]
    published = summed(
        (
            (
                int(row["calendar_year"]),
                str(decide(row["donor"]).code),
                EARMARKING[row["revenue_type"]],
            ),
            cents(row["amount_usd"]),
        )
        for row in voluntary
    )
    received = by_year_donor_and_earmarking(session, Measure.RECEIVED)
    assert received == published
    by_year = {
        (year, earmarking): sum(
            minor for (y, _, e), minor in received.items() if (y, e) == (year, earmarking)
        )
        for year in (2013, 2024)
        for earmarking in ("1", "3")
    }
    assert by_year == {
        (2013, "3"): 26_089_851_000,
        (2013, "1"): 1_060_733_700,
        (2024, "3"): 44_276_300_000,
        (2024, "1"): 395_400_000,
    }
    assert by_year_donor_and_earmarking(session, Measure.PLEDGED) == {}
    check_a_negative_row(session)
    assert verify(session).clean

    again = take_in(session, "contributions", path, profile="ceb")
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 878)
    assert by_year_donor_and_earmarking(session, Measure.RECEIVED) == published


def check_a_negative_row(session: Session) -> None:
    """See that Qatar's negative 2024 lowers 2023, 2022, 2021 and 2019, in this order."""
    entries = session.exec(
        select(LedgerEntry.usd_minor, col(LedgerEntry.effective_on))
        .where(col(LedgerEntry.reference).startswith("CEB-2024-QAT-E/"))
        .order_by(col(LedgerEntry.reference))
    ).all()
    assert [(minor, str(on)) for minor, on in entries] == [
        (5_000_000, "2024-12-31"),
        (79_128_000, "2024-12-31"),
        (9_313_100, "2024-12-31"),
        (159_958_900, "2024-12-31"),
    ]
