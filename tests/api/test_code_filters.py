"""Every filter by codes, of every list, finds what it names in any case and normal form."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests.api.accounts import Account, euros
from tests.support.pages import PageClient
from tests.support.small_account import ACTOR
from tracker.api import (
    activities,
    approvals,
    contributions,
    dissemination_events,
    donors,
    ledger,
    periods,
    rates,
    tools,
)
from tracker.api.parameters import Code, Parameters
from tracker.assistance.assistance_requests import AssistanceRequestDraft, add_assistance_requests
from tracker.assistance.disseminations import DisseminationDraft, add_disseminations
from tracker.assistance.programmes import ProgrammeDraft, add_programmes
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.states import (
    DisseminationMeans,
    DisseminationUnit,
    Priority,
    ProgrammeKind,
    RequestSource,
    RequestStatus,
)
from tracker.assistance.tools import ToolDraft, add_tools
from tracker.db import transaction
from tracker.fund.approvals.submission import submit
from tracker.fund.contributions.terms import add_contributions
from tracker.fund.ledger.entries import EntryKind, Heading
from tracker.fund.ledger.posting_instructions import PostingInstruction
from tracker.fund.rates.operational_rates import add_rates
from tracker.fund.rates.rate_rules import RateDraft
from tracker.fund.record_changes.activity_change import change_funded_activity
from tracker.fund.states import ScopeKind
from tracker.people.roles import Role
from tracker.reference.codes import ToolKind
from tracker.reference.instruments import Instrument

LISTS: dict[str, type[Parameters]] = {
    "/contributions": contributions.ContributionParameters,
    "/activities": activities.ActivityParameters,
    "/programmes": activities.ProgrammeParameters,
    "/ledger/entries": ledger.LedgerParameters,
    "/approvals": approvals.RequestParameters,
    "/rates": rates.RateParameters,
    "/dissemination/events": dissemination_events.DisseminationEventParameters,
    "/tools": tools.ToolParameters,
    "/donors": donors.DonorParameters,
}
ON_RECORD = {
    ("/contributions", "donor"): "ITA",
    ("/activities", "programme"): "GLO1",
    ("/activities", "country"): "KEN",
    ("/activities", "tool"): "GUIDE",
    ("/activities", "article"): "UNTOC 16",
    ("/activities", "donor"): "ITA",
    ("/activities", "contribution"): "C-ITA",
    ("/activities", "request"): "REQ-1",
    ("/contributions", "currency"): "EUR",
    ("/contributions", "programme"): "GLO1",
    ("/contributions", "country"): "KEN",
    ("/contributions", "tool"): "GUIDE",
    ("/tools", "language"): "es",
    ("/donors", "country"): "ITA",
    ("/programmes", "place"): "PER",
    ("/ledger/entries", "donor"): "ITA",
    ("/ledger/entries", "contribution"): "C-ITA",
    ("/ledger/entries", "activity"): "A1",
    ("/approvals", "contribution"): "C-ITA",
    ("/approvals", "activity"): "A1",
    ("/rates", "currency"): "EUR",
    ("/dissemination/events", "tool"): "GUIDE",
    ("/dissemination/events", "language"): "en",
    ("/dissemination/events", "country"): "KEN",
    ("/dissemination/events", "region"): "002",
    ("/dissemination/events", "programme"): "GLO1",
    ("/dissemination/events", "activity"): "A1",
    ("/dissemination/events", "request"): "REQ-1",
}
"""A code that each filter of each list finds something by."""
NO_CODES_OF_RECORDS = {("/approvals", "preparer"), ("/tools", "year")}
ON_FIGURES = [
    ("donor", "ITA"),
    ("programme", "GLO1"),
    ("country", "KEN"),
    ("region", "002"),
    ("protocol", "TIP"),
]


def code_filters() -> Iterator[tuple[str, str]]:
    """Yield the lists of the JSON interface and their filters by codes."""
    for path, schema in LISTS.items():
        for name, field in schema.model_fields.items():
            if Code in get_args(field.annotation):
                yield path, name


def another_spelling(code: str) -> str:
    """Return a code in lower case, its hyphens as dashes, its first sign in full width."""
    wide = chr(ord(code[0].lower()) + 0xFEE0)
    return wide + code[1:].lower().replace("-", "\N{EN DASH}")


@pytest.fixture
def officer(
    sqlite_session: Session, account: Account, signed_in: Callable[[Role], PageClient]
) -> PageClient:
    """Give the client of a finance officer, with something in every list."""
    day = date(2022, 9, 1)
    allocation = PostingInstruction(
        EntryKind.ALLOCATION, Heading(day, "L9"), 100,
        account.contributions["C-ITA"], account.activities["A1"],
    )  # fmt: skip
    with transaction(sqlite_session) as session:
        submit(session, [allocation], "ana", "")
        add_rates(session, [RateDraft("EUR", day, Decimal("0.9"), "UN")], ACTOR)
        add_request_and_event(session)
        add_tools(
            session,
            [ToolDraft("GUIDE-ES", "Guide", ToolKind.PRACTICAL_GUIDE, languages="es")],
            ACTOR,
        )
        scope = ((ScopeKind.PROGRAMME, "GLO1"), (ScopeKind.TOOL, "GUIDE"))
        add_contributions(session, [replace(euros(), reference="C-SCOPE", scope=scope)], ACTOR)
        add_programmes(
            session, [ProgrammeDraft("PER-1", "Peru", ProgrammeKind.NATIONAL, "PER")], ACTOR
        )
    return signed_in(Role.FINANCE_OFFICER)


def add_request_and_event(session: Session) -> None:
    """Add a request that an activity answers, and an event of that activity in Kenya."""
    request = AssistanceRequestDraft(
        "REQ-1", "KEN", RequestSource.OFFICIAL, RequestStatus.RECEIVED, Priority.HIGH,
        Instrument.TIP, date(2022, 1, 5), "6", consent_to_publish=True,
    )  # fmt: skip
    add_assistance_requests(session, [request], ACTOR)
    answering = replace(
        read_draft(session, find_activity(session, "A1")),
        requests=("REQ-1",),
        articles=((Instrument.UNTOC, "16"),),
    )
    change_funded_activity(session, "A1", answering, ACTOR, "it answers")
    event = DisseminationDraft(
        "DIS-9", "GUIDE", DisseminationMeans.COPIES, DisseminationUnit.COPIES, date(2022, 1, 1), 9,
        "KEN", "en", activity="A1",
    )  # fmt: skip
    add_disseminations(session, [event], ACTOR)


def count(client: PageClient, path: str, name: str, code: str) -> int:
    """Count what a list of the JSON interface finds."""
    answer = client.get(f"/api/v1{path}", query_string={name: code})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return int(answer.get_json()["total"])


def test_every_filter_by_codes_is_tried() -> None:
    assert set(code_filters()) - NO_CODES_OF_RECORDS == set(ON_RECORD)


def test_every_list_is_tried() -> None:
    rooms = (
        activities, approvals, contributions, dissemination_events, donors, ledger, periods, rates,
        tools,
    )  # fmt: skip
    schemas = {
        schema
        for room in rooms
        for schema in vars(room).values()
        if isinstance(schema, type) and issubclass(schema, Parameters)
    }
    coded = {
        schema
        for schema in schemas
        for field in schema.model_fields.values()
        if Code in get_args(field.annotation)
    }
    assert coded == set(LISTS.values())


@pytest.mark.parametrize(("path", "name"), ON_RECORD)
def test_a_filter_finds_a_code_in_any_form(officer: PageClient, path: str, name: str) -> None:
    code = ON_RECORD[path, name]
    found = count(officer, path, name, code)
    assert found > 0
    for spelled in (code.lower(), code.title(), another_spelling(code)):
        assert count(officer, path, name, spelled) == found, spelled
    assert count(officer, path, name, f"{code}-none") == 0


@pytest.mark.parametrize(("path", "name"), ON_RECORD)
def test_the_same_filter_on_a_page(officer: PageClient, path: str, name: str) -> None:
    page = path.replace("/entries", "").replace("/events", "")
    code = ON_RECORD[path, name]

    def rows(spelled: str) -> list[str]:
        tree = officer.html(f"{page}?{name}={spelled}")
        return ["".join(row.itertext()) for row in tree.xpath("//main//table/tbody/tr")]

    assert rows(code) == rows(another_spelling(code)) == rows(code.lower())


def test_a_page_shows_the_filter_as_it_is_on_record(officer: PageClient) -> None:
    page = officer.html("/contributions?donor=ita")
    assert page.xpath("//select[@name='donor']/option[@selected]/@value") == ["ITA"]


@pytest.mark.parametrize("code", ["C/1", "c~2", "взнос"])
def test_a_code_of_before_the_rule_is_found_as_it_is_written(
    officer: PageClient, sqlite_session: Session, code: str
) -> None:
    with transaction(sqlite_session):
        sqlite_session.execute(
            text("UPDATE contribution SET reference = :code, code_key = NULL WHERE id = 1"),
            {"code": code},
        )
    assert count(officer, "/ledger/entries", "contribution", code) > 0


@pytest.mark.parametrize(("name", "code"), ON_FIGURES)
def test_figures_are_chosen_by_codes_in_any_form(officer: PageClient, name: str, code: str) -> None:
    for path in ("/api/v1/totals", "/api/v1/totals.csv"):
        answers = [
            officer.get(path, query_string={"measure": "received", name: spelled})
            for spelled in (code, code.lower(), another_spelling(code))
        ]
        assert [answer.status_code for answer in answers] == [200] * 3, answers[0].data
        assert len({answer.data for answer in answers}) == 1
