"""The pooled funds' contributions and projects come out as they went in, to the cent."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func
from sqlmodel import Session, col, select

from tests.exchange.making import take_in
from tests.exchange.published import by_year_donor_and_earmarking, cents, published_rows
from tracker.assistance.tables.activities import (
    Activity,
    ActivityBeneficiary,
    ActivityParticipants,
    ActivityPartner,
    Programme,
)
from tracker.db import transaction
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.merging import merge_donors
from tracker.fund.ledger.accounts import AccountKind
from tracker.fund.ledger.measures import CODES, Measure
from tracker.fund.ledger.tables import LedgerAccount, LedgerEntry, LedgerLine
from tracker.fund.ledger.verification import verify
from tracker.fund.tables.contributions import Contribution, ContributionScope

PAID, OPEN = 539_188_381_232, 19_047_070_694
BUDGETS = {
    2015: (1110, 48_797_889_676),
    2016: (1299, 71_904_827_264),
    2017: (1289, 69_794_629_988),
    2018: (1455, 83_690_706_742),
    2019: (1647, 102_839_676_616),
}


def money(folder: Path) -> Path:
    """Return the file of contributions."""
    return folder / "cbpf" / "cbpf_contributions_pledged_paid.csv"


def projects(folder: Path, year: int) -> Path:
    """Return the file of a year's projects."""
    return folder / "cbpf" / f"ProjectSummaryV2_{year}.csv"


def test_contributions_equal_the_file(sqlite_session: Session, acceptance_data: Path) -> None:
    session, path = sqlite_session, money(acceptance_data)
    report = take_in(session, "contributions", path, profile="cbpf")
    assert (report["read"], report["added"], report["faults"]) == (1047, 1047, [])
    assert report["amounts"] == {"pledged": {"USD": PAID + OPEN}, "received": {"USD": PAID}}
    assert report["also_added"]["programmes"] == 19
    assert [(one["name"], one["spelled_code"]) for one in report["undecided_donors"]] == [
        ("Congo, Republic of", "CD"),
        ("UN and Other Agencies", "UN"),
        ("", ""),
    ]
    assert find_donor(session, "AGFUND").state == ""

    rows = published_rows(path)
    for measure, columns in (
        (Measure.RECEIVED, ("PaidAmt",)),
        (Measure.PLEDGED, ("PaidAmt", "PledgeAmt")),
    ):
        published: Counter[int] = Counter()
        for row in rows:
            published[int(row["FiscalYear"])] += sum(cents(row[column]) for column in columns)
        held: Counter[int] = Counter()
        for (year, _, earmarking), minor in by_year_donor_and_earmarking(session, measure).items():
            assert earmarking == "2"
            held[year] += minor
        assert held == +published
    assert received_by_programme(session) == {
        f"CBPF-{code}": minor for code, minor in paid_by_fund(rows).items()
    }
    assert verify(session).clean


def test_a_decision_about_a_donor_does_not_add_its_rows_again(
    sqlite_session: Session, acceptance_data: Path
) -> None:
    session, path = sqlite_session, money(acceptance_data)
    report = take_in(session, "contributions", path, profile="cbpf")
    with transaction(session):
        code = report["undecided_donors"][1]["code"]
        merge_donors(session, code, "OCHA", "person", "the Office collects for the agencies")
    again = take_in(session, "contributions", path, profile="cbpf")
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 1047)
    # The row without a name keeps the donor on record: a blank cell changes nothing.
    assert [one["name"] for one in again["undecided_donors"]] == ["Congo, Republic of"]


@pytest.mark.slow
def test_projects_equal_the_files_and_are_funded_as_far_as_it_goes(
    sqlite_session: Session, acceptance_data: Path
) -> None:
    session = sqlite_session
    take_in(session, "contributions", money(acceptance_data), profile="cbpf")
    files = [projects(acceptance_data, year) for year in BUDGETS]
    report = take_in(session, "activities", *files, profile="cbpf")
    assert (report["read"], report["added"], report["faults"]) == (6800, 6800, [])
    assert report["totals"] == {"USD": sum(minor for _, minor in BUDGETS.values())}
    allocated = session.exec(
        select(func.sum(LedgerLine.minor)).where(LedgerLine.measure == CODES[Measure.ALLOCATED])
    ).one()
    unfunded = sum(rest["minor"] for rest in report["unfunded"].values())
    assert allocated + unfunded == report["totals"]["USD"]
    assert report["unfunded"]["CBPF-UKR"] == {"activities": 12, "minor": 298_768_220}
    check_budgets(session, acceptance_data)
    check_people_and_partners(session, files)
    check_funds(session)
    assert verify(session).clean

    lines = session.exec(select(func.count(col(LedgerLine.id)))).one()
    again = take_in(session, "activities", *files, profile="cbpf")
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 6800)
    assert again["unfunded"] == report["unfunded"]
    assert session.exec(select(func.count(col(LedgerLine.id)))).one() == lines


def check_budgets(session: Session, folder: Path) -> None:
    """Compare the number of each year's projects and their budgets with what was published."""
    budgets = dict(session.exec(select(Activity.code, Activity.budget_minor)).all())
    for year, expected in BUDGETS.items():
        paths = [row["PrjCode"].split("/") for row in published_rows(projects(folder, year))]
        codes = {f"CBPF-{parts[0].strip()}-{parts[-1].strip()}" for parts in paths}
        assert (len(codes), sum(budgets[code] or 0 for code in codes)) == expected


def check_people_and_partners(session: Session, files: list[Path]) -> None:
    """Compare the people reached, the partners and the places with the files."""
    rows = [row for path in files for row in published_rows(path)]
    published = [
        sum(counts)
        for counts in zip(*(map(int, r["BenAgg"].split("##")) for r in rows), strict=True)
    ]
    held = session.exec(
        select(
            func.sum(ActivityParticipants.men),
            func.sum(ActivityParticipants.women),
            func.sum(ActivityParticipants.boys),
            func.sum(ActivityParticipants.girls),
        )
    ).one()
    assert [int(number or 0) for number in held] == published
    partners = session.exec(select(func.count()).select_from(ActivityPartner)).one()
    assert partners == len(rows)
    places = session.exec(select(ActivityBeneficiary.place, ActivityBeneficiary.share_bp)).all()
    assert len(places) == len(rows)
    assert {share for _, share in places} == {10_000}


def check_funds(session: Session) -> None:
    """See that no project got money of another fund, nor before it had come."""
    mixed = session.exec(
        select(func.count())
        .select_from(LedgerAccount)
        .join(Activity, col(Activity.id) == LedgerAccount.activity_id)
        .join(Programme, col(Programme.id) == Activity.programme_id)
        .join(
            ContributionScope,
            col(ContributionScope.contribution_id) == LedgerAccount.contribution_id,
        )
        .where(
            LedgerAccount.kind == AccountKind.ALLOCATED,
            col(ContributionScope.code) != col(Programme.code),
        )
    ).one()
    assert mixed == 0
    early = session.exec(
        select(func.count())
        .select_from(LedgerLine)
        .join(LedgerEntry, col(LedgerEntry.id) == LedgerLine.entry_id)
        .join(LedgerAccount, col(LedgerAccount.id) == LedgerLine.account_id)
        .join(Contribution, col(Contribution.id) == LedgerAccount.contribution_id)
        .where(
            LedgerLine.measure == CODES[Measure.ALLOCATED],
            col(Contribution.pledged_on) > col(LedgerEntry.effective_on),
        )
    ).one()
    assert early == 0


def received_by_programme(session: Session) -> dict[str, int]:
    """Add up what was received by the programme to which it is earmarked."""
    rows = session.exec(
        select(ContributionScope.code, func.sum(LedgerLine.minor))
        .select_from(LedgerLine)
        .join(LedgerAccount, col(LedgerAccount.id) == LedgerLine.account_id)
        .join(
            ContributionScope,
            col(ContributionScope.contribution_id) == LedgerAccount.contribution_id,
        )
        .where(LedgerLine.measure == CODES[Measure.RECEIVED])
        .group_by(ContributionScope.code)
    )
    return {code: -int(minor) for code, minor in rows}


def paid_by_fund(rows: list[dict[str, str]]) -> dict[str, int]:
    """Add up what was paid by fund, under the codes that the profile gives the funds."""
    codes = {"CF": "CAF", "CD": "COD", "PS": "PSE", "TR": "SYR-X"} | {
        "AF": "AFG", "CO": "COL", "ET": "ETH", "HT": "HTI", "IQ": "IRQ", "JO": "JOR", "LB": "LBN",
        "MM": "MMR", "NG": "NGA", "PK": "PAK", "SO": "SOM", "SS": "SSD", "SD": "SDN", "SY": "SYR",
        "YE": "YEM",
    }  # fmt: skip
    totals: Counter[str] = Counter()
    for row in rows:
        totals[codes[row["PooledFundISO2Code"]]] += cents(row["PaidAmt"])
    return dict(totals)
