"""Profiles alone read the files of publishers: OCHA's funds, CERF, FTS, 360Giving, the CEB."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlmodel import Session

from tests.exchange.making import Cell, take_in, write_csv
from tracker.fund.ledger.verification import verify

CERF = """
[contributions]
columns.donor = "Donor"
columns._year = "Year"
columns.amount = "Pledged (US$)"
columns.received = "Paid (US$)"
thousands = ","
undecided_donors = "keep"
needs.received_on = "received"
constants.earmarking = "1"
derive.reference = "CERF-{_year}-{donor_key}"
derive.pledged_on = "{_year}-01-01"
derive.received_on = "{_year}-12-31"
leave_out = [{ column = "Donor", matches = '^(Grand )?Total', reason = "a sum" }]
"""
FTS = """
[contributions]
columns.reference = "id"
columns.donor = "srcOrganization"
columns._status = "status"
columns.title = "description"
columns.pledged_on = "date"
fallback.pledged_on = "firstReportedDate"
columns.amount = "amountUSD"
constants.earmarking = "3"
undecided_donors = "keep"
unused.boundary = "all flows come in"
unused.originalAmount = "the amount in US dollars counts"
unused.originalCurrency = "the amount in US dollars counts"
unused.destPlan = "not kept"
dates = ["%d/%m/%Y"]
round = ["amount"]
leave_out_sum = "amountUSD"

[contributions.patterns.reference]
column = "id"
find = '^'
replace = 'FTS-'

[[contributions.take]]
column = "status"
values = ["paid", "commitment"]
reason = "neither paid nor committed"
"""
GIVING = """
[contributions]
columns.donor = "Funding Org:Name"
columns.title = "Title"
columns.amount = "Amount Awarded"
columns.currency = "Currency"
columns.rate = "Rate"
columns.rate_source = "Source"
undecided_donors = "keep"
constants.earmarking = "4"
derive.note = "{Recipient Org:Name} ({Identifier})"
unused."Recipient Org:Identifier" = "a code of another system"
patterns.reference = { column = "Identifier", find = '[^A-Za-z0-9._-]+', replace = '-' }
patterns.pledged_on = { column = "Award Date", find = 'T.*$', replace = '' }
"""
CEB = """
[contributions]
columns.donor = "donor"
columns._entity = "entity"
columns._year = "calendar_year"
columns.amount = "amount_usd"
columns.received = "amount_usd"
columns.earmarking = "revenue_type"
codes.earmarking = { "Voluntary un-earmarked" = "1", "Voluntary earmarked" = "3" }
undecided_donors = "keep"
leave_out_sum = "amount_usd"
add_up = ["amount", "received"]
derive.reference = "CEB-{_entity}-{_year}-{donor_key}-{earmarking}"
derive.received_on = "{_year}-12-31"

[[contributions.take]]
column = "entity"
values = ["UNODC"]
reason = "another entity"

[[contributions.take]]
column = "revenue_type"
matches = "^Voluntary"
reason = "not voluntary"
"""


FUNDS = {
    83: "VEN", 84: "NER", 85: "BFA", 86: "MLI", 87: "COL-R", 88: "HTI-R", 89: "MOZ", 90: "TCD",
    97: "PAK-R",
}  # fmt: skip
"""The funds of later files of the pooled funds, and their programmes."""


def read(
    session: Session, folder: Path, profile: str, rows: Sequence[Mapping[str, Cell]]
) -> dict[str, Any]:
    """Import rows by a profile, twice; return the first report. The second adds nothing."""
    path = folder / "publisher.toml"
    path.write_text(profile, encoding="utf-8")
    sheet = write_csv(folder / "file.csv", rows)
    report = take_in(session, "contributions", sheet, profile=str(path))
    again = take_in(session, "contributions", sheet, profile=str(path))
    assert report["faults"] == []
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, report["added"])
    assert verify(session).clean
    return report


def test_pledged_and_paid_of_a_year(sqlite_session: Session, tmp_path: Path) -> None:
    names = ("Donor", "Year", "Pledged (US$)", "Paid (US$)")
    rows = [
        dict(zip(names, row, strict=True))
        for row in [
            ("Germany", "2023", "129,450,000", "129,450,000.00"),
            ("Private donors (through UN Foundation)", "2023", "1,234.50", ""),
            ("Grand Total", "", "129,451,234.50", "129,450,000.00"),
        ]
    ]
    report = read(sqlite_session, tmp_path, CERF, rows)
    assert report["amounts"] == {
        "pledged": {"USD": 12_945_123_450},
        "received": {"USD": 12_945_000_000},
    }
    assert report["totals"] == {"USD": 12_945_123_450}


def test_flows_with_a_state(sqlite_session: Session, tmp_path: Path) -> None:
    names = (
        "id", "date", "firstReportedDate", "amountUSD", "status", "srcOrganization",
        "description", "boundary", "originalAmount", "originalCurrency", "destPlan", "flowType",
    )  # fmt: skip
    rows = [
        dict(zip(names, row, strict=True))
        for row in [
            ("1", "05/03/2021", "", "1000.126", "paid", "Italy", "A", "incoming", "", "", "", "S"),
            ("2", "", "06/03/2021", "2000", "commitment", "Japan", "B", "incoming", "", "", "", ""),
            ("3", "07/03/2021", "", "400", "pledge", "Japan", "C", "incoming", "", "", "", ""),
        ]
    ]
    report = read(sqlite_session, tmp_path, FTS, rows)
    assert report["totals"] == {"USD": 300_013}
    assert [group["sum_minor"] for group in report["left_out"]] == [40_000]
    assert [one["moved"] for one in report["rounded"]] == ["0.004"]
    assert report["unlisted_columns"] == {"file.csv": ["flowType"]}


def test_grants_with_colons_in_their_headings(sqlite_session: Session, tmp_path: Path) -> None:
    row = {
        "Identifier": "360G-abc/2019 17",
        "Title": "Shelter",
        "Amount Awarded": "5000.50",
        "Currency": "GBP",
        "Award Date": "2019-03-01T00:00:00+00:00",
        "Recipient Org:Identifier": "GB-CHC-1",
        "Recipient Org:Name": "A house",
        "Funding Org:Name": "A trust that nobody knows",
        "Rate": "0.75",
        "Source": "the month's",
    }
    other = {**row, "Identifier": "360G-abc/2019 18", "Award Date": "2019-03-02"}
    report = read(sqlite_session, tmp_path, GIVING, [row, other])
    assert (report["added"], report["totals"]) == (2, {"GBP": 1_000_100})
    assert "unlisted_columns" not in report


def test_revenue_of_one_entity_among_many(sqlite_session: Session, tmp_path: Path) -> None:
    names = ("entity", "donor", "calendar_year", "revenue_type", "amount_usd")
    rows = [
        dict(zip(names, row, strict=True))
        for row in [
            ("UNODC", "Italy", "2022", "Voluntary earmarked", "10"),
            ("UNODC", "Italy", "2022", "Voluntary earmarked", "-2.5"),
            ("UNODC", "Italy", "2022", "Assessed", "7"),
            ("WFP", "Italy", "2022", "Voluntary earmarked", "100"),
        ]
    ]
    report = read(sqlite_session, tmp_path, CEB, rows)
    assert (report["added"], report["totals"]) == (1, {"USD": 750})
    assert {one["reason"]: one["sum_minor"] for one in report["left_out"]} == {
        "not voluntary": 700,
        "another entity": 10_000,
        "added up into a like row, whose amount holds theirs": None,
    }


def test_later_contributions_to_the_pooled_funds(sqlite_session: Session, tmp_path: Path) -> None:
    rows = [
        {
            "PooledFundName": f"Fund {number}",
            "PooledFundId": str(number),
            "FiscalYear": "2023",
            "DonorName": "Government of Italy",
            "DonorCode": "2",
            "GMSDonorId": "3",
            "GMSDonorName": "Italy",
            "ContributionAmt": "1000.5",
            "ContributionPercent": "10.0",
        }
        for number in FUNDS
    ]
    ahead = {**rows[0], "FiscalYear": "2099", "ContributionAmt": "7"}
    sheet = write_csv(tmp_path / "later.csv", [*rows, ahead])
    report = take_in(sqlite_session, "contributions", sheet, profile="cbpf")
    assert (report["faults"], report["added"], report["totals"]) == ([], 9, {"USD": 900_450})
    assert report["amounts"] == {"pledged": {"USD": 900_450}}
    assert [(one["rows"], one["sum_minor"]) for one in report["left_out"]] == [(1, 700)]
    assert report["also_added"]["programmes"] == len(FUNDS)
    assert "unlisted_columns" not in report
    again = take_in(sqlite_session, "contributions", sheet, profile="cbpf")
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 9)


def test_a_later_file_names_the_contributions_of_an_earlier_one_alike(
    sqlite_session: Session, tmp_path: Path
) -> None:
    earlier = {
        "FiscalYear": "2020", "GMSDonorName": "Italy", "GMSDonorISO2Code": "IT",
        "PooledFundName": "Yemen", "PaidAmt": "60", "PledgeAmt": "40",
    }  # fmt: skip
    later = {
        "FiscalYear": "2020", "GMSDonorName": "Italy", "PooledFundId": "64",
        "PooledFundName": "Yemen", "ContributionAmt": "100",
    }  # fmt: skip
    first = write_csv(tmp_path / "first.csv", [earlier])
    report = take_in(sqlite_session, "contributions", first, profile="cbpf")
    assert (report["faults"], report["added"]) == ([], 1)
    second = write_csv(tmp_path / "second.csv", [later])
    again = take_in(sqlite_session, "contributions", second, profile="cbpf")
    assert (again["faults"], again["added"], again["amounts"]) == (
        [],
        0,
        {"pledged": {"USD": 10000}},
    )


def test_later_projects_of_the_pooled_funds(sqlite_session: Session, tmp_path: Path) -> None:
    states = [("Disbursement", "PRJ_DISBURSEMENT"), ("Reporting", "PRJ_IMPL_RPT")]
    rows = [
        {
            "PFId": str(number), "AllNm": "First allocation", "AllYr": "2022", "AllSrc": "1",
            "PrjCode": f"NEW-22/SA1/P/NGO/{number}", "OPSCodeAgg": "", "EmgAgg": "",
            "OrgNm": "A partner", "OrgTypeId": "2", "PrjTitle": "Shelter",
            "AStrDt": "10/1/2022 12:00:00 AM", "AEndDt": "1/1/0001 12:00:00 AM", "PrjDur": "",
            "PrgBdg": "500289.2", "BgdDC": "1", "BdgSC": "1",
            "PrjSubDt": "9/19/2022 11:04:24 AM", "BenAgg": "1##2##3##4", "PrjGM": "",
            "PrjStsNm": states[number % 2][0], "PrjStsId": "9", "PrjStsCode": states[number % 2][1],
            "PartCode": "", "ApprDt": "10/10/2022 10:01:12 AM",
        }
        for number in FUNDS
    ]  # fmt: skip
    sheet = write_csv(tmp_path / "projects.csv", rows)
    report = take_in(sqlite_session, "activities", sheet, profile="cbpf")
    assert (report["faults"], report["added"]) == ([], len(FUNDS))
    assert set(report["unfunded"]) == {f"CBPF-{code}" for code in FUNDS.values()}
    assert "unlisted_columns" not in report
