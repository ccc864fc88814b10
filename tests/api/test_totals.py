"""GET /api/v1/totals: exact, complete, and clear about what it cannot answer."""

import csv
from datetime import date
from io import StringIO
from itertools import combinations

import pytest
from sqlmodel import Session

from tests.conftest import SignIn
from tests.support.approvals import approve
from tests.support.pages import PageClient
from tests.support.small_account import SmallAccount, fill_small_account
from tracker.db import transaction
from tracker.fund.approvals.submission import submit
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.measures import Measure
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.people.roles import Role
from tracker.totals.dimensions import Dimension

URL = "/api/v1/totals"
PUBLISHED = (
    Dimension.DONOR, Dimension.DONOR_TYPE, Dimension.REGION, Dimension.COUNTRY,
    Dimension.PROTOCOL, Dimension.PROGRAMME, Dimension.ACTIVITY, Dimension.TOOL,
    Dimension.EARMARKING, Dimension.YEAR,
)  # fmt: skip


@pytest.fixture(autouse=True)
def account(sqlite_session: Session) -> SmallAccount:
    return fill_small_account(sqlite_session)


def test_the_answer_is_as_described(client: PageClient) -> None:
    answer = client.get(f"{URL}?measure=received&by=donor").get_json()
    assert answer["rows"] == [
        {"donor": "ITA", "label": "Italy", "minor": 100_000},
        {"donor": "JPN", "label": "Japan", "minor": 30_000},
    ]
    assert answer["total_minor"] == 130_000
    assert (answer["measure"], answer["currency"], answer["by"]) == ("received", "USD", ["donor"])
    assert answer["as_at"] == answer["known_at"]
    assert isinstance(answer["data_version"], int)


def test_what_has_no_value_is_the_empty_code(client: PageClient) -> None:
    answer = client.get(f"{URL}?measure=spent&by=tool").get_json()
    assert answer["rows"][-1] == {"tool": "", "label": "not specified", "minor": 8_001}


def test_every_measure_and_pair_adds_up_to_the_total_without_breakdown(signed_in: SignIn) -> None:
    client = signed_in(Role.SECRETARIAT)
    for measure in Measure:
        whole = client.get(f"{URL}?measure={measure}").get_json()["total_minor"]
        for one, other in combinations(PUBLISHED, 2):
            answer = client.get(f"{URL}?measure={measure}&by={one}&by={other}").get_json()
            assert sum(row["minor"] for row in answer["rows"]) == whole
            assert answer["total_minor"] == whole


def test_what_waits_for_approval_counts_in_no_total(
    signed_in: SignIn, sqlite_session: Session, account: SmallAccount
) -> None:
    client = signed_in(Role.SECRETARIAT)

    def totals() -> list[object]:
        answers = [
            client.get(f"{URL}?measure={measure}&by=donor&by=activity").get_json()
            for measure in Measure
        ]
        return [(answer["rows"], answer["total_minor"]) for answer in answers]

    italy, a1 = account.contributions["C-ITA"], account.activities["A1"]
    kinds = (EntryKind.ALLOCATION, EntryKind.DE_ALLOCATION, EntryKind.REFUND, EntryKind.WRITE_OFF)
    before = totals()
    with transaction(sqlite_session) as session:
        for kind in kinds:
            heading = Heading(date(2022, 6, 1), f"W-{kind}", basis="agreed in writing")
            assert submit(
                session, [PostingInstruction(kind, heading, 1_000, italy, a1)], "ana"
            ).waits
    assert totals() == before
    with transaction(sqlite_session) as session:
        approve(session, 1, "ben")
    assert totals() != before


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("", ["measure"]),
        ("measure=spendt&by=colour", ["measure", "by"]),
        ("measure=spent&by=donor&by=year&by=tool", ["by"]),
        ("measure=spent&by=donor&by=donor", ["by"]),
        ("measure=spent&format=xml", ["format"]),
        ("measure=spent&protokol=TIP", ["protokol"]),
        ("measure=spent&donor=ZZZ&from=yesterday", ["from", "donor"]),
    ],
)
def test_faults_are_told_as_problem_details(
    client: PageClient, query: str, fields: list[str]
) -> None:
    answer = client.get(f"{URL}?{query}")
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert [fault["field"] for fault in answer.get_json()["errors"]] == fields


def test_the_tag_changes_with_the_question(client: PageClient) -> None:
    first = client.get(f"{URL}?measure=spent")
    tag = first.headers["ETag"]
    same = client.get(f"{URL}?measure=spent", headers={"If-None-Match": tag})
    other = client.get(f"{URL}?measure=received", headers={"If-None-Match": tag})
    assert (same.status_code, other.status_code) == (304, 200)


def test_the_same_totals_come_as_a_file(client: PageClient) -> None:
    expected = "donor,year,donor_label,year_label,minor\r\nITA,2022,Italy,2022,10001\r\n"
    query = "measure=spent&by=donor&by=year"
    for answer in (
        client.get(f"{URL}.csv?{query}"),
        client.get(f"{URL}?{query}&format=csv"),
        client.get(f"{URL}?{query}", headers={"Accept": "text/csv"}),
    ):
        assert answer.get_data(as_text=True) == expected


def test_a_last_day_to_come_is_told_in_every_form(client: PageClient) -> None:
    asked = "measure=spent&from=2020-01-01"
    told = client.get(f"{URL}?{asked}&to=9999-12-31").get_json()
    file = client.get(f"{URL}.csv?{asked}&to=9999-12-31")
    assert told["cut"] == file.headers["X-Cut"] == "9999-12-31"
    assert told["as_at"] == file.headers["X-As-At"]
    paths = client.get("/api/v1/openapi.json").get_json()["paths"]
    assert paths[URL]["get"]["responses"]["200"]["headers"].keys() >= {"X-As-At", "X-Cut"}
    whole = client.get(f"{URL}.csv?{asked}&to=2022-12-31")
    assert "X-Cut" not in whole.headers
    assert client.get(f"{URL}?{asked}").get_json()["cut"] is None


def test_the_address_is_in_the_description(client: PageClient) -> None:
    description = client.get("/api/v1/openapi.json").get_json()
    operation = description["paths"][URL]["get"]
    assert {"measure", "by", "donor", "known_at"} <= {
        one["name"] for one in operation["parameters"]
    }
    assert "422" in operation["responses"]


def test_the_waterfall_adds_up_and_its_file_has_the_same_rows(client: PageClient) -> None:
    answer = client.get("/api/v1/waterfall?from=2021-01-01&donor=ITA").get_json()
    steps = {step["name"]: step["minor"] for step in answer["steps"]}
    period = answer["period"]
    flows = sum(flow["minor"] for flow in (*period["in"], *period["out"]))
    assert period["opening_minor"] + flows == period["closing_minor"] == steps["balance"]
    assert sum(part["minor"] for part in answer["balance"]) == steps["balance"]
    text = client.get("/api/v1/waterfall.csv?from=2021-01-01&donor=ITA").get_data(as_text=True)
    rows = {(row["part"], row["name"]): int(row["minor"]) for row in csv.DictReader(StringIO(text))}
    assert rows["waterfall", "balance"] == rows["period", "closing"] == steps["balance"]
    tied = client.get("/api/v1/waterfall?country=KEN").get_json()
    assert tied["not_split"] == ["country"]
    assert client.get("/api/v1/waterfall?measure=spent").status_code == 422


def test_a_stock_is_the_same_whatever_the_first_day(client: PageClient) -> None:
    for measure in ("available", "balance"):
        whole = client.get(f"{URL}?measure={measure}&by=year").get_json()
        later = client.get(f"{URL}?measure={measure}&from=2022-01-01").get_json()
        assert whole["total_minor"] == later["total_minor"] > 0


def test_two_answers_stand_side_by_side(client: PageClient) -> None:
    answer = client.get(f"{URL}?measure=received&by=year&donor=ITA&compare=donor:JPN").get_json()
    beside = client.get(f"{URL}?measure=received&by=year&donor=JPN").get_json()
    own = {name: answer["compare"][name] for name in ("filter", "rows", "total_minor")}
    assert own == {name: beside[name] for name in own}
    assert answer["compare"]["difference_minor"] == 70_000
    text = client.get(f"{URL}.csv?measure=received&by=donor&compare=donor:JPN").get_data(
        as_text=True
    )
    assert text.splitlines()[0].endswith("minor,compared_minor")
    assert text.splitlines()[1:] == ["ITA,Italy,100000,0", "JPN,Japan,30000,30000"]


def test_what_is_due_from_another_donor_is_not_shown_beside_ones_own(
    signed_in: SignIn, client: PageClient
) -> None:
    asked = f"{URL}?measure=due&donor=ITA&compare=donor:JPN"
    assert client.get(asked).status_code == 401
    donor = signed_in(Role.DONOR, donor_code="ITA")
    assert donor.get(asked.partition("&compare")[0]).status_code == 200
    assert donor.get(asked).status_code == 403
