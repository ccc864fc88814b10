"""The published annual averages of the IMF are on record as the file has them, digit for digit."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlmodel import Session

from tests.exchange.making import take_in
from tests.exchange.published import published_rows
from tracker.fund.rates.operational_rates import in_usd, rates_on_file
from tracker.money import Money


def test_annual_averages_are_taken_up_whole_and_warn_of_their_age(
    sqlite_session: Session, acceptance_data: Path
) -> None:
    session = sqlite_session
    path = acceptance_data / "fx" / "imf_exchangerates_A_ENDA_USD.csv"
    report = take_in(session, "rates", path, profile="imf")
    assert report["faults"] == []
    left_out = sum(group["rows"] for group in report["left_out"])
    assert (report["read"], report["added"], left_out) == (14107, 9475, 4632)

    published = {
        (row["Currency"], row["Date"], row["Country code"]): Decimal(row["Rate"])
        for row in published_rows(path)
    }
    held = rates_on_file(session)
    assert {(one.currency, one.effective_on.isoformat(), one.rate) for one in held.values()} <= {
        (currency, on, rate) for (currency, on, _), rate in published.items()
    }
    assert held["EUR", date(2019, 12, 31)].rate == published["EUR", "2019-12-31", "U2"]

    # Currencies get new names and lose noughts: such rows are told, and some look turned round.
    assert len(report["warnings"]) == 985
    turned = [one for one in report["warnings"] if "The other way round" in one["message"]]
    assert len(turned) == 21

    worth = in_usd(session, Money(100_000_00, "EUR"), date(2020, 7, 1))
    assert worth.rate is not None
    assert worth.rate.source == "IMF annual average"
    assert "is of 2019-12-31, 183 days before" in worth.warning
    again = take_in(session, "rates", path, profile="imf")
    assert (again["added"], again["unchanged"]) == (0, 9475)
